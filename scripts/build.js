// Builds dist/: the library and the command line as ES modules that share their parts, the library's types, and the
// transcoder. That one also stays beside its host in src/, where the tests find it.
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledLicences } from './bundled-licences.js';
import { runCompiler } from './compiler.js';
import { writePublicTypes } from './public-types.js';

// CommonJS libraries inside of ES modules ask for Node's own modules by `require`, and some by trying what there is. Made
// without `import.meta`, so that who bundles the library may make CommonJS of it.
const REQUIRE = `const require = (name) => {
  const found = process.getBuiltinModule(name);
  if (found) return found;
  throw Object.assign(new Error('Node has no ' + name), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
};`.replace(/\n */g, ' ');

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const compilers = Promise.all([
  runCompiler('assemblyscript/bin/asc.js', ['src/standalone/transcoder/index.ts', '--config', 'asconfig.json']),
  writePublicTypes('dist'),
]);
const options = {
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
  plugins: [{ name: 'commander', setup: withoutProcesses }],
  banner: { js: REQUIRE },
  logLevel: 'warning',
  metafile: true,
};
/** What completions seldom need, and the commands too. */
const SHARED_WITH_COMPLETIONS = {
  'server-source': 'src/completion/server-source.ts',
  document: 'src/config/document.ts',
  'js-yaml': 'js-yaml',
};
const { metafile } = await build({
  ...options,
  entryPoints: {
    index: 'src/index.ts',
    cli: 'src/cli/start.ts',
    ...SHARED_WITH_COMPLETIONS,
  },
});
// Somebody waits for each TAB: one CommonJS file is loaded in half the time of ES modules.
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
        onResolve({ filter: /^(?:js-yaml|.*\/(?:server-source|document)\.ts)$/ }, ({ path }) => ({
          path: `./${basename(path, '.ts')}.js`,
          external: true,
        }));
      },
    },
  ],
});
Object.assign(metafile.inputs, completion.metafile.inputs);
Object.assign(metafile.outputs, completion.metafile.outputs);
// Which source files each part was made of: the test of what a command loads reads it, the package leaves it out.
writeFileSync('dist/meta.json', JSON.stringify(metafile));
writeFileSync('dist/LICENSES.txt', bundledLicences(metafile, ['node_modules/assemblyscript']));
// `swjob --version` is answered by this file alone. The loader of ES modules would take half as long again as Node itself.
await build({ entryPoints: ['src/version.ts'], outfile: 'dist/version.cjs', format: 'cjs', target: 'node20.18' });
await compilers;
copyFileSync('src/standalone/transcoder.wasm', 'dist/transcoder.wasm');

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
