import type { Batch } from '../datastore/batch.ts';
import { parseExpression } from '../expression/expression.ts';

/** Keeps the rows of batches that fulfil a condition, at most so many. */
export async function batchFilter(
  where: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<(batches: AsyncIterable<Batch>) => AsyncIterable<Batch>> {
  const condition = await parseExpression(where, '--where');
  return async function* (batches) {
    let left = limit;
    if (left <= 0) return;
    for await (const batch of batches) {
      const lookup = (row: number) => (name: string) => {
        const column = batch.column(name);
        return column && batch.value(column, row);
      };
      const kept = batch.filter((row) => condition.test(lookup(row))).slice(0, left);
      left -= kept.length;
      if (kept.length > 0) yield kept;
      if (left <= 0) return;
    }
  };
}
