import type { TypedRow } from '../datastore/typed-value.ts';
import type { DelimitedFormat, RowFrame } from '../job/instance.ts';
import type { Column } from '../render/column.ts';

/** Whole rows of text, each chunk valid until the next one is asked for. */
export type TextChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Records to be printed in whatever format was asked for. */
export interface RowSource {
  batches(): AsyncIterable<readonly TypedRow[]>;
  /** All columns, for formats that need them before the first row of a long result. */
  columns(): Promise<readonly string[]>;
  /** The columns that are shown where nobody chose any; otherwise all. */
  readonly shown?: readonly string[];
  /** The same records as JSON text, and as separated values, where there is a shorter way to them. */
  jsonRows?(frame: RowFrame): TextChunks;
  delimitedRows?(format: DelimitedFormat): TextChunks;
  /** The looks of known columns on a terminal. */
  readonly looks?: readonly Column[];
  /** The column whose values `--quiet` prints. */
  readonly idColumn: string;
  /** Whether each record is drawn by itself, one column a line. */
  readonly asRecords?: boolean;
  /** Whether the user chose how many records there are: then a page for people has all of them. */
  readonly unbounded?: boolean;
  /** What people are told on a terminal where there are no records. */
  readonly none?: string;
}
