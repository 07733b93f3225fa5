import type { TypedRow } from '../datastore/typed-value.ts';
import type { ServerArtifacts } from './artifacts.ts';
import { queryTable, type TableFilter } from './datastore-endpoints.ts';
import { isServerError } from './errors.ts';
import type { HttpClient } from './http.ts';
import { MAX_PAGE_ROWS } from './page-size.ts';
import { mapBounded } from './pages.ts';
import { scanPages } from './scan.ts';
import { storedValues } from './stored-values.ts';
import { rowDecoder } from './values.ts';

/** Jobs per query; a filter with this many ids is about 15 kB. */
const JOBS_A_QUERY = 200;
const SCANS_AT_ONCE = 4;
const KEY_COLUMN = 'id';

export interface SummaryTable {
  readonly http: HttpClient;
  readonly artifacts: ServerArtifacts;
  /** `project/{id}/eval/summary` unless the environment renames it. */
  readonly tableName: string;
}

/** The summary row of one job, or that of its `own` table; null if it has none. */
export async function readSummary(table: SummaryTable, uuid: string, own?: string | null): Promise<TypedRow | null> {
  const summary = await rowOf(table, uuid);
  return summary === null && own ? rowOf({ ...table, tableName: own }, uuid) : summary;
}

/** The row of a job, by a scan from its uuid to its uuid. */
async function rowOf(table: SummaryTable, uuid: string): Promise<TypedRow | null> {
  const bounds = {
    start: uuid,
    startType: 'STRING',
    startInclusive: true,
    end: uuid,
    endType: 'STRING',
    endInclusive: true,
  };
  for await (const rows of scanSummaries(table, bounds, 1)) return rows[0] ?? null;
  return null;
}

/** The summary rows of these jobs in the same order, or of all jobs, by uuid; jobs without one are left out. */
export async function readSummaries(
  table: SummaryTable,
  uuids?: readonly string[],
): Promise<ReadonlyMap<string, TypedRow>> {
  const rows = new Map<string, TypedRow>();
  if (uuids === undefined) {
    for await (const page of scanSummaries(table, {}, Number.POSITIVE_INFINITY)) addRows(rows, page);
    return rows;
  }
  const wanted = [...new Set(uuids)];
  for (let i = 0; i < wanted.length; i += JOBS_A_QUERY) {
    addRows(rows, await summariesOf(table, wanted.slice(i, i + JOBS_A_QUERY)));
  }
  return new Map(wanted.flatMap((uuid) => entryOf(rows, uuid)));
}

function entryOf(rows: ReadonlyMap<string, TypedRow>, uuid: string): readonly (readonly [string, TypedRow])[] {
  const row = rows.get(uuid);
  return row === undefined ? [] : [[uuid, row]];
}

/**
 * Queries several summaries at once. Recorded exchanges confirm a query with one EQUAL; the OR of several follows the
 * server's description of its filters. If a server refuses it, the jobs are read individually.
 */
async function summariesOf(table: SummaryTable, uuids: readonly string[]): Promise<readonly TypedRow[]> {
  const { http, tableName, artifacts } = table;
  const decode = summaryDecoder(tableName);
  try {
    const filter = anyOf(uuids);
    const query = { tableName, keepNone: false, filter, start: 0, limit: MAX_PAGE_ROWS };
    const { records } = await queryTable(http, query);
    const rows: TypedRow[] = [];
    for await (const batch of storedValues(records.map(decode), artifacts)) for (const row of batch) rows.push(row);
    return rows;
  } catch (error) {
    if (!isServerError(error, 400, 404, 405, 500, 501)) throw error;
    const rows = await mapBounded(uuids, SCANS_AT_ONCE, (uuid) => readSummary(table, uuid));
    return rows.filter((row) => row !== null);
  }
}

function anyOf(uuids: readonly string[]): TableFilter {
  const filters = uuids.map((uuid) => equals(uuid));
  const [only] = filters;
  if (only !== undefined && filters.length === 1) return only;
  return { operator: 'OR', operands: filters.map((filter) => ({ filter })) };
}

function equals(uuid: string): TableFilter {
  return { operator: 'EQUAL', operands: [{ columnName: KEY_COLUMN }, { stringValue: uuid }] };
}

async function* scanSummaries(
  { http, artifacts, tableName }: SummaryTable,
  bounds: Readonly<Record<string, string | boolean>>,
  limit: number,
): AsyncGenerator<readonly TypedRow[]> {
  const decode = summaryDecoder(tableName);
  const table = { tableName, keepNone: false };
  // A project without any runs has no summary table.
  const plan = { table, bounds, keyColumn: KEY_COLUMN, rowBytes: 0, limit, ignoreNonExistingTable: true };
  for await (const { records } of scanPages(http, plan)) {
    yield* storedValues(records.map(decode), artifacts);
  }
}

function summaryDecoder(tableName: string): (record: unknown) => TypedRow {
  return rowDecoder({ table: tableName, keyColumn: KEY_COLUMN, keepNone: false });
}

function addRows(rows: Map<string, TypedRow>, page: readonly TypedRow[]): void {
  for (const row of page) {
    const uuid = row.get(KEY_COLUMN)?.value;
    if (typeof uuid === 'string') rows.set(uuid, row);
  }
}

/** The uuid of the job with this number, even a removed one: the server writes the number into the summary. */
export async function uuidOfNumber({ http, tableName }: SummaryTable, id: string): Promise<string | null> {
  const intValue = Number(id);
  if (!/^\d+$/.test(id) || !Number.isSafeInteger(intValue)) return null;
  const columns = [{ columnName: KEY_COLUMN, alias: KEY_COLUMN }];
  const filter: TableFilter = { operator: 'EQUAL', operands: [{ columnName: 'sys/id' }, { intValue }] };
  try {
    const { records } = await queryTable(http, { tableName, keepNone: false, columns, filter, start: 0, limit: 1 });
    const uuid = records.map(summaryDecoder(tableName))[0]?.get(KEY_COLUMN)?.value;
    return typeof uuid === 'string' ? uuid : null;
  } catch (error) {
    // There is no summary table, or it has no such column.
    if (isServerError(error, 400, 404, 500)) return null;
    throw error;
  }
}
