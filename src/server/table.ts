import type { Batch } from '../datastore/batch.ts';
import { batchesOf } from '../datastore/batch-builder.ts';
import type { ColumnTypes } from '../datastore/column-types.ts';
import { compareText } from '../datastore/keys.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { ScanOptions, TableKey, TableSource, TableStats } from '../job/instance.ts';
import type { ServerArtifacts } from './artifacts.ts';
import { encodeBounds } from './bounds.ts';
import type { TableQuery } from './endpoints.ts';
import { isServerError } from './errors.ts';
import type { HttpClient } from './http.ts';
import { scanPages } from './scan.ts';
import { storedValues } from './stored-values.ts';
import { checkColumns, type TableInfo } from './table-info.ts';
import { lastRecords, lastRows } from './tail.ts';
import { rowDecoder } from './values.ts';

export interface ServerTableOptions {
  readonly http: HttpClient;
  readonly artifacts: ServerArtifacts;
  /** The table's name within the job. */
  readonly name: string;
  /** The full name on the server. */
  readonly tableName: string;
  /** The result of `probeTable`. */
  readonly info: TableInfo;
}

/** A table of a job on a Server. */
export class ServerTable implements TableSource {
  readonly name: string;
  readonly #options: ServerTableOptions;

  constructor(options: ServerTableOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async key(): Promise<TableKey> {
    const { keyColumn, keyTypes } = this.#options.info;
    return { column: keyColumn, type: keyTypes[0] ?? null };
  }

  async *scan(options: ScanOptions): AsyncGenerator<readonly TypedRow[]> {
    const { limit, tail } = options;
    if (limit !== undefined && tail !== undefined) throw usageError('limit and tail cannot be used together');
    this.#check(options);
    const { artifacts } = this.#options;
    if (tail === undefined) {
      for await (const rows of this.#pages(options)) yield* storedValues(rows, artifacts);
      return;
    }
    yield* storedValues(await this.#tail(options, tail), artifacts);
  }

  read(options: ScanOptions): AsyncIterable<Batch> {
    const { keyColumn } = this.#options.info;
    const rank = (name: string) => Number(name !== keyColumn);
    const order = (a: string, b: string) => rank(a) - rank(b) || compareText(a, b);
    const { columns } = options;
    return batchesOf(this.scan(options), columns ?? [], columns ? undefined : order);
  }

  /** From the server's hints, which describe the whole table; with `limit` or `tail`, from the rows themselves. */
  async columns(options: ScanOptions): Promise<readonly string[]> {
    this.#check(options);
    const { info } = this.#options;
    if (options.columns !== undefined) return options.columns;
    if (options.limit === undefined && options.tail === undefined) {
      return options.keepNone ? info.columns : info.valuedColumns;
    }
    const seen = new Set<string>();
    for await (const rows of this.scan(options)) for (const row of rows) for (const name of row.keys()) seen.add(name);
    return info.columns.filter((name) => seen.has(name));
  }

  async types(options: ScanOptions): Promise<ColumnTypes> {
    this.#check(options);
    return this.#options.info.types;
  }

  async present(columns: readonly string[]): Promise<ReadonlySet<string>> {
    const { info } = this.#options;
    // Without hints, the columns are unknown.
    if (info.columns.length === 1) return new Set(columns);
    return new Set(columns.filter((name) => info.columns.includes(name)));
  }

  /** The server has no count of rows, so their keys, the least that can be requested, are read and counted. */
  async stats(): Promise<TableStats> {
    const { columns, keyColumn } = this.#options.info;
    let count = 0;
    for await (const rows of this.#pages({ columns: [keyColumn] })) count += rows.length;
    return { rows: count, columns: columns.length, bytes: null, revisions: null };
  }

  #check({ columns = [], requires = [] }: ScanOptions): void {
    checkColumns(this.name, this.#options.info, [...columns, ...requires]);
  }

  async *#pages(options: ScanOptions): AsyncGenerator<readonly TypedRow[]> {
    const { http, info } = this.#options;
    const plan = {
      table: this.#query(options),
      bounds: encodeBounds(options, info.keyTypes),
      keyColumn: info.keyColumn,
      // The length of rows with chosen columns is unknown.
      rowBytes: options.columns === undefined ? info.rowBytes : 0,
      limit: options.limit ?? Number.POSITIVE_INFINITY,
      ignoreNonExistingTable: false,
      signal: options.signal,
    };
    const decode = this.#decoder(options);
    for await (const { records } of scanPages(http, plan)) yield records.map(decode);
  }

  /** Queries the last rows if there is no range and the server allows it; else reads everything and keeps the last. */
  async #tail(options: ScanOptions, count: number): Promise<readonly TypedRow[]> {
    const { http, info } = this.#options;
    if (count <= 0) return [];
    if (options.start === undefined && options.end === undefined) {
      try {
        const { keyColumn } = info;
        const rowBytes = options.columns === undefined ? info.rowBytes : 0;
        const plan = { table: this.#query(options), keyColumn, rowBytes, count, signal: options.signal };
        const records = await lastRecords(http, plan);
        return records.map(this.#decoder(options));
      } catch (error) {
        if (!isServerError(error, 400, 404, 405, 500, 501)) throw error;
      }
    }
    return lastRows(this.#pages(options), count);
  }

  #decoder({ keepNone = false, columns }: ScanOptions): (record: unknown) => TypedRow {
    return rowDecoder({ table: this.name, keyColumn: this.#options.info.keyColumn, keepNone, columns });
  }

  /** Always requests the key column, which the start of the next page is taken from. */
  #query({ keepNone = false, revision, columns }: ScanOptions): TableQuery {
    const { tableName, info } = this.#options;
    const names = columns === undefined ? [] : new Set([info.keyColumn, ...columns]);
    return {
      tableName,
      keepNone,
      ...(revision === undefined || revision === 0n ? {} : { revision: String(revision) }),
      ...(columns === undefined ? {} : { columns: Array.from(names, (name) => ({ columnName: name, alias: name })) }),
    };
  }
}
