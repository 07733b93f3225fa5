// Builds dist/: the library as ES modules with its types, the command line and completions as CommonJS, which Node loads
// in half the time, and the kernel. A copy of the kernel stays beside its host in src/, for the tests.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minifySync } from 'rolldown/utils';
import { bundledLicences } from './bundled-licences.js';
import { buildCommandLine } from './command-line.js';
import { runCompiler } from './compiler.js';
import { writeGeneratedFiles } from './generated-files.js';
import { writePublicTypes } from './public-types.js';
import { withShortLines } from './short-lines.js';

// CommonJS libraries inside ES modules load Node's own modules with `require`, some only if they exist. Made without
// `import.meta`, so that the library can be bundled as CommonJS.
const REQUIRE = `const require = (name) => {
  const found = process.getBuiltinModule(name);
  if (found) return found;
  throw Object.assign(new Error('Node has no ' + name), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
};`.replace(/\n */g, ' ');

/** Large libraries that are rarely needed: everything built shares one copy of each. */
const LIBRARIES = {
  'js-yaml': 'js-yaml',
  re2js: 're2js',
  'undici-agent': 'undici/lib/dispatcher/agent.js',
  'undici-api': 'undici/lib/api/index.js',
  'undici-dispatcher': 'undici/lib/dispatcher/dispatcher.js',
  'undici-proxy-agent': 'undici/lib/dispatcher/proxy-agent.js',
  'undici-websocket': 'undici/lib/web/websocket/websocket.js',
};
/** Has a file of its own, so that programs that do not use it are bundled without it. */
const UNPICKLE = { unpickle: 'src/sdk/unpickle.ts' };
/** What completions rarely need. */
const RARELY_COMPLETED = {
  'inner-names': 'src/completion/inner-names.ts',
  'server-source': 'src/completion/server-source.ts',
  document: 'src/config/document.ts',
};

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const compilers = Promise.all([
  runCompiler('assemblyscript/bin/asc.js', ['src/kernel/assembly/index.ts', '--config', 'asconfig.json']),
  writePublicTypes('dist'),
]);
const options = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
};
const esModules = { ...options, splitting: true, format: 'esm', banner: { js: REQUIRE } };
const built = await Promise.all([
  build({
    ...esModules,
    entryPoints: LIBRARIES,
    chunkNames: 'libraries-[hash]',
    minify: true,
    plugins: [withOneHttpParser()],
  }),
  build({
    ...esModules,
    entryPoints: { index: 'src/index.ts', ...UNPICKLE, ...RARELY_COMPLETED },
    chunkNames: '[name]-[hash]',
    plugins: [fromOutside(filesOf({ ...LIBRARIES, ...UNPICKLE }))],
  }),
  build({
    ...options,
    entryPoints: { complete: 'src/completion/start.ts' },
    format: 'cjs',
    minify: true,
    outExtension: { '.js': '.cjs' },
    plugins: [fromOutside(filesOf({ ...LIBRARIES, ...RARELY_COMPLETED }))],
  }),
  // These answer `--version` and `--help` on their own.
  build({
    ...options,
    entryPoints: ['src/version.ts', 'src/cli/quick-help.ts'],
    entryNames: '[name]',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  }),
]);
for (const path of Object.keys(built[1].metafile.outputs)) shortenNames(path);
// CommonJS loads ES modules only with `import()`. YAML is loaded differently, so the command line has its own copy.
const { 'js-yaml': _, ...loadedLate } = LIBRARIES;
const commandLine = await buildCommandLine('dist', filesOf(loadedLate));
for (const [path, { inputs }] of Object.entries(commandLine)) if (isOfLibraries(inputs)) shortenAllNames(path);
const outputs = Object.assign(commandLine, ...built.map(({ metafile }) => metafile.outputs));
await writeGeneratedFiles();
// Which source files each part consists of: for the test of what commands load, not for the package.
writeFileSync('dist/meta.json', JSON.stringify({ outputs }));
writeFileSync('dist/LICENSES.txt', bundledLicences(outputs, ['node_modules/assemblyscript']));
await compilers;
copyFileSync('src/kernel/kernel.wasm', 'dist/kernel.wasm');

/** Shortens lines, and names inside functions, but not those of functions and classes: stack traces must be readable. */
function shortenNames(path) {
  const code = withOwnNames(readFileSync(path, 'utf8'));
  const options = { module: path.endsWith('.js'), compress: true, mangle: { toplevel: false, keepNames: true } };
  writeFileSync(path, withShortLines(path, minifySync(path, code, options).code));
}

/** Shortens the names of functions and classes, too: our own stack traces do without those of libraries. */
function shortenAllNames(path) {
  const options = { module: false, compress: true, mangle: { toplevel: true } };
  writeFileSync(path, minifySync(path, readFileSync(path, 'utf8'), options).code);
}

/** Whether a part consists of libraries, and of what the build puts into them. */
function isOfLibraries(inputs) {
  return Object.keys(inputs).every((path) => path.includes('node_modules/') || path.startsWith('\0'));
}

/** Undoes `var Job = class _Job`, esbuild's form of a class that names itself: consoles would show the other name. */
function withOwnNames(code) {
  const names = [...code.matchAll(/(?<![\w$])([\w$]+) ?= ?class _\1(?![\w$])/g)].map(([, name]) => name);
  return names.reduce((text, name) => text.replace(new RegExp(`(?<![\\w$.#])_${name}(?![\\w$])`, 'g'), name), code);
}

/** The file that each imported module is built to. */
function filesOf(entryPoints) {
  return new Map(Object.entries(entryPoints).map(([name, module]) => [module, `./${name}.js`]));
}

/** undici contains its response parser twice, 70 kB each; the one without SIMD runs everywhere and is fast enough. */
function withOneHttpParser() {
  return {
    name: 'with one HTTP parser',
    setup({ onResolve }) {
      onResolve({ filter: /[\\/]llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => {
        return { path: join(resolveDir, '../llhttp/llhttp-wasm.js') };
      });
    },
  };
}

function fromOutside(files) {
  return {
    name: 'from outside',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ path, resolveDir, kind }) => {
        const module = path.startsWith('.') ? relative('.', join(resolveDir, path)) : path;
        const isOutside = kind !== 'entry-point' && files.has(module);
        return isOutside ? { path: files.get(module), external: true } : undefined;
      });
    },
  };
}
