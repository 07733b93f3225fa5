import type { Batch } from '../datastore/batch.ts';
import { SwjobError } from '../errors.ts';
import type { WireBounds } from './bounds.ts';
import { askScan, type RecordsAnswer, type TableQuery } from './datastore-endpoints.ts';
import type { HttpClient } from './http.ts';
import { type KeyCheck, keyCheck, keyOfRecord, keyOfValue } from './key-order.ts';
import type { PageCells } from './page-cells.ts';
import { type FetchedPage, fetchPage, firstPageRows, nextPageRows } from './page-size.ts';
import { isObject } from './values.ts';

export interface ScanPlan {
  readonly table: TableQuery;
  readonly bounds: WireBounds;
  readonly keyColumn: string;
  /** The approximate length of a row in bytes; 0 if unknown. */
  readonly rowBytes: number;
  readonly limit: number;
  readonly ignoreNonExistingTable: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Reads pages into batches, where that is wanted and possible. */
  readonly cells?: PageCells | null;
}

export interface Page {
  readonly rows: number;
  /** The rows, valid until the next page is asked for; null where the records are still to be decoded. */
  readonly batch: Batch | null;
  readonly records: readonly unknown[];
  readonly lastRecord: unknown;
}

/**
 * The pages of a scan in key order. The next page is requested before the current one is yielded, so the server works while
 * the current one is used. Never more than these two are held.
 */
export async function* scanPages(http: HttpClient, plan: ScanPlan): AsyncGenerator<Page> {
  if (plan.limit <= 0) return;
  const { table, keyColumn, ignoreNonExistingTable } = plan;
  const stop = new AbortController();
  const signal = plan.signal === undefined ? stop.signal : AbortSignal.any([plan.signal, stop.signal]);
  const fetchRows = (bounds: WireBounds, rows: number): Promise<FetchedPage<RecordsAnswer>> => {
    const page = fetchPage(
      (limit, options) => askScan(http, { tables: [table], ...bounds, limit, ignoreNonExistingTable }, options),
      rows,
      signal,
    );
    // A failure surfaces when it is awaited; if the consumer has left, it does not matter.
    page.catch(() => {});
    return page;
  };
  try {
    const check = keyCheck(table.tableName, keyColumn, plan.bounds);
    let { bounds } = plan;
    let left = plan.limit;
    let pending: Promise<FetchedPage<RecordsAnswer>> | null = fetchRows(
      bounds,
      Math.min(firstPageRows(plan.rowBytes), left),
    );
    while (pending !== null) {
      const { reply, limit } = await pending;
      const page = openPage(reply, plan, check);
      const { rows, lastRecord } = page;
      left -= rows;
      pending = null;
      if (rows === limit && left > 0) {
        bounds = boundsAfter(plan, lastRecord, bounds);
        pending = fetchRows(bounds, Math.min(nextPageRows(rows, reply.body.length), left));
      }
      if (rows > 0) yield page;
    }
  } finally {
    stop.abort();
  }
}

function openPage(answer: RecordsAnswer, { cells, keyColumn }: ScanPlan, check: KeyCheck): Page {
  const found = cells?.read(answer.body);
  if (found && answer.open(found.rest, found.batch.size).records.length === 0) {
    const { batch, key, lastRecord } = found;
    for (let row = 0; row < batch.size; row++) check(keyOfValue(batch.value(key, row)));
    return { rows: batch.size, batch, records: [], lastRecord };
  }
  const { records } = answer.open();
  for (const record of records) check(keyOfRecord(record, keyColumn));
  return { rows: records.length, batch: null, records, lastRecord: records.at(-1) };
}

/** The rest of the range. It starts after the key in the last record, which has a type; `lastKey` is only text. */
function boundsAfter({ table, keyColumn }: ScanPlan, record: unknown, bounds: WireBounds): WireBounds {
  const cell = isObject(record) && Object.hasOwn(record, keyColumn) ? record[keyColumn] : undefined;
  const [start, startType] = isObject(cell) ? [cell['value'], cell['type']] : [];
  if (typeof start !== 'string' || typeof startType !== 'string') {
    throw new SwjobError('network', `table ${table.tableName}: the server does not say where its next page begins`);
  }
  return { ...bounds, start, startType, startInclusive: false };
}
