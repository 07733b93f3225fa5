import { SwjobError } from '../errors.ts';
import { queryTable, type RecordsOptions, type TableQuery } from './datastore-endpoints.ts';
import type { HttpClient } from './http.ts';
import { keyCheck, keyOfRecord } from './key-order.ts';
import { fetchPage, firstPageRows, nextPageRows } from './page-size.ts';
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
 * The last records of a table, the last one first, page by page. The server's offsets also count removed rows, so pages may
 * overlap but never leave a gap; repeated keys are skipped.
 */
export async function* lastRecords(http: HttpClient, plan: TailPlan): AsyncGenerator<readonly unknown[]> {
  const { keyColumn, count } = plan;
  const orderBy = [{ columnName: keyColumn, descending: true }];
  const seen = new Set<string>();
  let rows = Math.min(firstPageRows(plan.rowBytes), count);
  let repeated = 0;
  for (let start = 0; seen.size < count; ) {
    const query = (limit: number, options: RecordsOptions): Promise<RecordsReply> =>
      queryTable(http, { ...plan.table, orderBy, start, limit }, options);
    const { reply, limit } = await fetchPage(query, rows, plan.signal);
    const { records, bytes } = reply;
    const check = keyCheck(plan.table.tableName, keyColumn, {}, true);
    const fresh: unknown[] = [];
    for (const record of records) {
      check(keyOfRecord(record, keyColumn));
      const key = isObject(record) ? JSON.stringify(record[keyColumn]) : '';
      if (seen.size === count || seen.has(key)) continue;
      seen.add(key);
      fresh.push(record);
    }
    if (fresh.length > 0) yield fresh;
    if (records.length < limit) break;
    repeated = fresh.length > 0 ? 0 : repeated + 1;
    if (repeated > MAX_REPEATED_PAGES) throw repeats(plan);
    start += limit;
    rows = nextPageRows(records.length, bytes);
  }
}

function repeats({ table }: TailPlan): SwjobError {
  return new SwjobError('network', `table ${table.tableName}: the server sends the same rows again and again`, {
    hint: 'The server may be faulty, or of another version; `swjob doctor` shows it.',
  });
}
