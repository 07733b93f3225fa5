import { expect } from 'vitest';
import type { TypedRow } from '../../../src/datastore/typed-value.ts';
import type { DelimitedFormat, RowFrame, ScanOptions, TableSource } from '../../../src/job/instance.ts';
import { DelimitedWriter } from '../../../src/render/delimited.ts';
import { jsonRow } from '../../../src/render/json.ts';
import { collectingSink } from '../../render/values.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** What the command line puts around rows. */
export const LINES: RowFrame = { before: bytes(''), after: bytes('\n') };
export const ARRAY: RowFrame = { before: bytes(',\n'), after: bytes('') };

export interface RowsText {
  readonly text: string;
  /** How the scan failed; the text is what came before. */
  readonly error: { readonly code: unknown; readonly message: string; readonly hint: unknown } | null;
}

/** The separated values that a table gives by itself. */
export async function delimitedTextOfTable(
  table: TableSource,
  scan: ScanOptions,
  format: DelimitedFormat,
): Promise<RowsText> {
  if (table.delimitedRows === undefined) throw new Error('the table has no short way to separated values');
  const chunks: Uint8Array[] = [];
  const error = await failureOf(async () => {
    for await (const chunk of table.delimitedRows?.(scan, format) ?? []) chunks.push(chunk.slice());
  });
  return { text: Buffer.concat(chunks).toString('utf8'), error };
}

/** The same text as the writer makes it of decoded rows. */
export async function delimitedTextOfRows(
  table: TableSource,
  scan: ScanOptions,
  { kind, header, fixed, lookahead }: DelimitedFormat,
): Promise<RowsText> {
  const rows: TypedRow[] = [];
  const error = await failureOf(async () => {
    for await (const batch of table.scan(scan)) rows.push(...batch);
  });
  const known = fixed ?? scan.columns;
  // Where damage ends the scan, nobody knows the columns.
  if (error !== null && known === undefined) return { text: '', error };
  const appeared = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const isShort = rows.length < lookahead && error === null;
  const columns = fixed ?? (isShort ? appeared : (known ?? (await table.columns(scan))));
  const { sink, stream } = collectingSink();
  const writer = new DelimitedWriter(sink, kind, { header });
  await writer.begin(columns);
  await writer.rows(rows);
  await writer.end();
  return { text: Buffer.from(stream.text).toString('utf8'), error };
}

/** The JSON text that a table gives by itself. */
export async function textOfTable(table: TableSource, scan: ScanOptions, frame: RowFrame): Promise<RowsText> {
  if (table.jsonRows === undefined) throw new Error('the table has no short way to JSON');
  const chunks: Uint8Array[] = [];
  const error = await failureOf(async () => {
    for await (const chunk of table.jsonRows?.(scan, frame) ?? []) chunks.push(chunk.slice());
  });
  return { text: Buffer.concat(chunks).toString('utf8'), error };
}

/** The same text from decoded rows. */
export async function textOfRows(
  table: TableSource,
  scan: ScanOptions,
  { before, after }: RowFrame,
): Promise<RowsText> {
  const [head, tail] = [Buffer.from(before).toString(), Buffer.from(after).toString()];
  let text = '';
  const error = await failureOf(async () => {
    for await (const rows of table.scan(scan)) for (const row of rows) text += head + jsonRow(row) + tail;
  });
  // Lone surrogates have no UTF-8; JSON text has none of them, so this changes nothing.
  return { text: Buffer.from(text).toString('utf8'), error };
}

async function failureOf(work: () => Promise<void>): Promise<RowsText['error']> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, hint } = error as { code?: unknown; hint?: unknown };
    return { code, message: error.message, hint };
  }
}

/** A limit lets one of two ways see fewer rows, and so list the table's columns in another order. */
function unordered(error: RowsText['error']): unknown {
  return (
    error && {
      ...error,
      hint: String(error.hint)
        .split(/[:,]? /)
        .sort(),
    }
  );
}

/** What the short way gives is what the decoders give; returns its text. */
export function expectSame(fast: RowsText, slow: RowsText): string {
  expect(unordered(fast.error)).toEqual(unordered(slow.error));
  if (slow.error === null) expect(fast.text).toBe(slow.text);
  // Before damage both give whole rows, but not as many.
  else expect(fast.text.startsWith(slow.text) || slow.text.startsWith(fast.text)).toBe(true);
  return fast.text;
}
