import type { Batch } from '../datastore/batch.ts';
import { lastRows } from '../datastore/last-rows.ts';
import type { Expression } from '../expression/expression.ts';
import type { TableNames } from './table-names.ts';

/** Which rows are kept. */
export interface BatchSelection {
  readonly where: Expression;
  /** At most this many matching rows, from the start. */
  readonly limit?: number | undefined;
  /** Only the last so many matching rows. */
  readonly tail?: number | undefined;
}

/** The rows that match a condition; memory is bounded by `tail`. */
export async function* selectBatches(
  batches: AsyncIterable<Batch>,
  names: TableNames,
  { where, limit = Number.POSITIVE_INFINITY, tail }: BatchSelection,
): AsyncGenerator<Batch> {
  if (limit <= 0 || tail === 0) return;
  if (tail !== undefined) {
    yield* lastRows(matching(batches, names, where), tail);
    return;
  }
  let left = limit;
  for await (const batch of matching(batches, names, where)) {
    yield batch.slice(0, left);
    left -= batch.length;
    if (left <= 0) return;
  }
}

async function* matching(batches: AsyncIterable<Batch>, names: TableNames, where: Expression): AsyncGenerator<Batch> {
  try {
    for await (const batch of batches) {
      const lookup = names.lookupIn(batch);
      const kept = batch.filter((row) => where.test(lookup(row)));
      if (kept.length > 0) yield kept;
    }
  } catch (error) {
    const { explainQuotes } = await import('../expression/unknown-name.ts');
    throw explainQuotes(error, where);
  }
}
