import { rowFromPlain, type TypedRow } from '../../datastore/typed-value.ts';
import type { JobSource } from '../../job/instance.ts';
import { plainText } from '../../render/cell-text.ts';
import { humanSize } from '../../render/human-size.ts';
import { checkFields } from '../fields.ts';
import { findJob } from '../jobs.ts';
import { printRows, printValue, type RowSource } from '../present.ts';
import type { Command, Run } from '../run.ts';

export interface TablesOptions {
  readonly count?: boolean;
}

const COUNTED = ['name', 'rows', 'columns', 'bytes', 'revisions'];

/** Prints the names of a job's tables; with `--count`, what each of them holds. */
export const tables: Command<TablesOptions> = async ([uri = ''], { count = false }, run) => {
  const { source } = await findJob(run, uri);
  const names = await source.tables();
  const columns = count ? COUNTED : ['name'];
  checkFields(run, columns);
  if (!count && run.output.format === 'json' && run.output.fields === undefined && !run.output.quiet) {
    await printNames(run, names);
    return tellOfNone(run, names);
  }
  const rows: RowSource = {
    batches: () => (count ? countedTables(source, names) : namedTables(names)),
    columns: async () => columns,
    shown: columns,
    idColumn: 'name',
    looks: [
      // A job can write a table without a name: an empty line would not show it.
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
  return tellOfNone(run, names);
};

function tellOfNone(run: Run, names: readonly string[]): undefined {
  if (names.length === 0) run.note('The job has no tables.');
}

async function* namedTables(names: readonly string[]): AsyncGenerator<TypedRow[]> {
  yield names.map((name) => rowFromPlain({ name }));
}

async function* countedTables(source: JobSource, names: readonly string[]): AsyncGenerator<TypedRow[]> {
  for (const name of names) {
    const { rows, columns, bytes, revisions } = await (await source.table(name)).stats();
    yield [rowFromPlain({ name, rows, columns, bytes, revisions })];
  }
}

/** In JSON the names are a bare array. */
async function printNames(run: Run, names: readonly string[]): Promise<void> {
  await printValue(run, { type: 'LIST', value: names.map((value) => ({ type: 'STRING', value })) });
}
