import type { DataType, TypedRow } from '../../../src/datastore/typed-value.ts';
import type { KeyValue } from '../../../src/job/instance.ts';
import { compareServerKeys } from '../../../src/server/key-order.ts';
import { internalError, invalidDatastoreRequest, isObject, type JsonObject } from './answer.ts';
import { aliasesOf, columnTypes, hintsOf, limitOf, projected, revisionOf, unknownTable } from './columns.ts';
import { encodeRecord, encodeValue } from './encoding.ts';
import { decodeKey } from './key.ts';
import type { ServedTable } from './served-table.ts';
import type { TableDirectory } from './table-directory.ts';

/** The rows of a scan, before they are encoded; null if the table is unknown and that is not an error. */
async function scannedRows(
  tables: TableDirectory,
  request: JsonObject,
): Promise<{
  table: ServedTable;
  aliases: ReadonlyMap<string, string>;
  rows: readonly TypedRow[];
  keepNone: boolean;
} | null> {
  const limit = limitOf(request);
  const asked = Array.isArray(request['tables']) ? request['tables'].filter(isObject) : [];
  const [one] = asked;
  if (one === undefined) throw invalidDatastoreRequest('tables should not be null or empty.', request);
  // Our client never joins tables, so the stand-in cannot.
  if (asked.length > 1) throw internalError('the stand-in scans one table at a time');
  const name = String(one['tableName']);
  const table = await tables.read(name, revisionOf(one) ?? revisionOf(request));
  if (table === null) {
    if (request['ignoreNonExistingTable'] === false) throw unknownTable(name, request);
    return null;
  }
  const aliases = aliasesOf(table, one, request);
  const start = boundOf(request, 'start', table.keyType);
  const end = boundOf(request, 'end', table.keyType);
  const fromStart = request['startInclusive'] !== false;
  const toEnd = request['endInclusive'] === true;
  const first = start === null ? 0 : countBefore(table, (key) => isBefore(key, start, fromStart));
  const last = end === null ? table.rows.length : countBefore(table, (key) => !isBefore(end, key, toEnd));
  const rows = table.rows.slice(first, Math.min(last, first + limit));
  return { table, aliases, rows, keepNone: one['keepNone'] === true };
}

/** The data of an answer to `datastore/scanTable`. */
export async function scanTable(tables: TableDirectory, request: JsonObject): Promise<object> {
  const scanned = await scannedRows(tables, request);
  if (scanned === null) return { ...columnTypes(new Map(), request), columnHints: {}, records: [] };
  const { table, aliases, rows, keepNone } = scanned;
  const encoding = { withType: request['encodeWithType'] === true, raw: request['rawResult'] === true };
  const last = rows.at(-1)?.get(table.keyColumn);
  return {
    ...columnTypes(aliases, request),
    columnHints: hintsOf(table, aliases),
    records: rows.map((row) => encodeRecord(projected(row, aliases, keepNone), encoding)),
    ...(last && { lastKey: encodeValue(last, { withType: false, raw: false }) }),
  };
}

/** The same records as CSV; the header has the columns of the first one, as on the recorded server. */
export async function exportTable(tables: TableDirectory, request: JsonObject): Promise<string> {
  const scanned = await scannedRows(tables, request);
  const records = (scanned?.rows ?? []).map((row) =>
    encodeRecord(projected(row, scanned?.aliases ?? new Map(), false), { withType: true, raw: false }),
  );
  const header = Object.keys(records[0] ?? {})
    .sort()
    .join(',');
  const lines = records.map((record) =>
    Object.keys(record)
      .sort()
      .map((name) => `"${JSON.stringify(record[name]).replaceAll('"', '""')}"`)
      .join(','),
  );
  return [header, ...lines, ''].join('\r\n');
}

/** How many rows come before the first whose key fails the test; the rows are in key order. */
function countBefore({ rows, keyColumn }: ServedTable, holds: (key: KeyValue) => boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(keyOf(rows[middle], keyColumn))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyOf(row: TypedRow | undefined, keyColumn: string): KeyValue {
  const key = row?.get(keyColumn)?.value;
  if (key === undefined || key === null || (typeof key === 'object' && !(key instanceof Uint8Array))) {
    throw internalError(`a record without a key in ${keyColumn}`);
  }
  return key;
}

function isBefore(a: KeyValue, b: KeyValue, orEqualIsIn: boolean): boolean {
  const order = compareServerKeys(a, b);
  return order < 0 || (order === 0 && !orEqualIsIn);
}

/** Without a type the bound is read as one of the table's keys: `10` is sixteen. */
function boundOf(request: JsonObject, name: 'start' | 'end', keyType: DataType | null): KeyValue | null {
  const text = request[name];
  if (text === undefined || text === null) return null;
  const type = request[`${name}Type`] ?? keyType ?? 'UNKNOWN';
  const key = decodeKey(String(type), String(text));
  if (key === null) throw invalidDatastoreRequest(`invalid ${name} ${String(text)}`, request);
  return key;
}
