import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadedFiles, loadedModules } from '../support/loaded.ts';

// What each command may load, to keep start-up fast. Libraries are listed exactly, source files by patterns.

interface LoadedSources {
  /** The number of loaded files. */
  readonly files: number;
  /** Source files below src/. */
  readonly sources: readonly string[];
  /** Bundled packages. */
  readonly libraries: readonly string[];
  readonly builtins: readonly string[];
}

interface Metafile {
  readonly outputs: Readonly<Record<string, { inputs: Readonly<Record<string, { bytesInOutput: number }>> }>>;
}

const META = new URL('../../dist/meta.json', import.meta.url);
const parts = (JSON.parse(readFileSync(META, 'utf8')) as Metafile).outputs;

async function loadedBy(args: readonly string[]): Promise<LoadedSources> {
  const { files, builtins } = await loadedFiles(args);
  const inputs = files.filter((name) => name !== 'swjob.js').flatMap(inputsOf);
  const librariesOf = inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  return {
    files: files.length,
    sources: inputs.flatMap((input) => (input.startsWith('src/') ? [input.slice(4)] : [])).sort(),
    libraries: [...new Set(librariesOf)].sort(),
    builtins,
  };
}

/** The source files of a part of the build. */
function inputsOf(part: string): string[] {
  const inputs = parts[`dist/${part}`]?.inputs;
  if (inputs === undefined) throw new Error(`the build tells nothing of ${part}`);
  return Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []));
}

/** The part that knows the syntax of the command line, but nothing about jobs. */
const SYNTAX =
  /^(?:cli\/(?:guarded-context|start|main|program|dashed-values|job-word|output-format|screen|syntax\/[\w-]+)|completion\/shells\/names|files\/(?:user-home|write-failure)|errors|version|render\/(?:byte-sink|control-characters))\.ts$/;
/** What every command that reads a Standalone store needs; the formats are small enough to be in one file. */
const READING =
  /^(?:cli\/(?:fields|global-options|precision|jobs|out-file|output-target|paint-status|present|print-document|print-ids|row-source|run|screen-sink|short-ids)|text\/[\w-]+|config\/(?:config|config-file|instance-config|plain-config|shape|environment)|datastore\/[\w-]+|job\/(?:find|instance|list|metric-direction|near-ids|job-row|record|unknown-table)|expression\/(?:lookup|named-value)|files\/given-file|session|uri\/[\w-]+|render\/(?!heat-map|number-map|dense-map|shade|folded-table|file-sink|pager|progress)[\w-]+)\.ts$/;
const STANDALONE =
  /^(?:session-standalone|standalone\/(?!trash|act|containers|orphan-tables|prune|store-check|store-lock)[\w-]+|engine\/(?:machine-processes|proc|process-tree|run-note|run-records|running-processes|state-folder)|files\/(?:make-folder|release-buffer|replace-file|temporary-name))\.ts$/;
const CONDITIONS = String.raw`expression\/(?!help)[\w-]+|job\/sort-keys`;
/**
 * The modules of Node for homes and processes, for streams (if stdout is a pipe), for unpacking blocks, and for naming the
 * notes of jobs that may be running.
 */
const BUILTINS = [
  'async_hooks',
  'crypto',
  'diagnostics_channel',
  'net',
  'os',
  'process',
  'stream',
  'stream/promises',
  'string_decoder',
  'timers/promises',
  'worker_threads',
  'zlib',
];

/** The reader of rows, in one file. */
const READER = String.raw`(?:standalone\/reader|kernel)\/[\w-]+|datastore\/(?:artifact|batch|batch-builder|column-set|truth)|render\/(?:encode-rows|typed-json|delimited|delimited-batches|bounded-buffer)`;
const LIST = String.raw`cli\/(?:commands\/list|job-columns)|job\/(?:job-selection|pagination|select-jobs)`;
const ROWS = String.raw`cli\/(?:commands\/rows|print-batches|skip-hint|print-table|table-output|rows-footer|key-text|row-selection)|job\/(?:select-batches|pickled-table|pickle-reader|table-names)`;
const TEXT_ROWS = `${ROWS}|${READER}`;
const own = (files: string): RegExp => new RegExp(String.raw`^(?:${files})\.ts$`);

/** Each command with what it may load besides the common parts. */
const COMMANDS: readonly [line: string, own: RegExp][] = [
  ['list', own(LIST)],
  ['list --json', own(LIST)],
  ['list --filter accuracy>0.1', own(String.raw`${LIST}|${READER}|job\/(?:job-meanings|choose-jobs)|${CONDITIONS}`)],
  ['list --sort=-accuracy', own(String.raw`${LIST}|${READER}|job\/choose-jobs|${CONDITIONS}`)],
  [
    'info qsrg',
    own(
      String.raw`${READER}|cli\/(?:commands\/info|info-lines|summary-fields)|job\/(?:report|label-order|confusion-matrix)`,
    ),
  ],
  [
    'summary qsrg',
    own(String.raw`${READER}|cli\/(?:commands\/summary|summary-comparison|summary-fields)|job\/metric-direction`),
  ],
  [
    'summary qsrg --json',
    own(String.raw`${READER}|cli\/(?:commands\/summary|summary-comparison|summary-fields)|job\/metric-direction`),
  ],
  ['tables qsrg', own(String.raw`cli\/commands\/tables`)],
  ['rows qsrg labels', own(TEXT_ROWS)],
  ['rows qsrg labels -o csv', own(TEXT_ROWS)],
  ['rows qsrg labels -o jsonl', own(TEXT_ROWS)],
  ['rows qsrg labels --where id=="ant"', own(`${TEXT_ROWS}|${CONDITIONS}`)],
  [
    'summary qsrg --assert accuracy>0.1',
    own(String.raw`${READER}|cli\/(?:commands\/summary|summary-[\w-]+)|job\/metric-direction|${CONDITIONS}`),
  ],
  ['status qsrg', own(String.raw`cli\/(?:commands\/status|progress|waiting)|job\/patience|render\/progress|signals`)],
];

describe('what a command loads', () => {
  it.each(['--version', '-V'])('is only the version for %s', async (option) => {
    expect((await loadedFiles([option])).files).toEqual(['swjob.js', 'version.cjs']);
  });

  it.each(
    COMMANDS,
  )('is only what it needs, in few files, with commander as the only library, for %s', async (line, own) => {
    const { files, sources, libraries, builtins } = await loadedBy(line.split(' '));
    const needless = sources.filter((source) => ![SYNTAX, READING, STANDALONE, own].some((may) => may.test(source)));
    expect(needless).toEqual([]);
    expect(files).toBeLessThanOrEqual(12);
    expect(libraries).toEqual(['commander']);
    expect(builtins.filter((name) => !BUILTINS.includes(name))).toEqual([]);
    expect(sources).toContain(`cli/commands/${line.split(' ')[0]}.ts`);
  });

  it('never includes ES modules', async () => {
    for (const [line] of COMMANDS) expect(await loadedModules(line.split(' '))).toEqual(['swjob.js']);
  });

  it('includes the libraries for colours and patterns only if they are used', async () => {
    expect((await loadedBy(['status', 'qsrg', '--color', 'never'])).libraries).toEqual(['commander']);
    const pattern = await loadedModules(['rows', 'qsrg', 'labels', '--where', "id ~ 'c.t'"]);
    expect(pattern.filter((name) => !name.startsWith('libraries-'))).toEqual(['swjob.js', 're2js.js']);
  });
});
