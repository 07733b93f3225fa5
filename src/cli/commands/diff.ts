import { EXIT_CODES } from '../../errors.ts';
import { DiffTally, type RowChange } from '../../job/diff/changes.ts';
import type { DiffOptions } from '../../job/diff/options.ts';
import { TableDiff } from '../../job/diff/table-diff.ts';
import { type JobSource, RESULTS_TABLE, type TableSource } from '../../job/instance.ts';
import { tableOfNamed } from '../../job/unknown-table.ts';
import { isCutShort } from '../../render/byte-sink.ts';
import { counted } from '../../text/counted.ts';
import { shellWord } from '../../text/shell-word.ts';
import { show } from '../../text/show.ts';
import { withMeant } from '../../text/suggest.ts';
import type { DiffArtifacts } from '../diff-artifacts.ts';
import { limitOf, parseDiffOptions, type RawDiffOptions } from '../diff-options.ts';
import { printDiff } from '../diff-output.ts';
import { findJob } from '../jobs.ts';
import { withOutFile } from '../out-file.ts';
import type { Command, Run } from '../run.ts';
import { endsAtDamage } from '../skip-hint.ts';

/** Compares a table of two jobs row by row; with `--exit-status`, exits 10 if rows differ. */
export const diff: Command<RawDiffOptions> = endsAtDamage(async ([baseUri = '', jobUri = '', named], raw, given) => {
  const run = withOutFile(given, raw.out);
  const options = await parseDiffOptions(raw, run);
  const limit = limitOf(raw);
  const sides = [await sideOf(run, baseUri, named), await sideOf(run, jobUri, named)] as const;
  let isFirst = true;
  const { skipDamaged } = options;
  const compared = await openDiff(sides, {
    ...options,
    // A second pass over the tables meets the same damage.
    skipDamaged: skipDamaged && ((damage) => (isFirst ? skipDamaged(damage) : undefined)),
  });
  const files = raw.saveArtifacts === undefined ? undefined : await artifactFiles(raw.saveArtifacts, sides, run);
  let differs = false;
  const seen = (change: RowChange) => {
    differs ||= change.change !== 'equal' || change.outcome === 'fixed' || change.outcome === 'broken';
  };
  const tally = new DiffTally();
  const { join } = compared;
  if (join.note !== null) run.note(join.note);
  const again = () => {
    isFirst = false;
    return compared.changes(new DiffTally());
  };
  const printing = printDiff(run, {
    compared: {
      base: await sides[0].source.record(),
      job: await sides[1].source.record(),
      table: sides[1].table.name,
      on: join.on,
      ignored: compared.ignored,
    },
    tally,
    limit,
    isJudged: () => options.right !== undefined || tally.judged > 0,
    changes: () => compared.changes(tally),
    again,
    seen,
    save: async (change) => files?.save(change),
  });
  if ((await isCutShort(printing)) && raw.exitStatus) {
    // Rows that were not printed may differ.
    for await (const changes of again()) {
      if (differs) break;
      changes.forEach(seen);
    }
  }
  files?.finish();
  printNotes(run, compared, options, raw);
  noteOtherMode(run, tally);
  if (options.right === undefined && tally.judged === 0 && options.only?.some((each) => JUDGED.has(each))) {
    run.warn(`--only ${options.only.join(',')}: no row says what is right; say it with --right 'EXPR'`);
  }
  if (raw.ignore !== undefined) await warnOfUnknown(run, compared, tally);
  if (files) run.note(files.result());
  if (files && files.failed > 0) return EXIT_CODES.damaged;
  return raw.exitStatus && differs ? EXIT_CODES['assertion-false'] : undefined;
});

/** What `--only` shows of rows that are right or wrong. */
const JUDGED: ReadonlySet<string> = new Set(['fixed', 'broken', 'wrong']);

interface Side {
  readonly source: JobSource;
  readonly table: TableSource;
}

async function sideOf(run: Run, uri: string, named = RESULTS_TABLE): Promise<Side> {
  const { source } = await findJob(run, uri);
  return { source, table: await tableOfNamed(source, named, source.id.slice(0, 12)) };
}

function openDiff([base, job]: readonly [Side, Side], options: DiffOptions): Promise<TableDiff> {
  const of = ({ source, table }: Side) => ({ table, artifacts: source.artifacts, job: source.id });
  return TableDiff.open(of(base), of(job), options);
}

async function artifactFiles(folder: string, [base, job]: readonly [Side, Side], run: Run): Promise<DiffArtifacts> {
  const { DiffArtifacts } = await import('../diff-artifacts.ts');
  const { artifactReader } = await import('../artifact-reader.ts');
  return new DiffArtifacts({
    folder,
    readers: [await artifactReader(base.source, run), await artifactReader(job.source, run)],
    keyColumns: [(await base.table.key()).column, (await job.table.key()).column],
    skipDamaged: run.skipDamaged,
    warn: run.warn,
    onInterrupt: run.context.onInterrupt,
  });
}

async function warnOfUnknown(run: Run, compared: TableDiff, { columns }: DiffTally): Promise<void> {
  for (const name of await compared.unknownIgnored()) {
    run.warn(withMeant(`--ignore: neither table has a column ${show(name)}`, name, columns.keys()));
  }
}

/** Explains that no column of the predictions has a partner if only one job stored them as pickles. */
function noteOtherMode(run: Run, { columns }: DiffTally): void {
  const plain = [...columns.keys()].filter((name) => name.startsWith('output/'));
  const example = plain.includes('output/label') ? 'output/label' : plain[0];
  if ((columns.get('_mode') ?? 0) === 0 || !columns.has('output') || example === undefined) return;
  run.note(
    `One job's predictions are pickled, the other's are columns: name what to compare, such as --columns ${shellWord(example)}.`,
  );
}

function printNotes(run: Run, compared: TableDiff, options: DiffOptions, raw: RawDiffOptions): void {
  const ignored = [...compared.ignoredColumns];
  if (raw.ignore === undefined && ignored.length > 0) {
    run.note(`Not compared: ${ignored.join(', ')} (--ignore '' compares all columns).`);
  }
  for (const note of options.where?.notes() ?? []) run.note(`--where: ${note}`);
  for (const note of options.right?.notes() ?? []) run.note(`--right: ${note}`);
  const problem = compared.pickles?.problem() ?? null;
  if (problem !== null) run.warn(problem);
  const { unread } = compared.contents;
  if (unread > 0) {
    run.warn(`${counted(unread, 'artifact')} could not be read: compared by link alone`);
  }
  run.warnOfSkipped();
}
