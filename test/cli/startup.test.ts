import { mkdtempSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjobProcess } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

// What each command may load: start-up time is a feature. Libraries are listed exactly, source files by patterns.

interface Loaded {
  /** Source files below src/. */
  readonly sources: readonly string[];
  /** Packages that the build has put in. */
  readonly libraries: readonly string[];
  readonly builtins: readonly string[];
}

interface Metafile {
  readonly outputs: Readonly<Record<string, { inputs: Readonly<Record<string, { bytesInOutput: number }>> }>>;
}

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const HOOK = new URL('./loaded-modules.js', import.meta.url).href;
const parts = (JSON.parse(readFileSync(join(PROJECT, 'dist', 'meta.json'), 'utf8')) as Metafile).outputs;

async function loadedBy(args: readonly string[]): Promise<Loaded> {
  const log = join(mkdtempSync(join(await temporaryFolder(), 'loaded-')), 'modules');
  const env = { ...storeEnv(await unpackStore('real')), MODULE_LOG: log };
  const { status, stderr } = await swjobProcess(args, { env, nodeArgs: ['--import', HOOK] });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const addresses = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  const inputs = addresses.filter((address) => address.includes('/dist/')).flatMap(inputsOf);
  const librariesOf = inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  return {
    sources: inputs.flatMap((input) => (input.startsWith('src/') ? [input.slice(4)] : [])).sort(),
    libraries: [...new Set(librariesOf)].sort(),
    builtins: [...new Set(addresses.filter((address) => address.startsWith('node:')))].sort(),
  };
}

/** The files that a part of the build was made of. */
function inputsOf(address: string): string[] {
  const part = address.slice(address.lastIndexOf('/dist/') + 1);
  const inputs = parts[part]?.inputs;
  if (inputs === undefined) throw new Error(`the build tells nothing of ${part}`);
  return Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []));
}

/** What knows the syntax of the command line, and nothing of jobs. */
const SYNTAX =
  /^(?:cli\/(?:start|main|program|job-word|output-format|syntax\/[\w-]+)|errors|version|render\/(?:byte-sink|control-characters))\.ts$/;
/** What every command that reads a Standalone store needs: the formats are small enough to come together. */
const READING =
  /^(?:cli\/(?:fields|global-options|jobs|output-target|present|run|screen-sink)|text\/[\w-]+|config\/(?:config|config-file|instance-config|plain-config|shape|surroundings)|datastore\/[\w-]+|job\/(?:find|instance|near-ids|record|unknown-table)|session|uri\/[\w-]+|render\/(?!heat-map|number-map|dense-map|shade|folded-table|file-sink|pager|progress)[\w-]+)\.ts$/;
const STANDALONE =
  /^(?:open-standalone|standalone\/(?!trash|containers|store-check|(?:json|text|transcoder|delimited)-|cells-form|held-text|printed-columns|row-texts)[\w-]+|engine\/(?:proc|process-tree|running-note|state-folder)|files\/(?:replace-file|temporary-name))\.ts$/;
const CONDITIONS = String.raw`expression\/(?!help)[\w-]+`;
const BUILTINS = ['node:buffer', 'node:fs', 'node:os', 'node:path', 'node:timers/promises', 'node:util', 'node:zlib'];

const ROWS = String.raw`cli\/(?:commands\/rows|key-text|condition-columns)|job\/select-rows`;
/** Rows as text, by the transcoder. */
const TEXT_ROWS = String.raw`${ROWS}|standalone\/(?:(?:json|text|transcoder|delimited)-[\w-]+|cells-form|held-text|printed-columns|row-texts)|files\/release-buffer`;
const own = (files: string): RegExp => new RegExp(String.raw`^(?:${files})\.ts$`);

/** Each command with what it may load beyond what all of them do. */
const COMMANDS: readonly [line: string, own: RegExp][] = [
  [
    'list',
    own(String.raw`cli\/(?:commands\/list|job-columns|job-row|looks|short-ids)|expression\/compare|job\/pagination`),
  ],
  [
    'list --json',
    own(String.raw`cli\/(?:commands\/list|job-columns|job-row|looks|short-ids)|expression\/compare|job\/pagination`),
  ],
  [
    'info qsrg',
    own(
      String.raw`cli\/(?:commands\/info|info-lines|job-row|looks|summary-fields)|job\/(?:report|label-order|confusion-matrix)`,
    ),
  ],
  ['summary qsrg', own(String.raw`cli\/(?:commands\/summary|summary-comparison|short-ids|summary-fields)`)],
  ['summary qsrg --json', own(String.raw`cli\/(?:commands\/summary|summary-comparison|short-ids|summary-fields)`)],
  ['tables qsrg', own(String.raw`cli\/commands\/tables`)],
  ['rows qsrg labels', own(TEXT_ROWS)],
  ['rows qsrg labels -o csv', own(TEXT_ROWS)],
  ['rows qsrg labels -o jsonl', own(TEXT_ROWS)],
  ['rows qsrg labels --where id=="ant"', own(`${ROWS}|${CONDITIONS}`)],
  [
    'summary qsrg --assert accuracy>0.1',
    own(String.raw`cli\/(?:commands\/summary|summary-[\w-]+|short-ids)|${CONDITIONS}`),
  ],
  ['status qsrg', own(String.raw`cli\/(?:commands\/status|looks|progress)|render\/progress`)],
];

describe('what a command loads', () => {
  it('is nothing but the version for --version and -V, and no loader of ES modules', async () => {
    for (const option of ['--version', '-V']) {
      const log = join(mkdtempSync(join(await temporaryFolder(), 'loaded-')), 'modules');
      const { status } = await swjobProcess([option], {
        env: { MODULE_LOG: log },
        nodeArgs: ['--require', fileURLToPath(new URL('../completion/loaded-files.cjs', import.meta.url))],
      });
      expect(status).toBe(0);
      const { files } = JSON.parse(readFileSync(log, 'utf8')) as { files: string[] };
      expect(files.map((path) => basename(path))).toEqual(['loaded-files.cjs', 'swjob.js', 'version.cjs']);
    }
  });

  it('is the syntax alone for --help', async () => {
    const { sources, libraries, builtins } = await loadedBy(['--help']);
    expect(sources.filter((source) => !SYNTAX.test(source))).toEqual([]);
    expect(libraries).toEqual(['commander']);
    expect(builtins).toEqual(['node:os']);
  });

  it.each(COMMANDS)('is what it needs, and commander as the only library, for %s', async (line, own) => {
    const { sources, libraries, builtins } = await loadedBy(line.split(' '));
    const needless = sources.filter((source) => ![SYNTAX, READING, STANDALONE, own].some((may) => may.test(source)));
    expect(needless).toEqual([]);
    expect(libraries).toEqual(['commander']);
    expect(builtins.filter((name) => !BUILTINS.includes(name))).toEqual([]);
    expect(sources).toContain(`cli/commands/${line.split(' ')[0]}.ts`);
  });

  it('is the library for colours, and for patterns, only where they are used', async () => {
    expect((await loadedBy(['status', 'qsrg', '--color', 'never'])).libraries).toEqual(['commander']);
    const pattern = await loadedBy(['rows', 'qsrg', 'labels', '--where', "id ~ 'c.t'"]);
    expect(pattern.libraries).toEqual(['commander', 're2js']);
  });
});
