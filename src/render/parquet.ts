import type { RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import type { Batch } from '../datastore/batch.ts';
import { BatchBuilder } from '../datastore/batch-builder.ts';
import type { ColumnTypes } from '../datastore/column-types.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { VERSION } from '../version.ts';
import type { Sink } from './byte-sink.ts';
import { ParquetColumn } from './parquet-column.ts';
import { type ParquetShape, schemaOf, shapeOf } from './parquet-shape.ts';
import type { RowWriter } from './row-writer.ts';

/** What a file needs before its first row. */
export interface ParquetTable {
  readonly columns: readonly string[];
  /** Columns without types are stored as JSON. */
  readonly types: ColumnTypes;
  /** The types of the columns in the datastore, if they differ from those of the written values. */
  readonly stored?: ColumnTypes;
  /** Columns whose integers are all exact as doubles. */
  readonly exact?: ReadonlySet<string>;
  readonly keyColumn: string;
  /** Written to the file: where it comes from. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Maximum of rows, and of memory, per row group: with 16 MiB, a million rows took over 200 MB at peak. */
const GROUP_ROWS = 131_072;
const GROUP_BYTES = 1 << 22;
const MAGIC = Buffer.from('PAR1');

/** Writes records as an Apache Parquet file, with typed columns, one row group after another. */
export class ParquetRows implements RowWriter {
  readonly needsColumns = false;
  private readonly sink: Sink;
  private table: ParquetTable;
  private readonly columns: readonly ParquetColumn[];
  private readonly groups: RowGroup[] = [];
  private offset = 0;
  private rowCount = 0;
  private groupRows = 0;

  constructor(sink: Sink, table: ParquetTable) {
    this.sink = sink;
    this.table = table;
    this.columns = table.columns.map((name) => new ParquetColumn(name, shapeIn(table, name), name === table.keyColumn));
  }

  begin(): void {}

  async rows(rows: readonly TypedRow[]): Promise<void> {
    const builder = new BatchBuilder();
    for (const row of rows) builder.add(row);
    await this.add(builder.finish());
  }

  /** Adds the selected rows of a batch. */
  async add(batch: Batch): Promise<void> {
    let size = 0;
    for (const column of this.columns) {
      column.add(batch);
      size += column.size;
    }
    this.groupRows += batch.length;
    if (this.groupRows >= GROUP_ROWS || size >= GROUP_BYTES) await this.endGroup();
  }

  /** Whether the file can hold this table's columns; if so, the file uses what this table knows from now on. */
  fits(table: ParquetTable): boolean {
    if (table === this.table) return true;
    const { columns, keyColumn } = table;
    const areSame =
      keyColumn === this.table.keyColumn &&
      columns.length === this.columns.length &&
      this.columns.every(({ name, shape }, index) => {
        const { scalar, isList } = shapeIn(table, name);
        return columns[index] === name && scalar === shape.scalar && isList === shape.isList;
      });
    if (areSame) this.table = table;
    return areSame;
  }

  async end(): Promise<void> {
    await this.endGroup();
    await this.write(this.footer());
    await this.sink.flush();
  }

  private async endGroup(): Promise<void> {
    if (this.groupRows === 0) return;
    const start = this.offset;
    const chunks: RowGroup['columns'] = [];
    let uncompressedSize = 0;
    for (const column of this.columns) {
      const encoded = column.take(this.offset || MAGIC.length);
      for (const page of encoded.pages) await this.write(page);
      chunks.push(encoded.chunk);
      uncompressedSize += encoded.uncompressedSize;
    }
    this.groups.push({
      columns: chunks,
      total_byte_size: BigInt(uncompressedSize),
      total_compressed_size: BigInt(this.offset - (start || MAGIC.length)),
      num_rows: BigInt(this.groupRows),
    });
    this.rowCount += this.groupRows;
    this.groupRows = 0;
    await this.sink.flush();
  }

  private footer(): Uint8Array {
    const { columns, types, stored, keyColumn, metadata } = this.table;
    const typesOf = (name: string) => [...(stored?.get(name) ?? types.get(name) ?? [])].sort();
    const datastoreTypes = JSON.stringify(Object.fromEntries(columns.map((name) => [name, typesOf(name)])));
    const known = { ...metadata, key_column: keyColumn, version: VERSION, types: datastoreTypes };
    const writer = new ByteWriter();
    writeMetadata(writer, {
      version: 2,
      created_by: `swjob version ${VERSION}`,
      schema: [
        { name: 'root', num_children: columns.length },
        ...this.columns.flatMap(({ name, shape }) => schemaOf(shape, name, name === keyColumn)),
      ],
      num_rows: BigInt(this.rowCount),
      row_groups: this.groups,
      key_value_metadata: Object.entries(known).map(([key, value]) => ({ key: `swjob.${key}`, value })),
      metadata_length: 0,
    });
    writer.appendBytes(MAGIC);
    return writer.getBytes();
  }

  private async write(bytes: Uint8Array): Promise<void> {
    if (this.offset === 0) {
      this.offset = MAGIC.length;
      await this.sink.write(MAGIC);
    }
    this.offset += bytes.length;
    await this.sink.write(bytes);
  }
}

function shapeIn({ types, exact }: ParquetTable, name: string): ParquetShape {
  return shapeOf(types.get(name) ?? new Set(), exact?.has(name));
}
