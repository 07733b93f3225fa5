import type { Batch } from './batch.ts';
import { BatchBuilder } from './batch-builder.ts';
import { ColumnSet } from './column-set.ts';

const BATCH_ROWS = 1024;

/** The last rows of all batches. They are copied, because the next batch reuses the memory, but take no objects. */
export async function* lastRows(batches: AsyncIterable<Batch>, count: number): AsyncGenerator<Batch> {
  if (count <= 0) return;
  const builder = new BatchBuilder();
  const kept: Batch[] = [];
  let rows = 0;
  const columns = new ColumnSet();
  const keep = () => {
    rows += builder.size;
    kept.push(builder.finish());
    for (let [first] = kept; first !== undefined && rows - first.length >= count; [first] = kept) {
      rows -= first.length;
      kept.shift();
    }
  };
  for await (const batch of batches) {
    columns.add(batch);
    for (const row of batch.slice(batch.length - count).typedRows()) {
      builder.add(row);
      if (builder.size === BATCH_ROWS) keep();
    }
  }
  if (builder.size > 0) keep();
  const used = columns.inOrder().filter((name) => kept.some((batch) => batch.column(name) !== undefined));
  for (const [index, batch] of kept.entries()) yield batch.project(used).slice(index === 0 ? rows - count : 0);
}
