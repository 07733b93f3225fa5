import type { TypedRow } from '../datastore/typed-value.ts';
import type { Expression } from '../expression/expression.ts';

/** Which of the rows that pass by are kept. */
export interface RowSelection {
  readonly where: Expression;
  /** At most so many of those that fulfil the condition, from the start. */
  readonly limit?: number | undefined;
  /** Only the last so many of them. */
  readonly tail?: number | undefined;
  /** The columns of the result; those that only the condition needs are dropped. */
  readonly columns?: readonly string[] | undefined;
}

/** The rows that fulfil a condition; memory is bounded by `tail`. */
export async function* selectRows(
  batches: AsyncIterable<readonly TypedRow[]>,
  { where, limit = Number.POSITIVE_INFINITY, tail, columns }: RowSelection,
): AsyncGenerator<readonly TypedRow[]> {
  const project = columns ? (row: TypedRow) => cut(row, columns) : (row: TypedRow) => row;
  let left = limit;
  let last: TypedRow[] = [];
  if (left <= 0 || tail === 0) return;
  for await (const batch of batches) {
    const fitting = batch.filter((row) => where.test((name) => row.get(name))).map(project);
    if (tail !== undefined) {
      last = last.concat(fitting).slice(-tail);
      continue;
    }
    if (fitting.length > 0) yield fitting.length > left ? fitting.slice(0, left) : fitting;
    left -= fitting.length;
    if (left <= 0) return;
  }
  if (last.length > 0) yield last;
}

function cut(row: TypedRow, columns: readonly string[]): TypedRow {
  const kept = new Map<string, NonNullable<ReturnType<TypedRow['get']>>>();
  for (const name of columns) {
    const value = row.get(name);
    if (value !== undefined) kept.set(name, value);
  }
  return kept;
}
