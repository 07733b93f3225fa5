import type { TypedRow } from '../../../src/datastore/typed-value.ts';
import type { ScanOptions, TableSource } from '../../../src/job/instance.ts';
import { type DelimitedFormat, delimitedRows } from '../../../src/render/delimited-batches.ts';
import { DelimitedWriter } from '../../../src/render/delimited-writer.ts';
import { collectingSink } from '../../render/values.ts';

export interface RowsText {
  readonly text: string;
  /** How the scan failed; the text is what came before. */
  readonly error: Error | null;
}

/** The columns that the header has if there are no rows. */
const OF_NO_ROWS = ['no', 'rows'];

/** The separated values that a table gives. */
export async function delimitedTextOfTable(
  table: TableSource,
  scan: ScanOptions,
  format: DelimitedFormat,
): Promise<RowsText> {
  const chunks: Uint8Array[] = [];
  try {
    const rows = delimitedRows(
      () => table.read(scan),
      { ...format, fixed: format.fixed ?? scan.columns },
      async () => OF_NO_ROWS,
    );
    for await (const chunk of rows) chunks.push(chunk.slice());
    return { text: Buffer.concat(chunks).toString('utf8'), error: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { text: Buffer.concat(chunks).toString('utf8'), error };
  }
}

/** The same text as the writer makes it of all rows. `columns` are those with values, in the order of the scan. */
export async function delimitedTextOfRows(
  rows: readonly TypedRow[],
  { columns: chosen }: ScanOptions,
  { kind, header, fixed, lookahead }: DelimitedFormat,
  columns: readonly string[],
): Promise<string> {
  const appeared = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const { sink, stream } = collectingSink();
  const writer = new DelimitedWriter(sink, kind, { header });
  const ofRows = rows.length < lookahead ? appeared : columns;
  await writer.begin(fixed ?? chosen ?? (rows.length === 0 ? OF_NO_ROWS : ofRows));
  await writer.rows(rows);
  await writer.end();
  return Buffer.from(stream.text).toString('utf8');
}
