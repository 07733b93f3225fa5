import type { TypedRow } from '../../../src/datastore/typed-value.ts';
import { DiffTally, type RowChange } from '../../../src/job/diff/changes.ts';
import type { DiffOptions, DiffSource } from '../../../src/job/diff/options.ts';
import { TableDiff } from '../../../src/job/diff/table-diff.ts';
import { type MemoryTableOptions, type PlainRow, source } from './memory-table.ts';

type Rows = readonly (PlainRow | TypedRow)[];

export async function diffed(base: DiffSource, job: DiffSource, options: DiffOptions = {}) {
  const diff = await TableDiff.open(base, job, options);
  const tally = new DiffTally();
  const changes: RowChange[] = [];
  for await (const some of diff.changes(tally)) changes.push(...some.map(kept));
  return { diff, tally, changes, counts: { ...tally.counts }, outcomes: { ...tally.outcomes } };
}

/** A copy of a change that stays valid once others are read. */
function kept({ key, change, outcome, columns, labels, base, job }: RowChange): RowChange {
  return { key, change, outcome, columns, labels, base, job };
}

export async function ofRows(base: Rows, job: Rows, options: DiffOptions = {}, tables: MemoryTableOptions = {}) {
  return diffed(source(base, tables), source(job, tables), options);
}

/** Changes as short lists: the key, the kind of change, and each column with its old and new value. */
export function brief(changes: readonly RowChange[]): unknown[] {
  return changes.map(({ key, change, columns }) => [
    key[0]?.value,
    change,
    Object.fromEntries(Array.from(columns, ([name, { old, new: value }]) => [name, [old?.value, value?.value]])),
  ]);
}
