import type { ScanOptions, TableSource } from '../../src/job/instance.ts';
import { encodeRows } from '../../src/render/encode-rows.ts';

const NOTHING = Buffer.alloc(0);

/** The rows of a table as JSON lines, by the encoder of its batches. */
export async function jsonLines(table: TableSource, scan: ScanOptions = {}): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const batch of table.read(scan)) {
    for (const chunk of encodeRows(batch, 'json', NOTHING, Buffer.from('\n'))) chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString();
}
