import { SwjobError } from '../errors.ts';
import type { WireBounds } from './bounds.ts';
import { type RecordsOptions, scanTable, type TableQuery } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import { type KeyCheck, keyCheck } from './key-order.ts';
import { type FetchedPage, fetchPage, firstPageRows, nextPageRows } from './page-size.ts';
import type { RecordsReply } from './reply.ts';
import { keyCell, tableInfo } from './table-info.ts';

export interface ScanPlan {
  readonly table: TableQuery;
  readonly bounds: WireBounds;
  /** Null if unknown: the first page then reveals it. */
  readonly keyColumn: string | null;
  /** The approximate length of a row in bytes; 0 if unknown. */
  readonly rowBytes: number;
  readonly limit: number;
  readonly ignoreNonExistingTable: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface RecordPage {
  readonly keyColumn: string;
  readonly records: readonly unknown[];
}

/**
 * The pages of a scan in key order, as the server sent them. The next page is requested before the current one is yielded,
 * so the server works while the current one is decoded. Never more than these two are held.
 */
export async function* scanPages(http: HttpClient, plan: ScanPlan): AsyncGenerator<RecordPage> {
  if (plan.limit <= 0) return;
  const stop = new AbortController();
  const signal = plan.signal === undefined ? stop.signal : AbortSignal.any([plan.signal, stop.signal]);
  const fetchRows = (bounds: WireBounds, rows: number): Promise<FetchedPage> => {
    const { table, ignoreNonExistingTable } = plan;
    const scan = (limit: number, options: RecordsOptions): Promise<RecordsReply> =>
      scanTable(http, { tables: [table], ...bounds, limit, ignoreNonExistingTable }, options);
    const page = fetchPage(scan, rows, signal);
    // A failure surfaces when it is awaited; if the consumer has left, it does not matter.
    page.catch(() => {});
    return page;
  };
  try {
    let { keyColumn } = plan;
    let { bounds } = plan;
    let left = plan.limit;
    let check: KeyCheck | undefined;
    let pending: Promise<FetchedPage> | null = fetchRows(bounds, Math.min(firstPageRows(plan.rowBytes), left));
    while (pending !== null) {
      const { reply, limit } = await pending;
      const { records } = reply;
      keyColumn ??= tableInfo(reply).keyColumn;
      check ??= keyCheck(plan.table.tableName, keyColumn, plan.bounds);
      for (const record of records) check(record);
      left -= records.length;
      pending = null;
      if (records.length === limit && left > 0) {
        bounds = boundsAfter(plan.table.tableName, reply, keyColumn, bounds);
        pending = fetchRows(bounds, Math.min(nextPageRows(records.length, reply.bytes), left));
      }
      if (records.length > 0) yield { keyColumn, records };
    }
  } finally {
    stop.abort();
  }
}

/** The rest of the range. It starts after the key in the last record, which has a type; `lastKey` is only text. */
function boundsAfter(tableName: string, reply: RecordsReply, keyColumn: string, bounds: WireBounds): WireBounds {
  const cell = keyCell(reply, keyColumn);
  const [start, startType] = [cell?.['value'], cell?.['type']];
  if (typeof start !== 'string' || typeof startType !== 'string') {
    throw new SwjobError('network', `table ${tableName}: the server does not say where its next page begins`);
  }
  return { ...bounds, start, startType, startInclusive: false };
}
