import { parentPort, workerData } from 'node:worker_threads';
import { ColumnOrder } from '../datastore/column-order.ts';
import { unpackBlock } from './block-files.ts';
import { ColumnCheck } from './column-check.ts';
import { JsonPrinter } from './json-printer.ts';
import { JsonTranscoder } from './json-transcoder.ts';
import type { JsonWorkerData, JsonWorkerResult, JsonWorkerTask } from './json-workers.ts';
import { ObjectStore } from './object-store.ts';

const { keyColumn, root, range, keepNone, columns, before, after } = workerData as JsonWorkerData;
const objects = new ObjectStore(root);
/** Grown once, for all blocks. */
const out = new JsonTranscoder(objects, keepNone);

parentPort?.on('message', async (task: JsonWorkerTask) => {
  const rows = await printBlock(task);
  const result: JsonWorkerResult = { number: task.number, rows };
  parentPort?.postMessage(result, rows === null ? [] : [rows.buffer as ArrayBuffer]);
});

/**
 * The rows of a block. Null where something is wrong with it, which the scan itself tells, and where it has columns that
 * the scan has not placed yet.
 */
async function printBlock({ packed, columns: known }: JsonWorkerTask): Promise<Uint8Array | null> {
  try {
    const order = new ColumnOrder(known);
    const scan = { ...range, keepNone, columns };
    const check = new ColumnCheck([], keyColumn);
    const content = await unpackBlock({ ...packed, bytes: Buffer.from(packed.bytes) });
    // From here on nothing waits: the next block may be unpacked by now, but is not printed before this one is.
    out.length = 0;
    const printer = new JsonPrinter({ keyColumn, objects, scan, frame: { before, after }, order, check, out });
    for (const _ of printer.block(content, packed.path, packed.block, () => Number.POSITIVE_INFINITY));
    return order.size === known.length ? printer.out.take() : null;
  } catch {
    return null;
  }
}
