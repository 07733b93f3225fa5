import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Screens show times in the zone of the machine: tests, and the processes that they start, have this one.
process.env['TZ'] = 'UTC';

const report = process.env['VITEST_REPORT'];

/** What starts processes, runs for long, or needs a worker of its own; all else is `unit`. */
const PROCESSES = [
  'attacks',
  'both',
  'browser',
  'docs',
  'engine',
  'differential',
  'fuzz',
  'package',
  'parquet',
  'speed',
  'writers',
];
/** Single files that do so. */
const SHELLS = [
  'cli/commands/instance-login-killed',
  'cli/process',
  'completion/shells',
  'package',
  'readme',
  'scripts/release',
];
/** Of which `unit` tries a part, as `test/support/thorough.ts` says, and `slow` all. */
const THOROUGH = [
  'cli/commands/rows',
  'cli/output/screens',
  'cli/output/tables',
  'cli/syntax/examples',
  'render/delimited-batches',
  'server/fuzz',
  'server/page-cells',
  'server/page-fuzz',
  'server/page-size',
  'standalone/reader/encode',
  'standalone/reader/table-reader',
  'attacks/huge-cells',
  'standalone/scan',
  'standalone/table-replaced',
  'stores/golden',
  'support/stand-in-client',
];
const fileOf = (name: string) => `test/${name}.test.ts`;
const slow = [...PROCESSES.map((folder) => fileOf(`${folder}/**/*`)), ...SHELLS.map(fileOf)];

/** Those that measure processor time, which is longer while both cores are busy. */
const MEASURED = ['speed/unpickle'];
/**
 * The tests keep every core busy, so collecting garbage on several threads only costs more: a third of the processor time of
 * tests that read many tables. Only the tests' own workers have the option, not the programs that they start.
 */
const BUSY = { execArgv: ['--single-threaded-gc'] };
/** The longest slow ones, by their processor time: begun first, none of them runs alone at the end. */
const LONGEST = [
  'speed/memory',
  'readme',
  'docs/documents',
  'engine/real-engine',
  'attacks/regular-expressions',
  'both/commands',
  'engine/killed',
  'engine/interrupt',
  'cli/syntax/examples',
  'stores/golden',
  'attacks/limits',
  'attacks/signals',
  'render/delimited-batches',
  'attacks/huge-cells',
  'standalone/scan',
  'parquet/stores',
  'differential/differential',
  'package/nodes',
  'completion/shells',
  'browser/report',
  'server/page-cells',
];
// Vitest leaves a file that isn't there out without a word.
for (const file of [...THOROUGH, ...SHELLS, ...MEASURED, ...LONGEST].map(fileOf)) {
  if (!existsSync(file)) throw new Error(`vitest.config.ts names ${file}, which is not there`);
}
const THOROUGHLY = {
  env: { SWJOB_THOROUGH: '1' },
  // The real engine takes ten seconds where nothing else runs.
  testTimeout: 120_000,
};

/** Without times of earlier runs, Vitest begins with the largest files. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${fileOf(name)}`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/run-folder.ts'],
    setupFiles: ['test/support/seeds.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          ...BUSY,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: slow,
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...THOROUGHLY,
          ...BUSY,
          name: 'slow',
          include: [...slow, ...THOROUGH.map(fileOf)],
          exclude: MEASURED.map(fileOf),
          isolate: false,
          // They often wait for what they started.
          maxWorkers: Math.ceil(availableParallelism() * 1.5),
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...THOROUGHLY,
          name: 'measured',
          include: MEASURED.map(fileOf),
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
