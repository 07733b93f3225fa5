import type { Batch, EncodedFormat } from '../../../src/datastore/batch.ts';
import type { TypedRow } from '../../../src/datastore/typed-value.ts';
import type { ScanOptions, TableSource } from '../../../src/job/instance.ts';
import { encodeRows } from '../../../src/render/encode-rows.ts';

/** What a reading gave. */
export interface Reading {
  readonly rows: TypedRow[];
  /** The same rows as the encoder prints them. */
  readonly json: string;
  readonly typed: string;
  /** What ended it. */
  readonly error: Error | null;
  readonly batches: number;
}

const LINE_FEED = Buffer.from('\n');

/** A batch as text, a row a line. */
function textOf(batch: Batch, format: EncodedFormat): string {
  return Array.from(encodeRows(batch, format, Buffer.from(''), LINE_FEED), (chunk) =>
    Buffer.from(chunk).toString(),
  ).join('');
}

export async function readTable(table: TableSource, scan: ScanOptions): Promise<Reading> {
  const reading = { rows: [] as TypedRow[], json: '', typed: '', error: null as Error | null, batches: 0 };
  try {
    for await (const batch of table.read(scan)) {
      reading.batches++;
      reading.rows.push(...batch.typedRows());
      reading.json += textOf(batch, 'json');
      reading.typed += textOf(batch, 'typed');
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    reading.error = error;
  }
  return reading;
}
