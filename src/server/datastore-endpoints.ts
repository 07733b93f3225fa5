import { SwjobError } from '../errors.ts';
import { apiPath } from './api-path.ts';
import type { WireBounds } from './bounds.ts';
import type { HttpClient } from './http.ts';
import { checked, type RecordsReply, recordsReply, tablesReply } from './reply.ts';

/** The full names of the tables with this prefix. */
export async function listTables(http: HttpClient, prefix: string): Promise<readonly string[]> {
  const json = { prefixes: [prefix] };
  const data = await http.json('POST', apiPath`datastore/listTables`, { json, idempotent: true });
  return checked(tablesReply, data, 'tables').tables;
}

export interface TableQuery {
  readonly tableName: string;
  readonly keepNone: boolean;
  readonly revision?: string;
  readonly columns?: readonly { readonly columnName: string; readonly alias: string }[];
}

export interface ScanRequest extends WireBounds {
  /** Servers read `keepNone` from the entries of this list, not from the top level. */
  readonly tables: readonly TableQuery[];
  /** At most 1000. */
  readonly limit: number;
  /** Whether an unknown table counts as empty; otherwise it is an error. */
  readonly ignoreNonExistingTable: boolean;
}

export interface RecordsOptions {
  readonly signal?: AbortSignal | undefined;
  /** A longer response throws `TooMuchAtOnce`. */
  readonly maxBodyBytes?: number | undefined;
}

/** A response with records, not yet parsed. */
export interface RecordsAnswer {
  readonly body: Buffer;
  /** Parses the response, or the rest of it once this many of its records have been read. */
  open(rest?: Buffer, read?: number): RecordsReply;
}

export async function scanTable(http: HttpClient, request: ScanRequest): Promise<RecordsReply> {
  return (await askScan(http, request, {})).open();
}

export function askScan(http: HttpClient, request: ScanRequest, options: RecordsOptions): Promise<RecordsAnswer> {
  return askRecords(http, apiPath`datastore/scanTable`, request, options);
}

async function askRecords(
  http: HttpClient,
  path: string,
  request: ScanRequest | QueryRequest,
  options: RecordsOptions,
): Promise<RecordsAnswer> {
  const json = { ...request, encodeWithType: true };
  const answer = await http.answer('POST', path, { ...options, json, idempotent: true });
  const { body } = answer;
  return {
    body,
    open(rest = body, read = 0) {
      const reply = checked(recordsReply, http.open('POST', path, { ...answer, body: rest }), 'records');
      const count = reply.records.length + read;
      // The next page starts after the last key, so rows beyond the limit would get lost.
      if (count <= request.limit) return { ...reply, bytes: body.length };
      throw new SwjobError(
        'network',
        `POST ${path}: the server sent ${count} rows instead of at most ${request.limit}`,
        { hint: 'The server may be of another version; `swjob doctor` shows it.' },
      );
    },
  };
}

/** Servers require two operands of a comparison, one of them a column, and at least two filters of OR. */
export type TableFilter =
  | {
      readonly operator: 'EQUAL';
      readonly operands: readonly [
        { readonly columnName: string },
        { readonly stringValue: string } | { readonly intValue: number },
      ];
    }
  | { readonly operator: 'OR'; readonly operands: readonly { readonly filter: TableFilter }[] };

export interface QueryRequest extends TableQuery {
  readonly orderBy?: readonly { readonly columnName: string; readonly descending: boolean }[];
  readonly filter?: TableFilter;
  /** How many rows to skip. */
  readonly start: number;
  readonly limit: number;
}

export async function queryTable(
  http: HttpClient,
  request: QueryRequest,
  options: RecordsOptions = {},
): Promise<RecordsReply> {
  return (await askRecords(http, apiPath`datastore/queryTable`, request, options)).open();
}
