import type { Batch } from '../datastore/batch.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { Column } from '../render/column.ts';
import type { ParquetTable } from '../render/parquet.ts';

/** So many rows are kept back at most to learn the columns from them; longer results ask the source beforehand. */
export const LOOKAHEAD_ROWS = 1000;

export interface ParquetAsRead {
  readonly batches: AsyncIterable<Batch>;
  /** The same object until something new is known: before a batch that has it. */
  table(): ParquetTable;
}

/** Records to be printed in whatever format was asked for. */
export interface RowSource {
  batches(): AsyncIterable<readonly TypedRow[]>;
  /** All columns, for formats that need them before the first row of a long result. */
  columns(): Promise<readonly string[]>;
  /** The columns that are shown where nobody chose any; otherwise all. */
  readonly shown?: readonly string[];
  /** The same records as batches of columns, with the chosen columns in their order: printed without being decoded. */
  read?(): AsyncIterable<Batch>;
  /** What a Parquet file has to know before its first row; without it there is no such file. */
  parquet?(): Promise<ParquetTable>;
  /** The same rows, and what is known of them so far while they are read, which saves a pass; rows cannot be unread. */
  parquetAsRead?(): Promise<ParquetAsRead | null>;
  /** The looks of known columns on a terminal. */
  readonly looks?: readonly Column[];
  /** The column whose values `--quiet` prints. */
  readonly idColumn: string;
  /** Whether each record is drawn by itself, one column a line. */
  readonly asRecords?: boolean;
  /** Whether a terminal shows these records as a page of their own, and not as a list of any length. */
  readonly page?: boolean;
  /** Whether the user chose how many records there are: then a page for people has all of them. */
  readonly unbounded?: boolean;
  /** What a terminal shows if there are no records. */
  readonly none?: string;
}
