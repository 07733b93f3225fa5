import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import { invalidDatastoreRequest, isObject, type JsonObject } from './answer.ts';
import { inJavaOrder } from './encoding.ts';
import type { ServedTable } from './served-table.ts';

/** The maximum and the default number of records in an answer. */
const MAX_RECORDS = 1000;

/** The names of the chosen columns in the answer; by default all columns under their own names. */
export function aliasesOf(table: ServedTable, request: JsonObject, whole: JsonObject): ReadonlyMap<string, string> {
  const wanted = Array.isArray(request['columns']) ? request['columns'].filter(isObject) : [];
  if (wanted.length === 0) return new Map(Array.from(table.statistics.keys(), (name) => [name, name]));
  const known = new Set([...table.statistics.keys(), table.keyColumn]);
  const invalid = wanted.map((column) => String(column['columnName'])).filter((name) => !known.has(name));
  if (invalid.length > 0) throw invalidDatastoreRequest(`invalid columns: [${invalid.join(', ')}]`, whole);
  return new Map(wanted.map(({ columnName, alias }) => [String(columnName), String(alias ?? columnName)]));
}

export function projected(row: TypedRow, aliases: ReadonlyMap<string, string>, keepNone: boolean): TypedRow {
  const shown = new Map<string, TypedValue>();
  for (const [name, alias] of aliases) {
    const value = row.get(name);
    if (value !== undefined && (keepNone || value.type !== 'UNKNOWN')) shown.set(alias, value);
  }
  return shown;
}

export function hintsOf(table: ServedTable, aliases: ReadonlyMap<string, string>): object {
  const hints: [string, object][] = [];
  for (const [name, alias] of aliases) {
    const column = table.statistics.get(name);
    if (column !== undefined) hints.push([alias, column.hints()]);
  }
  return inJavaOrder(hints);
}

/** Sent with records that lack types, although it has no types either. */
export function columnTypes(aliases: ReadonlyMap<string, string>, request: JsonObject): object {
  if (request['encodeWithType'] === true) return {};
  return { columnTypes: Array.from(aliases.values(), (name) => ({ name })) };
}

/** 1000 where none or a negative one is given; more is refused. */
export function limitOf(request: JsonObject): number {
  const limit = Number(request['limit'] ?? -1);
  if (limit > MAX_RECORDS) {
    throw invalidDatastoreRequest(
      `limit must be less or equal to ${MAX_RECORDS}. request=DataStoreScanRequest`,
      request,
    );
  }
  return limit < 0 ? MAX_RECORDS : limit;
}

/** 0 and undefined mean the latest. A server counts a table's writes; here revisions are the store's own. */
export function revisionOf(request: JsonObject): bigint | undefined {
  const revision = request['revision'];
  const text = typeof revision === 'number' || typeof revision === 'string' ? String(revision) : '';
  return /^\d+$/.test(text) && BigInt(text) > 0n ? BigInt(text) : undefined;
}

export function unknownTable(name: string, request: JsonObject): Error {
  return invalidDatastoreRequest(`invalid table name ${name}`, request);
}
