import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/version.ts';
import { runProgram } from './support/program.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const read = (...path: string[]) => readFileSync(join(PROJECT, ...path), 'utf8');

interface Package {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly types: string;
  readonly sideEffects: readonly string[];
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}
const packed = JSON.parse(read('package.json')) as Package;

describe('package.json', () => {
  it('has the version that the program prints', () => {
    expect(packed.version).toBe(VERSION);
    expect(packed.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('names, describes and licenses the package', () => {
    expect(packed).toMatchObject({ name: 'swjob', license: 'Apache-2.0', type: 'module' });
    expect(packed.description.length).toBeGreaterThan(20);
    expect(read('LICENSE')).toContain('Apache License');
  });

  it('runs from the oldest Node that the build is made for', () => {
    const [, oldest = ''] = /^>=(\d+\.\d+)\.\d+$/.exec(packed.engines.node) ?? [];
    expect(oldest).toBe('20.18');
    expect(read('scripts', 'build.js')).toContain(`target: 'node${oldest}'`);
  });

  it('points to files that exist after a build', () => {
    const targets = Object.values(packed.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    for (const path of [...targets, ...Object.values(packed.bin), packed.types]) {
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
    }
    expect(read('bin', 'swjob.js').startsWith('#!/usr/bin/env node\n')).toBe(true);
  });

  it('lists the types first, as resolvers use the first matching condition', () => {
    expect(Object.keys(packed.exports['.'] ?? {})[0]).toBe('types');
    expect(Object.keys(packed.exports)).toEqual(['.', './package.json']);
  });

  it('names all files with side effects', () => {
    expect(packed.sideEffects).toEqual(Object.values(packed.bin).map((path) => `./${path}`));
  });

  it('has a reason in CONTRIBUTING.md for each package that it uses', () => {
    const section = read('CONTRIBUTING.md').split('\n## Dependencies\n')[1]?.split('\n## ')[0] ?? '';
    const reasons = [...section.matchAll(/^\| (\S+) \| (.{5,}) \|$/gm)].map(([, name = '']) => name);
    const used = Object.keys({ ...packed.dependencies, ...packed.devDependencies });
    expect(reasons.filter((name) => name !== 'package').sort()).toEqual(used.sort());
  });

  it('runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'preuninstall', 'postuninstall'];
    expect(Object.keys(packed.scripts).filter((name) => hooks.includes(name))).toEqual([]);
    expect(packed).not.toHaveProperty('peerDependencies');
    expect(packed).not.toHaveProperty('optionalDependencies');
  });
});

describe('the build', () => {
  const { outputs } = JSON.parse(read('dist', 'meta.json')) as {
    outputs: Record<string, { inputs: Record<string, unknown>; imports: { path: string; external?: boolean }[] }>;
  };

  it('imports only its own files, Node and dependencies', () => {
    const parts = Object.keys(outputs).map((path) => path.replace('dist/', './'));
    const allowed = new Set([...builtinModules, ...parts, ...Object.keys(packed.dependencies ?? {})]);
    const imported = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
    const names = new Set(imported.map(({ path }) => path));
    expect(names).toContain('node:fs');
    const foreign = [...names].filter((name) => !name.startsWith('node:') && !allowed.has(name));
    expect(foreign).toEqual([]);
  });

  it('bundles no dependency that would be installed as well', () => {
    const inlined = new Set(
      Object.values(outputs).flatMap(({ inputs }) =>
        Object.keys(inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
      ),
    );
    expect(inlined.size).toBeGreaterThan(0);
    expect(Object.keys(packed.dependencies ?? {}).filter((name) => inlined.has(name))).toEqual([]);
  });

  it('takes at most 60 KB of the download for charts and reports together', () => {
    const isSeeing = (path: string) => /^src\/(?:chart|report)\//.test(path);
    const parts = Object.entries(outputs).filter(([, { inputs }]) => Object.keys(inputs).some(isSeeing));
    expect(parts.length).toBeGreaterThan(2);
    const bytes = parts.reduce((sum, [path]) => sum + gzipSync(read(path)).length, 0);
    expect(bytes).toBeLessThanOrEqual(60_000);
  });

  it('includes the licences of bundled packages', () => {
    const licences = read('dist', 'LICENSES.txt');
    const named = [...licences.matchAll(/^(\S+) \S+ \((?:MIT|ISC|Apache-2\.0)\)$/gm)].map(([, name]) => name);
    expect(named).toEqual(
      expect.arrayContaining(['commander', 'undici', 'js-yaml', 're2js', 'valibot', 'assemblyscript']),
    );
    expect(licences.match(/Copyright \(c\)|Apache License/gi)?.length).toBeGreaterThanOrEqual(named.length);
  });
});

describe('npm pack', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const text = output.toString();
  const [{ files, unpackedSize }] = JSON.parse(text) as [{ files: { path: string }[]; unpackedSize: number }];
  const paths = files.map(({ path }) => path);

  it('packs only what runs', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        'bin/swjob.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/cli.cjs',
        'dist/kernel.wasm',
        'dist/version.cjs',
        'dist/LICENSES.txt',
        'completions/swjob.bash',
        'man/swjob.1',
        'package.json',
        'README.md',
        'LICENSE',
        'CHANGELOG.md',
      ]),
    );
    expect(paths).not.toContain('dist/meta.json');
    const unexpected = paths.filter(
      (path) =>
        !/^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path) &&
        !/^(?:bin\/[^/]+\.js|bin\/package\.json|dist\/[^/]+\.(?:c?js|txt|wasm)|dist\/help-pages\.json|dist\/.+\.d\.ts|completions\/[^/]+|man\/[^/]+)$/.test(
          path,
        ),
    );
    expect(unexpected).toEqual([]);
  });

  it('packs only the types that the library uses', () => {
    const declarations = paths.filter((path) => path.endsWith('.d.ts'));
    const led = new Set(['dist/index.d.ts']);
    for (const path of led) {
      const code = read(path).replaceAll(/\/\*[\s\S]*?\*\//g, '');
      expect(code, path).not.toMatch(/\b(?:JobSource|Session|compareIn)\b/);
      for (const [, specifier = ''] of code.matchAll(/(?:from |import\()'([^']+)'/g)) {
        expect(specifier).toMatch(/^\.{1,2}\/.*\.js$/);
        led.add(join(dirname(path), specifier.replace(/\.js$/, '.d.ts')));
      }
    }
    expect(declarations.sort()).toEqual([...led].sort());
  });

  it('has its size and the count of its dependencies in the report of the bench', async () => {
    const print = `import { packageText } from './bench/report.js'; console.log(packageText(process.argv[1]));`;
    const args = ['--input-type=module', '--eval', print, text];
    const { stdout, stderr } = await runProgram(process.execPath, args, { cwd: PROJECT });
    const size = (unpackedSize / 1e6).toFixed(1);
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringContaining(`installed ${size} MB in ${files.length} files`),
      stderr: '',
    });
    expect(stdout).toMatch(/, no dependencies\n$/);
  });

  it('stays small', () => {
    expect(unpackedSize).toBeLessThan(2_500_000);
    expect(Object.keys(packed.dependencies ?? {})).toEqual([]);
  });
});
