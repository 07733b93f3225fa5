import type { TypedRow } from '../../../src/datastore/typed-value.ts';
import { internalError, invalidDatastoreRequest, isObject, type JsonObject } from './answer.ts';
import { aliasesOf, columnTypes, hintsOf, limitOf, projected, revisionOf, unknownTable } from './columns.ts';
import { encodeRecord } from './encoding.ts';
import { checkFilter, compareValues, matches } from './filter.ts';
import type { ServedTable } from './served-table.ts';
import type { TableDirectory } from './table-directory.ts';

/** The data of an answer to `datastore/queryTable`; unlike a scan's, it has no last key. */
export async function queryTable(tables: TableDirectory, request: JsonObject): Promise<object> {
  const name = String(request['tableName']);
  const limit = limitOf(request);
  const filter = isObject(request['filter']) ? request['filter'] : null;
  if (filter !== null) checkFilter(filter, request);
  const order = orderOf(request);
  const table = await tables.read(name, revisionOf(request));
  if (table === null) {
    if (request['ignoreNonExistingTable'] === false) throw unknownTable(name, request);
    return { ...columnTypes(new Map(), request), columnHints: {}, records: [] };
  }
  const aliases = aliasesOf(table, request, request);
  const found = table.rows.filter((row) => filter === null || matches(filter, row));
  const sorted = ordered(found, order, table, request);
  const start = Math.max(0, Number(request['start'] ?? 0));
  const encoding = { withType: request['encodeWithType'] === true, raw: request['rawResult'] === true };
  const keepNone = request['keepNone'] === true;
  return {
    ...columnTypes(aliases, request),
    columnHints: hintsOf(table, aliases),
    records: sorted.slice(start, start + limit).map((row) => encodeRecord(projected(row, aliases, keepNone), encoding)),
  };
}

interface Order {
  readonly column: string;
  readonly descending: boolean;
}

function orderOf(request: JsonObject): readonly Order[] {
  const orderBy = Array.isArray(request['orderBy']) ? request['orderBy'].filter(isObject) : [];
  return orderBy.map(({ columnName, descending }) => {
    if (typeof columnName !== 'string') throw internalError('name is marked non-null but is null');
    return { column: columnName, descending: descending === true };
  });
}

function ordered(
  rows: readonly TypedRow[],
  order: readonly Order[],
  table: ServedTable,
  request: JsonObject,
): readonly TypedRow[] {
  for (const { column } of order) {
    if (!table.statistics.has(column)) throw invalidDatastoreRequest(`unknown orderBy column ${column}`, request);
  }
  return rows.toSorted((a, b) => {
    for (const { column, descending } of order) {
      const result = compareValues(a.get(column), b.get(column));
      if (result !== 0) return descending ? -result : result;
    }
    return 0;
  });
}
