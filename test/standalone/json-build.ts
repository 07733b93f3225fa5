import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { temporaryFolder } from '../support/stores.ts';

/** The program as the package has it: worker threads only start from built files. */
export interface BuiltProgram {
  /** What a command line is run with: `node PROGRAM …`. */
  readonly program: string;
  /** The built `StandaloneTable` and `ObjectStore`, in this process. */
  readonly modules: typeof import('../../src/standalone/table.ts') &
    typeof import('../../src/standalone/object-store.ts');
}

let built: Promise<BuiltProgram> | undefined;

/** Builds the program for this test file, in a folder of its own: the package's may be just being built. */
export function buildProgram(): Promise<BuiltProgram> {
  built ??= buildInto();
  return built;
}

async function buildInto(): Promise<BuiltProgram> {
  const folder = join(await temporaryFolder(), 'built');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  const source = (path: string) => new URL(`../../src/${path}`, import.meta.url).pathname;
  const entries = join(folder, 'modules.ts');
  writeFileSync(
    entries,
    ['table', 'object-store']
      .map((name) => `export * from ${JSON.stringify(source(`standalone/${name}.ts`))};\n`)
      .join(''),
  );
  await build({
    entryPoints: { cli: source('cli/start.ts'), 'json-worker': source('standalone/json-worker.ts'), modules: entries },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.18',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  const program = join(folder, 'swjob.js');
  writeFileSync(program, "import { start } from './cli.js';\nawait start();\n");
  const modules = (await import(pathToFileURL(join(folder, 'modules.js')).href)) as BuiltProgram['modules'];
  return { program, modules };
}
