import type { Value } from './value.ts';

/**
 * The values of a column, one for each row of the batch: a `Float64Array` for FLOAT of any width, a `BigInt64Array` for
 * INT64, an `Int32Array` for narrower integers, a `Uint8Array` of 0 and 1 for BOOL. Everything else, and a column whose
 * type changes within the batch, is a plain array. A row without a value has NaN in a `Float64Array`, 0 in the other typed
 * arrays, `undefined` in a plain array (None is `null` with `keepNone`).
 */
export type ColumnValues = Float64Array | BigInt64Array | Int32Array | Uint8Array | readonly (Value | undefined)[];

/**
 * Some rows of a table as columns, in key order. It is valid until the next batch is requested: a column that was not read
 * before is then an error.
 */
export interface TableBatch {
  /** The number of rows. */
  readonly length: number;
  /** The names of the columns: those requested, else the key column and then the others as they first appear. */
  readonly columns: readonly string[];
  /**
   * The values of a column, one for each row; undefined if the rows of this batch have no such column.
   *
   * @param name one of `columns`
   */
  column(name: string): ColumnValues | undefined;
  /**
   * Which rows have a value in a column: 1 if a row has one, 0 if it is missing or None; null if all rows have one.
   *
   * @param name one of `columns`
   */
  validity(name: string): Uint8Array | null;
}
