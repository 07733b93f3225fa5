import { expect } from 'vitest';
import type { TypedRow } from '../../../src/datastore/typed-value.ts';
import type { ScanOptions } from '../../../src/job/instance.ts';
import { jsonRow } from '../../../src/render/json.ts';
import { typedJsonRow } from '../../../src/render/typed-json.ts';
import { plainRows } from './plain-table.ts';
import { readTable } from './read-table.ts';
import { tableIn } from './table-folder.ts';

export const linesOf = (rows: readonly TypedRow[], text: (row: TypedRow) => string) =>
  // Lone surrogates have no UTF-8; JSON text has none of them, so this changes nothing.
  Buffer.from(rows.map((row) => `${text(row)}\n`).join('')).toString();

/** What is read of the table in a folder is what the plain way gives, as values and as text. */
export async function expectPlain(folder: string, scan: ScanOptions): Promise<string> {
  const { rows, json, typed, error } = await readTable(tableIn(folder), scan);
  const plain = plainRows(folder, scan);
  const missing = scan.columns?.some((name) => name !== 'id') && error?.message.includes('has no column');
  if (missing) return json;
  expect(error).toBe(null);
  expect(json).toBe(linesOf(plain.rows, jsonRow));
  expect(typed).toBe(linesOf(plain.rows, typedJsonRow));
  expect(linesOf(rows, typedJsonRow)).toBe(typed);
  return json;
}
