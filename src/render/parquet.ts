import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnTypes } from '../datastore/column-types.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { damaged } from '../errors.ts';
import { show } from '../text/show.ts';
import { VERSION } from '../version.ts';
import type { Sink } from './byte-sink.ts';
import { type ParquetCell, type ParquetShape, shapeOf } from './parquet-shape.ts';
import type { RowWriter } from './row-writer.ts';

/** What a file has to know before its first row. */
export interface ParquetTable {
  readonly columns: readonly string[];
  /** A column that is not in it holds JSON. */
  readonly types: ColumnTypes;
  readonly keyColumn: string;
  /** What the file tells about where it comes from. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A row group ends after so many rows, cells or bytes: memory is bounded by it. */
const GROUP_ROWS = 65_536;
const GROUP_CELLS = 1 << 20;
const GROUP_BYTES = 1 << 24;
const CELL_BYTES = 8;

interface ColumnCells {
  readonly name: string;
  readonly shape: ParquetShape;
  cells: ParquetCell[];
}

/** Records as an Apache Parquet file: typed columns, a row group after another. */
export class ParquetRows implements RowWriter {
  readonly needsColumns = false;
  private readonly sink: Sink;
  private readonly buffer = new ByteWriter();
  private readonly columns: readonly ColumnCells[];
  private readonly file: ParquetWriter;
  private count = 0;
  private bytes = 0;

  constructor(sink: Sink, { columns, types, keyColumn, metadata }: ParquetTable) {
    this.sink = sink;
    this.columns = columns.map((name) => ({ name, shape: shapeOf(types.get(name) ?? new Set()), cells: [] }));
    const datastoreTypes = Object.fromEntries(columns.map((name) => [name, [...(types.get(name) ?? [])]]));
    const known = { ...metadata, key_column: keyColumn, version: VERSION, types: JSON.stringify(datastoreTypes) };
    this.file = new ParquetWriter({
      writer: this.buffer,
      schema: [
        { name: 'root', num_children: columns.length },
        ...this.columns.flatMap(({ name, shape }) => shape.schema(name, name === keyColumn)),
      ],
      kvMetadata: Object.entries(known).map(([key, value]) => ({ key: `swjob.${key}`, value })),
      createdBy: `swjob version ${VERSION}`,
    });
  }

  begin(): void {}

  async rows(batch: readonly TypedRow[]): Promise<void> {
    for (const row of batch) {
      for (const column of this.columns) column.cells.push(this.cell(column, row.get(column.name)));
      this.count++;
      const isFull = this.count >= GROUP_ROWS || this.count * this.columns.length >= GROUP_CELLS;
      if (isFull || this.bytes >= GROUP_BYTES) await this.endGroup();
    }
  }

  async end(): Promise<void> {
    await this.endGroup();
    this.file.finish();
    await this.pass();
    await this.sink.flush();
  }

  private cell({ name, shape }: ColumnCells, value: TypedValue | undefined): ParquetCell {
    if (value === undefined || value.type === 'UNKNOWN') return null;
    const cell = shape.cell(value);
    if (cell === undefined) {
      throw damaged(`A value of the column ${show(name)} is of type ${value.type}, which the table does not list`, {
        hint: 'Leave the column out with --columns, or choose another format with --output.',
      });
    }
    this.bytes += sizeOf(cell);
    return cell;
  }

  private async endGroup(): Promise<void> {
    if (this.count === 0) return;
    const columnData = this.columns.map(({ name, cells }) => ({ name, data: cells }));
    this.file.write({ columnData, rowGroupSize: this.count });
    for (const column of this.columns) column.cells = [];
    this.count = 0;
    this.bytes = 0;
    await this.pass();
  }

  /** Passes on what was encoded; the buffer begins again from its start. */
  private async pass(): Promise<void> {
    // A stream may still hold the bytes when the buffer is filled again.
    const bytes = this.buffer.getBytes().slice();
    this.buffer.index = 0;
    await this.sink.write(bytes);
    await this.sink.flush();
  }
}

function sizeOf(cell: ParquetCell): number {
  if (typeof cell === 'string' || cell instanceof Uint8Array) return cell.length + CELL_BYTES;
  return Array.isArray(cell) ? cell.length * CELL_BYTES : CELL_BYTES;
}
