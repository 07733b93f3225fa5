import { SwjobError } from '../errors.ts';
import type { WireBounds } from './bounds.ts';
import { scanTable, type TableQuery } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import type { RecordsReply } from './reply.ts';
import { keyCell, tableInfo } from './table-info.ts';

/** The server refuses more. */
export const MAX_PAGE_ROWS = 1000;

export interface ScanPlan {
  readonly table: TableQuery;
  readonly bounds: WireBounds;
  /** Null: learned from the first page. */
  readonly keyColumn: string | null;
  readonly limit: number;
  readonly ignoreNonExistingTable: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface RecordPage {
  readonly keyColumn: string;
  readonly records: readonly unknown[];
}

/**
 * The pages of a scan in key order, as the server sent them. The next page is requested before the current one is
 * handed out, so that the server works while it is decoded; never more than that one is held.
 */
export async function* scanPages(http: HttpClient, plan: ScanPlan): AsyncGenerator<RecordPage> {
  if (plan.limit <= 0) return;
  const stop = new AbortController();
  const signal = plan.signal === undefined ? stop.signal : AbortSignal.any([plan.signal, stop.signal]);
  const fetchPage = (bounds: WireBounds, left: number): Pending => {
    const limit = Math.min(MAX_PAGE_ROWS, left);
    const { table, ignoreNonExistingTable } = plan;
    const reply = scanTable(http, { tables: [table], ...bounds, limit, ignoreNonExistingTable }, signal);
    // Its failure belongs to whoever awaits it; if nobody does, because the consumer left, it is none.
    reply.catch(() => {});
    return { reply, limit };
  };
  try {
    let { keyColumn } = plan;
    let { bounds } = plan;
    let left = plan.limit;
    let pending: Pending | null = fetchPage(bounds, left);
    while (pending !== null) {
      const { limit } = pending;
      const reply: RecordsReply = await pending.reply;
      const records = reply.records.slice(0, limit);
      keyColumn ??= tableInfo(reply).keyColumn;
      left -= records.length;
      pending = null;
      if (records.length === limit && left > 0) {
        bounds = boundsAfter(plan.table.tableName, reply, keyColumn, bounds);
        pending = fetchPage(bounds, left);
      }
      if (records.length > 0) yield { keyColumn, records };
    }
  } finally {
    stop.abort();
  }
}

interface Pending {
  readonly reply: Promise<RecordsReply>;
  readonly limit: number;
}

/** The rest of the range. The answer tells the last key's text, but its type only stands in the record. */
function boundsAfter(tableName: string, reply: RecordsReply, keyColumn: string, bounds: WireBounds): WireBounds {
  const cell = keyCell(reply, keyColumn);
  const value = cell?.['value'];
  const start = reply.lastKey ?? (typeof value === 'string' ? value : null);
  const startType = cell?.['type'];
  if (start === null || (start === bounds.start && bounds.startInclusive === false)) {
    throw new SwjobError('network', `table ${tableName}: the server does not tell where its next page begins`);
  }
  const { startType: _, ...range } = bounds;
  return { ...range, start, startInclusive: false, ...(typeof startType === 'string' ? { startType } : {}) };
}
