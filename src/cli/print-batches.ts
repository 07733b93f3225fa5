import type { Batch } from '../datastore/batch.ts';
import { ColumnSet } from '../datastore/column-set.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { Sink } from '../render/byte-sink.ts';
import { BYTE_ORDER_MARK } from '../render/delimited.ts';
import type { RowWriter } from '../render/row-writer.ts';
import type { Target } from './output-target.ts';
import { LOOKAHEAD_ROWS, type RowSource } from './row-source.ts';
import type { Run } from './run.ts';

const OPEN_LIST = 91;

/** Prints batches of columns without decoding values; returns false if the source or the format does not allow that. */
export async function printBatches(
  { output }: Run,
  source: RowSource,
  { format, sink, isTerminal }: Target,
): Promise<boolean> {
  const { typed, safeCsv } = output;
  const read = source.read?.bind(source);
  if (read === undefined || isTerminal || format === 'terminal' || format === 'md') return false;
  if (format === 'json' || format === 'jsonl') {
    await printJsonRows(read(), typed ? 'typed' : 'json', format, sink);
    return true;
  }
  if (format === 'parquet') {
    if (source.parquet === undefined) return false;
    const { writeParquet } = await import('./write-parquet.ts');
    await writeParquet(sink, { read, parquet: source.parquet, parquetAsRead: source.parquetAsRead });
    return true;
  }
  if (typed) return false;
  if (output.bom && format === 'csv') await sink.write(BYTE_ORDER_MARK);
  const { delimitedRows } = await import('../render/delimited-batches.ts');
  const form = {
    kind: format,
    header: output.header ?? format !== 'piped',
    safe: safeCsv,
    fixed: output.fields ?? (format === 'piped' || source.isChosen === true ? source.shown : undefined),
    lookahead: LOOKAHEAD_ROWS,
  };
  for await (const chunk of delimitedRows(read, form, async () => source.columns())) await pass(chunk, sink);
  return true;
}

/** Writes a chunk and waits, as the next one may reuse its memory. */
async function pass(chunk: Uint8Array, sink: Sink): Promise<void> {
  await sink.write(chunk);
  await sink.flush();
}

/** Prints batches as JSON lines, or as the elements of an array. */
async function printJsonRows(
  batches: AsyncIterable<Batch>,
  encoding: 'json' | 'typed',
  format: 'json' | 'jsonl',
  sink: Sink,
): Promise<void> {
  const { encodeRows } = await import('../render/encode-rows.ts');
  const bytes = (text: string) => new TextEncoder().encode(text);
  const [before, after] = format === 'jsonl' ? [bytes(''), bytes('\n')] : [bytes(',\n'), bytes('')];
  let isEmpty = true;
  for await (const batch of batches) {
    for (const chunk of encodeRows(batch, encoding, before, after)) {
      // The array's bracket takes the place of the comma before the first element.
      if (isEmpty && format === 'json') chunk[0] = OPEN_LIST;
      isEmpty = false;
      await pass(chunk, sink);
    }
  }
  if (format === 'json') await sink.write(isEmpty ? '[]\n' : '\n]\n');
  await sink.flush();
}

/**
 * Draws batches of columns as a table. The first rows decide how wide its columns are and, if the writer leaves out
 * columns that come later, which columns it has.
 */
export async function drawBatches(
  run: Run,
  source: RowSource,
  writer: RowWriter,
  shown: readonly string[] | undefined,
): Promise<number> {
  const chosen = run.output.fields ?? shown;
  const seen = new ColumnSet();
  let waiting: TypedRow[] | undefined = chosen === undefined ? [] : undefined;
  let count = 0;
  if (chosen !== undefined) await writer.begin(chosen);
  for await (const batch of source.read?.() ?? []) {
    count += batch.length;
    if (waiting !== undefined) {
      const first = batch.slice(0, LOOKAHEAD_ROWS - waiting.length);
      seen.add(first);
      if (count < LOOKAHEAD_ROWS) {
        waiting.push(...first.typedRows());
        continue;
      }
      await writer.begin(writer.leavesOutLate === true ? seen.inOrder() : await source.columns());
      if (waiting.length > 0) await writer.rows(waiting);
      waiting = undefined;
    }
    await writer.batch?.(batch);
  }
  if (waiting !== undefined) {
    await writer.begin(seen.asAppeared());
    await writer.rows(waiting);
  }
  await writer.end();
  return count;
}
