import { needsConversion } from '../datastore/artifact.ts';
import type { Batch } from '../datastore/batch.ts';
import { BatchBuilder } from '../datastore/batch-builder.ts';
import type { ColumnTypes } from '../datastore/column-types.ts';
import { compareText } from '../datastore/keys.ts';
import { lastRows } from '../datastore/last-rows.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { ScanOptions, TableKey, TableSource, TableStats } from '../job/instance.ts';
import type { ServerArtifacts } from './artifacts.ts';
import { encodeBounds } from './bounds.ts';
import type { TableQuery } from './datastore-endpoints.ts';
import { isServerError } from './errors.ts';
import type { HttpClient } from './http.ts';
import { compareServerKeys } from './key-order.ts';
import type { PageCells } from './page-cells.ts';
import { type Page, scanPages } from './scan.ts';
import { storedValues } from './stored-values.ts';
import { checkColumns, type TableInfo } from './table-info.ts';
import { lastRecords } from './tail.ts';
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
  readonly keyOrder = compareServerKeys;
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
    for await (const batch of this.read(options)) yield batch.typedRows();
  }

  async *read(options: ScanOptions): AsyncGenerator<Batch> {
    const { limit, tail, columns } = options;
    if (limit !== undefined && tail !== undefined) throw usageError('limit and tail cannot be used together');
    this.#check(options);
    const order = columns === undefined ? this.#order : undefined;
    const builder = new BatchBuilder(columns);
    if (tail !== undefined) {
      const pages = await this.#lastPages(options, tail, builder, order);
      yield* pages ?? lastRows(this.read({ ...options, tail: undefined }), tail);
      return;
    }
    const decode = this.#decoder(options);
    for await (const { batch, records } of this.#pages(options, await this.#cells(options))) {
      if (batch !== null && !batch.values.some(needsConversion)) yield batch;
      else yield* this.#build(builder, batch?.typedRows() ?? records.map(decode), order);
    }
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
    for await (const page of this.#pages({ columns: [keyColumn] })) count += page.rows;
    return { rows: count, columns: columns.length, bytes: null, revisions: null };
  }

  #check({ columns = [], requires = [] }: ScanOptions): void {
    checkColumns(this.name, this.#options.info, [...columns, ...requires]);
  }

  #pages(options: ScanOptions, cells: PageCells | null = null): AsyncGenerator<Page> {
    const { http, info } = this.#options;
    return scanPages(http, {
      table: this.#query(options),
      bounds: encodeBounds(options, info.keyTypes),
      keyColumn: info.keyColumn,
      // The length of rows with chosen columns is unknown.
      rowBytes: options.columns === undefined ? info.rowBytes : 0,
      limit: options.limit ?? Number.POSITIVE_INFINITY,
      ignoreNonExistingTable: false,
      signal: options.signal,
      cells,
    });
  }

  /** What reads pages without making objects of their records. */
  async #cells({ columns, keepNone = false }: ScanOptions): Promise<PageCells | null> {
    const { PageCells } = await import('./page-cells.ts');
    const { keyColumn } = this.#options.info;
    return PageCells.open({ keyColumn, columns, order: this.#order, keepNone, decode: this.#decoder({ keepNone }) });
  }

  /** The key column first, the others by code point. */
  readonly #order = (a: string, b: string): number => {
    const { keyColumn } = this.#options.info;
    return Number(a !== keyColumn) - Number(b !== keyColumn) || compareText(a, b);
  };

  /** Batches of decoded rows, the strings and bytes in them read back that were stored as artifacts. */
  async *#build(
    builder: BatchBuilder,
    rows: readonly TypedRow[],
    order: ((a: string, b: string) => number) | undefined,
  ): AsyncGenerator<Batch> {
    for await (const some of storedValues(rows, this.#options.artifacts)) {
      for (const row of some) builder.add(row);
      yield builder.finish(order);
    }
  }

  /** Queries the last rows; null for a range, or if the server does not allow it: then all are read. */
  async #lastPages(
    options: ScanOptions,
    count: number,
    builder: BatchBuilder,
    order: ((a: string, b: string) => number) | undefined,
  ): Promise<readonly Batch[] | null> {
    const { http, info } = this.#options;
    if (count <= 0) return [];
    if (options.start !== undefined || options.end !== undefined) return null;
    const rowBytes = options.columns === undefined ? info.rowBytes : 0;
    const { keyColumn } = info;
    const plan = { table: this.#query(options), keyColumn, rowBytes, count, signal: options.signal };
    const decode = this.#decoder(options);
    const pages: Batch[] = [];
    try {
      for await (const records of lastRecords(http, plan)) {
        const parts: Batch[] = [];
        for await (const batch of this.#build(builder, records.map(decode).reverse(), order)) parts.push(batch);
        pages.unshift(...parts);
      }
      return pages;
    } catch (error) {
      if (isServerError(error, 400, 404, 405, 500, 501)) return null;
      throw error;
    }
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
