// Builds dist/: the library and the command line as ES modules that share their parts, the library's types, and the
// transcoder. That one also stays beside its host in src/, where the tests find it.
import { execFile } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const compilers = Promise.all([
  run('assemblyscript/bin/asc.js', ['src/standalone/transcoder/index.ts', '--config', 'asconfig.json']),
  run('typescript/bin/tsc', ['-p', 'tsconfig.build.json']),
]);
const { metafile } = await build({
  entryPoints: {
    index: 'src/index.ts',
    cli: 'src/cli/start.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  // Beside the entry points: the transcoder is found by its place next to the module that opens it.
  chunkNames: '[name]-[hash]',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  // CommonJS libraries inside of ES modules ask for Node's own modules by `require`.
  plugins: [{ name: 'commander', setup: withoutProcesses }],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
});
// Which source files each part was made of: the test of what a command loads reads it, the package leaves it out.
writeFileSync('dist/meta.json', JSON.stringify(metafile));
// `swjob --version` is answered by this file alone.
await build({ entryPoints: ['src/version.ts'], outfile: 'dist/version.js', format: 'esm', target: 'node20.18' });
await compilers;
copyFileSync('src/standalone/transcoder.wasm', 'dist/transcoder.wasm');
if (!readdirSync('dist').includes('index.d.ts')) throw new Error('the build made no types');

/**
 * commander loads node:child_process, and with it sockets, to start subcommands that are programs of their own. swjob has
 * none of these, and every command would wait for it.
 */
function withoutProcesses({ onResolve, onLoad }) {
  onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
    /[\\/]node_modules[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'unused' } : undefined,
  );
  onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: '' }));
}

/** Runs a compiler of node_modules; what it says goes where this script's own words go. */
async function run(program, args) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [`node_modules/${program}`, ...args]).catch(
    (error) => {
      process.stderr.write(`${error.stdout}${error.stderr}`);
      throw new Error(`${program} failed`);
    },
  );
  process.stderr.write(stdout + stderr);
}
