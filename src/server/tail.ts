import type { TypedRow } from '../datastore/typed-value.ts';
import { SwjobError } from '../errors.ts';
import { queryTable, type RecordsOptions, type TableQuery } from './datastore-endpoints.ts';
import type { HttpClient } from './http.ts';
import { keyCheck, keyOfRecord } from './key-order.ts';
import { fetchPage, firstPageRows, MAX_PAGE_ROWS, nextPageRows } from './page-size.ts';
import type { RecordsReply } from './reply.ts';
import { isObject } from './values.ts';

export interface TailPlan {
  readonly table: TableQuery;
  readonly keyColumn: string;
  /** The approximate length of a row in bytes; 0 if unknown. */
  readonly rowBytes: number;
  readonly count: number;
  readonly signal?: AbortSignal | undefined;
}

/** Removed rows can make pages without a new key; after this many in a row, the server must be repeating itself. */
const MAX_REPEATED_PAGES = 1000;

/**
 * The last records of a table in key order, queried in descending order. The server's offsets also count removed rows, so
 * pages may overlap but never leave a gap; repeated keys are skipped.
 */
export async function lastRecords(http: HttpClient, plan: TailPlan): Promise<readonly unknown[]> {
  const { keyColumn, count } = plan;
  const orderBy = [{ columnName: keyColumn, descending: true }];
  const byKey = new Map<string, unknown>();
  let rows = Math.min(firstPageRows(plan.rowBytes), count);
  let repeated = 0;
  for (let start = 0; byKey.size < count; ) {
    const query = (limit: number, options: RecordsOptions): Promise<RecordsReply> =>
      queryTable(http, { ...plan.table, orderBy, start, limit }, options);
    const { reply, limit } = await fetchPage(query, rows, plan.signal);
    const { records, bytes } = reply;
    const check = keyCheck(plan.table.tableName, keyColumn, {}, true);
    const before = byKey.size;
    for (const record of records) {
      check(keyOfRecord(record, keyColumn));
      const key = isObject(record) ? JSON.stringify(record[keyColumn]) : '';
      if (byKey.size < count && !byKey.has(key)) byKey.set(key, record);
    }
    if (records.length < limit) break;
    repeated = byKey.size > before ? 0 : repeated + 1;
    if (repeated > MAX_REPEATED_PAGES) throw repeats(plan);
    start += limit;
    rows = nextPageRows(records.length, bytes);
  }
  return [...byKey.values()].reverse();
}

function repeats({ table }: TailPlan): SwjobError {
  return new SwjobError('network', `table ${table.tableName}: the server sends the same rows again and again`, {
    hint: 'The server may be faulty, or of another version; `swjob doctor` shows it.',
  });
}

/** The last rows of an iteration; holds little more than those in memory. */
export async function lastRows(batches: AsyncIterable<readonly TypedRow[]>, count: number): Promise<TypedRow[]> {
  let rows: TypedRow[] = [];
  for await (const batch of batches) {
    for (const row of batch) rows.push(row);
    if (rows.length > 2 * count + MAX_PAGE_ROWS) rows = rows.slice(-count);
  }
  return count === 0 ? [] : rows.slice(-count);
}
