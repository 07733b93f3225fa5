import type { TypedRow } from '../datastore/typed-value.ts';
import { queryTable, type TableQuery } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import { MAX_PAGE_ROWS } from './scan.ts';
import { isObject } from './values.ts';

/**
 * The last records of a table in key order, by a query in descending order. The server's offsets count removed rows
 * too, so that pages may overlap, never leave a gap: a key that was seen is left out.
 */
export async function lastRecords(
  http: HttpClient,
  table: TableQuery,
  keyColumn: string,
  count: number,
  signal?: AbortSignal,
): Promise<readonly unknown[]> {
  const orderBy = [{ columnName: keyColumn, descending: true }];
  const byKey = new Map<string, unknown>();
  for (let start = 0; byKey.size < count; start += MAX_PAGE_ROWS) {
    const limit = start === 0 ? Math.min(MAX_PAGE_ROWS, count) : MAX_PAGE_ROWS;
    const { records } = await queryTable(http, { ...table, orderBy, start, limit }, signal);
    for (const record of records) {
      const key = isObject(record) ? JSON.stringify(record[keyColumn]) : '';
      if (byKey.size < count && !byKey.has(key)) byKey.set(key, record);
    }
    if (records.length < limit) break;
  }
  return [...byKey.values()].reverse();
}

/** The last rows of an iteration, holding no more than those. */
export async function lastRows(batches: AsyncIterable<readonly TypedRow[]>, count: number): Promise<TypedRow[]> {
  let rows: TypedRow[] = [];
  for await (const batch of batches) {
    rows.push(...batch);
    if (rows.length > 2 * count + MAX_PAGE_ROWS) rows = rows.slice(-count);
  }
  return count === 0 ? [] : rows.slice(-count);
}
