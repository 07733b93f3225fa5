// Builds dist/: the library as ES modules and its types, the command line and completions as CommonJS, which Node loads in
// half the time, and the kernel. That one also stays beside its host in src/, where the tests find it.
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

// CommonJS libraries inside of ES modules ask for Node's own modules by `require`, and some by trying what there is. Made
// without `import.meta`, so that who bundles the library may make CommonJS of it.
const REQUIRE = `const require = (name) => {
  const found = process.getBuiltinModule(name);
  if (found) return found;
  throw Object.assign(new Error('Node has no ' + name), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
};`.replace(/\n */g, ' ');

/** Libraries that are large and seldom needed: one copy of each serves all that is built. */
const LIBRARIES = {
  'js-yaml': 'js-yaml',
  re2js: 're2js',
  'undici-agent': 'undici/lib/dispatcher/agent.js',
  'undici-api': 'undici/lib/api/index.js',
  'undici-dispatcher': 'undici/lib/dispatcher/dispatcher.js',
  'undici-proxy-agent': 'undici/lib/dispatcher/proxy-agent.js',
  'undici-websocket': 'undici/lib/web/websocket/websocket.js',
};
/** What reads pickles at once has a file of its own: programs that do not use it are bundled without it. */
const UNPICKLE = { unpickle: 'src/sdk/unpickle.ts' };
/** What completions seldom need. */
const SELDOM_COMPLETED = {
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
    entryPoints: { index: 'src/index.ts', ...UNPICKLE, ...SELDOM_COMPLETED },
    chunkNames: '[name]-[hash]',
    plugins: [fromOutside(filesOf({ ...LIBRARIES, ...UNPICKLE }))],
  }),
  build({
    ...options,
    entryPoints: { complete: 'src/completion/start.ts' },
    format: 'cjs',
    minify: true,
    outExtension: { '.js': '.cjs' },
    plugins: [fromOutside(filesOf({ ...LIBRARIES, ...SELDOM_COMPLETED }))],
  }),
  // These alone answer `--version` and `--help`.
  build({
    ...options,
    entryPoints: ['src/version.ts', 'src/cli/quick-help.ts'],
    entryNames: '[name]',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  }),
]);
for (const path of Object.keys(built[1].metafile.outputs)) shortenNames(path);
// CommonJS loads ES modules by `import()` alone; YAML is imported otherwise, and the command line has a copy of its own.
const { 'js-yaml': _, ...loadedLate } = LIBRARIES;
const outputs = Object.assign(
  await buildCommandLine('dist', filesOf(loadedLate)),
  ...built.map(({ metafile }) => metafile.outputs),
);
await writeGeneratedFiles();
// Which source files each part was made of: the test of what a command loads reads it, the package leaves it out.
writeFileSync('dist/meta.json', JSON.stringify({ outputs }));
writeFileSync('dist/LICENSES.txt', bundledLicences(outputs, ['node_modules/assemblyscript']));
await compilers;
copyFileSync('src/kernel/kernel.wasm', 'dist/kernel.wasm');

/** Shortens names inside functions; those of functions and classes stay, as the stack of an error has to be readable. */
function shortenNames(path) {
  const code = readFileSync(path, 'utf8');
  const options = { module: path.endsWith('.js'), compress: false, mangle: { toplevel: false, keepNames: true } };
  writeFileSync(path, minifySync(path, code, options).code);
}

/** Where the modules are built to, by how they are imported. */
function filesOf(entryPoints) {
  return new Map(Object.entries(entryPoints).map(([name, module]) => [module, `./${name}.js`]));
}

/** Loads modules from these files instead of taking them in. */
/** undici brings its parser of answers twice, 70 kB each; the one without SIMD runs everywhere, and is fast enough. */
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
