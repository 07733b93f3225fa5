import type { Value } from './value.ts';

/**
 * The values of a column in the rows of a batch: FLOAT of any width as a `Float64Array`, INT64 as a `BigInt64Array`, narrower
 * integers as an `Int32Array`, BOOL as a `Uint8Array` of 0 and 1, everything else, and columns whose type changes within
 * the batch, as an array. A row without a value has NaN, 0 or, in an array, `undefined` (None is `null` with `keepNone`).
 */
export type ColumnValues = Float64Array | BigInt64Array | Int32Array | Uint8Array | readonly (Value | undefined)[];

/** Some rows of a table as columns, in key order. It is valid until the next batch is asked for. */
export interface TableBatch {
  /** How many rows there are. */
  readonly length: number;
  /** The names of the columns: those asked for, else the key column and then the others as they first appear. */
  readonly columns: readonly string[];
  /**
   * The values of a column, one for each row; undefined if the rows of this batch have no such column.
   *
   * @param name one of `columns`
   */
  column(name: string): ColumnValues | undefined;
  /**
   * Which rows have a value in a column, None being none: 1 for those that have, 0 for the others; null if all of them
   * have.
   *
   * @param name one of `columns`
   */
  validity(name: string): Uint8Array | null;
}
