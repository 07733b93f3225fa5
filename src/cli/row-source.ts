import type { Batch } from '../datastore/batch.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { Column } from '../render/column.ts';
import type { ParquetTable } from '../render/parquet.ts';

/** Maximum of rows that are held back to learn the columns; for longer results the source is asked. */
export const LOOKAHEAD_ROWS = 1000;

export interface ParquetAsRead {
  readonly batches: AsyncIterable<Batch>;
  /** What is known so far: a new object as soon as a batch is about to bring something new. */
  table(): ParquetTable;
}

/** Records to print in any format. */
export interface RowSource {
  batches(): AsyncIterable<readonly TypedRow[]> | Iterable<readonly TypedRow[]>;
  /** All columns, for formats that need them before the first row of a long result. */
  columns(): Promise<readonly string[]> | readonly string[];
  /** The columns to show if none are selected (default: all). */
  readonly shown?: readonly string[];
  /** Whether the user chose the columns: then csv and tsv have all of them too, even those without values. */
  readonly isChosen?: boolean;
  /** The same records as batches of columns, with the selected columns in order: printed without decoding. */
  read?(): AsyncIterable<Batch>;
  /** What a Parquet file needs before its first row; absent if the records cannot be written as Parquet. */
  parquet?(): Promise<ParquetTable>;
  /** The rows with what is known about them while they are read, which saves a pass; null if that is not possible. */
  parquetAsRead?(): Promise<ParquetAsRead | null>;
  /** How known columns look on a terminal. */
  readonly columnStyles?: readonly Column[];
  /** The column whose values `--quiet` prints. */
  readonly idColumn: string;
  /** Whether each record is drawn by itself, one column per line. */
  readonly asRecords?: boolean;
  /** Whether a terminal shows these records as a page, not as a list of any length. */
  readonly page?: boolean;
  /** Whether the user limited the records: then people get all of them. */
  readonly unbounded?: boolean;
  /** Called if there are more records than a screen without a pager shows. */
  onCut?(): void;
  /** Whether `--fields` chooses rows, such as metrics, so columns cannot be chosen. */
  readonly choosesRows?: boolean;
  /** What a terminal shows if there are no records. */
  readonly none?: string;
}
