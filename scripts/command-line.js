// Builds the command line as CommonJS, which Node loads in half the time of ES modules. What most commands need is in one
// file for the syntax and one for reading stores, as every further file costs a third of a millisecond.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

/** What every command loads. */
const SYNTAX =
  /\/src\/(?:cli\/(?:start|main|program|dashed-values|job-word|output-format|syntax\/[\w-]+)|completion\/shells\/names|files\/user-home|errors|version)\.ts$|\/node_modules\/commander\//;
/** What every command loads that looks at jobs in a Standalone store. */
const READING = new RegExp(
  String.raw`/src/(?:${[
    'cli/(?:fields|global-options|jobs|output-target|paint-status|present|print-document|print-ids|row-source|run|screen-sink|short-ids)',
    'config/(?:config|config-file|instance-config|plain-config|shape|environment)',
    'datastore/(?:keys|scalars|schema|typed-value)',
    'files/release-buffer',
    'job/(?:find|instance|job-row|metric-direction|record)',
    'render/(?:byte-sink|cell-text|color|column|column-widths|control-characters|formats|json|row-writer|terminal|time|width)',
    'standalone/(?!act|containers|object-check|orphan-tables|prune|store-check|store-lock|trash)[\\w-]+',
    'text/(?!secret)[\\w-]+',
    'uri/(?!format)[\\w-]+',
    'session-standalone|session',
  ].join('|')})\.ts$`,
);

/** What reads the rows of a Standalone table. */
const ROWS =
  /\/src\/(?:(?:standalone\/reader|kernel)\/[\w-]+|datastore\/(?:artifact|batch|cell|batch-builder|column-set|truth)|render\/(?:encode-rows|typed-json|delimited|delimited-batches|bounded-buffer))\.ts$/;

/** What selects rows of a table, and prints them. */
const SELECTING =
  /\/src\/(?:cli\/(?:print-batches|skip-hint)|job\/(?:select-batches|pickled-table|pickle-reader|table-names))\.ts$/;

/** What conditions, sort keys and metric names share: small files that are loaded together. */
const NAMES = /\/src\/(?:expression\/(?:compare|name|unknown-name)|job\/sort-keys)\.ts$/;

/**
 * Writes `cli.cjs` and what it loads; the modules in `outside` are loaded from the files that it maps them to. Returns the
 * outputs, with their inputs and imports, in the form of esbuild's metafile.
 */
export async function buildCommandLine(outdir, outside) {
  const bundle = await rolldown({
    input: { cli: 'src/cli/start.ts' },
    platform: 'node',
    transform: { target: 'node20.18' },
    // Modules loaded on demand may share a file with those that are always loaded.
    checks: { ineffectiveDynamicImport: false },
    plugins: [withoutUnused(), fromOutside(outside)],
  });
  const { output } = await bundle.write({
    dir: outdir,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    // Keeps the names of functions and classes: stack traces must be readable.
    minify: { compress: true, mangle: { toplevel: false, keepNames: true }, codegen: true },
    codeSplitting: {
      groups: [
        { name: 'syntax', test: SYNTAX, priority: 2 },
        { name: 'reading', test: READING, priority: 1 },
        { name: 'rows', test: ROWS, priority: 1 },
        { name: 'names', test: NAMES, priority: 1 },
        { name: 'selecting', test: SELECTING, priority: 1 },
      ],
    },
  });
  await bundle.close();
  const files = new Set(output.map(({ fileName }) => fileName));
  return Object.fromEntries(output.map((chunk) => [`${outdir}/${chunk.fileName}`, partOf(chunk, files)]));
}

function partOf({ modules, imports, dynamicImports }, files) {
  const inputs = Object.entries(modules).map(([id, { renderedLength }]) => {
    return [relative('.', id), { bytesInOutput: renderedLength }];
  });
  const imported = [...imports, ...dynamicImports].map((path) => {
    return files.has(path) ? { path: `./${path}` } : { path, external: true };
  });
  return { inputs: Object.fromEntries(inputs), imports: imported };
}

/**
 * commander loads node:child_process, and with it sockets, for subcommands that are separate programs: swjob has none, and
 * loading it would delay every command. cli-table3 loads a package to colour headings, which we never ask for, and measures
 * cells with an outdated table of characters: it gets the function that the cells were fitted with. ora brings ninety
 * spinners, and uses two.
 */
function withoutUnused() {
  const unused = '\0unused';
  const measure = '\0measure';
  const spinners = '\0spinners';
  const width = JSON.stringify(resolve('src/render/width.ts'));
  const replacements = {
    commander: { 'node:child_process': unused },
    'cli-spinners': { './spinners.json': spinners },
    'cli-table3': { '@colors/colors/safe': unused, 'string-width': measure },
  };
  return {
    name: 'without unused',
    resolveId(id, importer = '') {
      const [, name = ''] = /[\\/]node_modules[\\/]([\w-]+)[\\/]/.exec(importer) ?? [];
      return replacements[name]?.[id];
    },
    load(id) {
      if (id === unused) return 'export default {};';
      if (id === spinners) {
        const { dots, line } = JSON.parse(readFileSync('node_modules/cli-spinners/spinners.json', 'utf8'));
        return `export default ${JSON.stringify({ dots, line })};`;
      }
      return id === measure ? `module.exports = require(${width}).SIMPLE_WIDTHS.cells;` : undefined;
    },
  };
}

function fromOutside(files) {
  return {
    name: 'from outside',
    resolveId: (id) => (files.has(id) ? { id: files.get(id), external: true } : undefined),
  };
}
