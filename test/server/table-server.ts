import type { ServerResponse } from 'node:http';
import { encodeFloat, encodeInteger } from '../../src/datastore/scalars.ts';
import { json, serve, success, type TestServer } from './support.ts';

export interface Cell {
  readonly type: string;
  readonly value: unknown;
}
export type Record_ = Readonly<Record<string, Cell>>;

export const int = (value: number): Cell => ({ type: 'INT64', value: encodeInteger('INT64', value) });
export const float = (value: number): Cell => ({ type: 'FLOAT64', value: encodeFloat('FLOAT64', value) });
export const str = (value: string): Cell => ({ type: 'STRING', value });

interface DataRequest {
  readonly tables?: readonly { readonly tableName: string; readonly columns?: readonly { columnName: string }[] }[];
  readonly tableName?: string;
  readonly columns?: readonly { columnName: string }[];
  readonly start?: string | number;
  readonly startType?: string;
  readonly startInclusive?: boolean;
  readonly end?: string;
  readonly endInclusive?: boolean;
  readonly limit: number;
  readonly orderBy?: readonly { readonly columnName: string; readonly descending: boolean }[];
  readonly filter?: Filter;
}

interface Filter {
  readonly operator: string;
  readonly operands: readonly { filter?: Filter; stringValue?: string; intValue?: number; columnName?: string }[];
}

export interface TableServer extends TestServer {
  /** The datastore requests in their order. */
  asked(): DataRequest[];
}

export interface TableServerOptions {
  /** Answers in place of the table: true when it did. */
  readonly instead?: (path: string, request: DataRequest, response: ServerResponse) => boolean;
  /** How many rows the server's offsets count although no answer has them. */
  readonly removedRows?: number;
}

/** One table in key order, with the behaviour of real servers: pages, bounds, lastKey without a type, offsets. */
export async function tableServer(records: readonly Record_[], options: TableServerOptions = {}): Promise<TableServer> {
  const server = await serve((request, response) => {
    const asked = JSON.parse(request.body || '{}') as DataRequest;
    if (options.instead?.(request.path, asked, response)) return;
    if (asked.limit > 1000) return json(response, 400, { code: 'X', message: 'limit must be less or equal to 1000' });
    const found = request.path.endsWith('queryTable') ? queried(records, asked, options) : scanned(records, asked);
    const columns = (asked.tables?.[0]?.columns ?? asked.columns)?.map(({ columnName }) => columnName);
    const page = found.slice(0, asked.limit);
    const lastKey = page.at(-1)?.['id']?.value;
    success(response, { columnHints: hints(records), records: page.map((record) => cut(record, columns)), lastKey });
  });
  return { ...server, asked: () => server.requests.map(({ body }) => JSON.parse(body)) };
}

function scanned(records: readonly Record_[], asked: DataRequest): readonly Record_[] {
  const { start, startInclusive = true, end, endInclusive = false } = asked;
  // Keys of the same type and sign have the order of their texts.
  const key = (record: Record_) => String(record['id']?.value);
  return records.filter(
    (record) =>
      (start === undefined || (startInclusive ? key(record) >= String(start) : key(record) > String(start))) &&
      (end === undefined || (endInclusive ? key(record) <= end : key(record) < end)),
  );
}

function queried(records: readonly Record_[], asked: DataRequest, options: TableServerOptions): readonly Record_[] {
  const matching = records.filter((record) => asked.filter === undefined || matches(record, asked.filter));
  if (asked.orderBy?.[0]?.descending) matching.reverse();
  const removed = new Array<null>(options.removedRows ?? 0).fill(null);
  const all = [...matching.slice(0, 500), ...removed, ...matching.slice(500)];
  return all.slice(Number(asked.start)).filter((record) => record !== null);
}

function matches(record: Record_, { operator, operands }: Filter): boolean {
  if (operator === 'OR') return operands.some(({ filter }) => filter !== undefined && matches(record, filter));
  const [column, constant] = operands;
  const value = record[column?.columnName ?? '']?.value;
  return value === (constant?.stringValue ?? encodeInteger('INT64', constant?.intValue ?? 0));
}

function hints(records: readonly Record_[]): unknown {
  const types = new Map<string, Set<string>>();
  for (const record of records.slice(0, 5)) {
    for (const [name, { type }] of Object.entries(record)) {
      types.set(name, (types.get(name) ?? new Set()).add(type));
    }
  }
  const known = ([name, set]: [string, Set<string>]) => [
    name,
    { typeHints: [...set].filter((type) => type !== 'UNKNOWN') },
  ];
  return Object.fromEntries(Array.from(types, known));
}

function cut(record: Record_, columns: readonly string[] | undefined): Record_ {
  if (columns === undefined) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => columns.includes(name)));
}
