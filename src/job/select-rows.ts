import type { TypedRow } from '../datastore/typed-value.ts';
import type { Expression } from '../expression/expression.ts';
import type { Lookup } from '../expression/lookup.ts';

/** Which of the rows that pass by are kept. */
export interface RowSelection {
  readonly where: Expression;
  /** The values of the condition's names in a row; without it, names are columns. */
  readonly lookup?: ((row: TypedRow) => Lookup) | undefined;
  /** At most this many of those that match the condition, from the start. */
  readonly limit?: number | undefined;
  /** Only the last this many of them. */
  readonly tail?: number | undefined;
}

/** The rows that fulfil a condition; memory is bounded by `tail`. */
export async function* selectRows(
  batches: AsyncIterable<readonly TypedRow[]>,
  { where, lookup = columnsOf, limit = Number.POSITIVE_INFINITY, tail }: RowSelection,
): AsyncGenerator<readonly TypedRow[]> {
  let left = limit;
  let last: TypedRow[] = [];
  if (left <= 0 || tail === 0) return;
  for await (const batch of batches) {
    const fitting = batch.filter((row) => where.test(lookup(row)));
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

function columnsOf(row: TypedRow): Lookup {
  return (name) => row.get(name);
}
