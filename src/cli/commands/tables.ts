import { rowFromPlain, type TypedRow } from '../../datastore/typed-value.ts';
import { EXIT_CODES, isSwjobError } from '../../errors.ts';
import type { JobSource, TableStats } from '../../job/instance.ts';
import { plainText } from '../../render/cell-text.ts';
import { humanSize } from '../../render/human-size.ts';
import { shellWord } from '../../text/shell-word.ts';
import { show } from '../../text/show.ts';
import { checkFields } from '../fields.ts';
import { findJob } from '../jobs.ts';
import { printRows } from '../present.ts';
import { printValue } from '../print-document.ts';
import type { RowSource } from '../row-source.ts';
import type { Command, Run } from '../run.ts';

export interface TablesOptions {
  readonly count?: boolean;
}

const COUNTED = ['name', 'rows', 'columns', 'bytes', 'revisions'];

/** Prints the names of a job's tables; with `--count`, also their rows, columns, bytes and revisions. */
export const tables: Command<TablesOptions> = async ([uri = ''], { count = false }, run) => {
  const { source } = await findJob(run, uri);
  const names = await source.tables();
  const columns = count ? COUNTED : ['name'];
  checkFields(run, columns);
  if (!count && run.output.format === 'json' && run.output.fields === undefined && !run.output.quiet) {
    await printNames(run, names);
    return noteIfNone(run, names, shellWord(uri));
  }
  const counting = new Counting(source, run);
  const rows: RowSource = {
    batches: () => (count ? counting.tables(names) : [names.map((name) => rowFromPlain({ name }))]),
    columns: () => columns,
    shown: columns,
    idColumn: 'name',
    columnStyles: [
      // A table's name may be empty: an empty line would not show it.
      { name: 'name', importance: 10, fixed: true, format: (value) => plainText(value) || '""' },
      ...['rows', 'columns', 'revisions'].map((name) => ({ name, importance: 1, align: 'right' as const })),
      {
        name: 'bytes',
        importance: 2,
        align: 'right',
        format: ({ value }) => (typeof value === 'number' ? humanSize(value) : ''),
      },
    ],
  };
  await printRows(run, rows);
  noteIfNone(run, names, shellWord(uri));
  run.warnOfSkipped();
  if (counting.failure === undefined) return undefined;
  if (counting.failure === 'damaged') {
    run.note('Run it with --skip-damaged to count the undamaged rows of these tables.');
  }
  return EXIT_CODES[counting.failure];
};

function noteIfNone(run: Run, names: readonly string[], job: string): undefined {
  if (names.length === 0) run.note(`The job has no tables: swjob info ${job} shows how it ended.`);
}

/**
 * Counts tables one by one; the counts of a damaged one are null, and the others are still counted. The same holds for a table
 * that a Server cannot read itself: it answers 500 for mixtures of types.
 */
class Counting {
  failure: 'damaged' | 'network' | undefined;
  readonly #source: JobSource;
  readonly #run: Run;

  constructor(source: JobSource, run: Run) {
    this.#source = source;
    this.#run = run;
  }

  async *tables(names: readonly string[]): AsyncGenerator<TypedRow[]> {
    for (const name of names) yield [rowFromPlain({ name, ...(await this.#statsOf(name)) })];
  }

  async #statsOf(
    name: string,
  ): Promise<Omit<TableStats, 'rows' | 'columns'> & { rows: number | null; columns: number | null }> {
    try {
      const table = await this.#source.table(name);
      const { rows, columns, bytes, revisions } = await table.stats({ skipDamaged: this.#run.skipDamaged });
      return { rows, columns, bytes, revisions };
    } catch (error) {
      if (!isSwjobError(error, 'damaged') && !(isSwjobError(error, 'network') && error.status === 500)) throw error;
      if (this.failure !== 'damaged') this.failure = error.code === 'damaged' ? 'damaged' : 'network';
      this.#run.warn(`table ${show(name)}: ${error.message}`);
      return { rows: null, columns: null, bytes: null, revisions: null };
    }
  }
}

/** In JSON the names are a bare array. */
async function printNames(run: Run, names: readonly string[]): Promise<void> {
  await printValue(run, { type: 'LIST', value: names.map((value) => ({ type: 'STRING', value })) });
}
