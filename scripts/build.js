// Builds dist/: the library and the command line as ES modules that share their parts, and the library's types.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const options = {
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  // Beside the entry points: a worker is found by its place next to the module that starts it.
  chunkNames: '[name]-[hash]',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  // CommonJS libraries inside of ES modules ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
};
const { metafile } = await build({
  ...options,
  entryPoints: {
    index: 'src/index.ts',
    cli: 'src/cli/start.ts',
    'json-worker': 'src/standalone/json-worker.ts',
    'server-source': 'src/completion/server-source.ts',
  },
});
// Somebody waits for each TAB: one CommonJS file is loaded twice as fast as ES modules. Only what asks servers is shared.
const completion = await build({
  ...options,
  entryPoints: { complete: 'src/completion/start.ts' },
  format: 'cjs',
  splitting: false,
  minify: true,
  banner: {},
  outExtension: { '.js': '.cjs' },
  plugins: [
    {
      name: 'shared with the commands',
      setup({ onResolve }) {
        onResolve({ filter: /\/server-source\.ts$/ }, () => ({ path: './server-source.js', external: true }));
      },
    },
  ],
});
Object.assign(metafile.inputs, completion.metafile.inputs);
Object.assign(metafile.outputs, completion.metafile.outputs);
// Which source files each part was made of: the test of what a command loads reads it, the package leaves it out.
writeFileSync('dist/meta.json', JSON.stringify(metafile));
// `swjob --version` is answered by this file alone.
await build({ entryPoints: ['src/version.ts'], outfile: 'dist/version.js', format: 'esm', target: 'node20.18' });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (!readdirSync('dist').includes('index.d.ts')) throw new Error('the build made no types');
