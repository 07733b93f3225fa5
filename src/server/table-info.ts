import { type ColumnType, typeOfSchema } from '../datastore/column-types.ts';
import { compareText } from '../datastore/keys.ts';
import type { DataType } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { scanTable } from './datastore-endpoints.ts';
import type { HttpClient } from './http.ts';
import type { RecordsReply } from './reply.ts';
import { isObject } from './values.ts';

/** What one row and the column hints say about a table. */
export interface TableInfo {
  readonly keyColumn: string;
  /** The types of keys, that of the first row first; empty if the table never had a row. */
  readonly keyTypes: readonly DataType[];
  /** The key column, then the others sorted by code point. */
  readonly columns: readonly string[];
  /** The columns that ever had a value other than None. */
  readonly valuedColumns: readonly string[];
  /** The types of the values of each column. */
  readonly types: ReadonlyMap<string, ReadonlySet<ColumnType>>;
  /** The approximate length of a row in an answer, in bytes; 0 if there are no rows. */
  readonly rowBytes: number;
}

/** The key column of every table that the client's evaluation logger writes; the server never states it. */
const KEY_COLUMN = 'id';

/** Reads a table's first row and hints; an unknown table is a `ServerError` with status 400. */
export async function probeTable(http: HttpClient, tableName: string): Promise<TableInfo> {
  const request = { tables: [{ tableName, keepNone: false }], limit: 1, ignoreNonExistingTable: false };
  return tableInfo(await scanTable(http, request));
}

function tableInfo(reply: RecordsReply): TableInfo {
  const hints = isObject(reply.columnHints) ? reply.columnHints : {};
  const names = Object.keys(hints).sort(compareText);
  const keyColumn = keyColumnOf(reply, names);
  const columns = [keyColumn, ...names.filter((name) => name !== keyColumn)];
  const valuedColumns = columns.filter((name) => name === keyColumn || typeHints(hints, name).length > 0);
  const types = new Set<string>();
  const ownType = keyCell(reply, keyColumn)?.['type'];
  if (typeof ownType === 'string') types.add(ownType);
  for (const type of typeHints(hints, keyColumn)) types.add(type);
  const rowBytes = reply.records.length === 0 ? 0 : Math.ceil(reply.bytes / reply.records.length);
  const keyTypes = [...types].filter(isKeyType);
  // The hints do not say what lists contain: typeOfSchema says LIST.
  const typesOf = (name: string) =>
    (name === keyColumn ? keyTypes : typeHints(hints, name)).map((type) => typeOfSchema({ type }));
  const typesByName = new Map(columns.map((name) => [name, new Set(typesOf(name))]));
  return { keyColumn, keyTypes, columns, valuedColumns, types: typesByName, rowBytes };
}

/** The types of a column's values; empty if all are None. */
function typeHints(hints: Readonly<Record<string, unknown>>, column: string): readonly string[] {
  const hint = Object.hasOwn(hints, column) ? hints[column] : undefined;
  const types = isObject(hint) && Array.isArray(hint['typeHints']) ? hint['typeHints'] : [];
  return types.filter((type) => typeof type === 'string');
}

/** The column whose value is the last key: `id`, but in a table that the logger did not write, perhaps another one. */
function keyColumnOf(reply: RecordsReply, columns: readonly string[]): string {
  const isLastKey = (column: string): boolean => keyCell(reply, column)?.['value'] === reply.lastKey;
  if (reply.lastKey === null || isLastKey(KEY_COLUMN)) return KEY_COLUMN;
  return columns.find(isLastKey) ?? KEY_COLUMN;
}

/** The typed value of a column in the last record. */
function keyCell(reply: RecordsReply, column: string): Readonly<Record<string, unknown>> | null {
  const last = reply.records.at(-1);
  if (!isObject(last) || !Object.hasOwn(last, column)) return null;
  const cell = last[column];
  return isObject(cell) ? cell : null;
}

const KEY_TYPES = ['INT64', 'STRING', 'INT32', 'INT16', 'INT8', 'FLOAT64', 'FLOAT32', 'BOOL', 'BYTES'] as const;

function isKeyType(type: string): type is (typeof KEY_TYPES)[number] {
  return KEY_TYPES.some((known) => known === type);
}

/** Throws for a column that the table does not have; the hint lists its columns. */
export function checkColumns(table: string, info: TableInfo, names: readonly string[]): void {
  // Without hints, the columns are unknown.
  if (info.columns.length === 1) return;
  const unknown = names.find((name) => !info.columns.includes(name));
  if (unknown === undefined) return;
  throw notFound(
    `the table ${show(table)} has no column ${show(unknown)}`,
    meantAndKnown(unknown, 'Its columns', info.columns),
  );
}
