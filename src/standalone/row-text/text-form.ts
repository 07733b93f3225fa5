import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import type { RowFrame } from '../../job/instance.ts';
import { jsonKey, jsonRow, jsonText } from '../../render/json.ts';

/** What rows become: how the transcoder writes them from their stored text, and the same of those that were decoded. */
export interface TextForm {
  /** What the transcoder makes of values; the numbers are those of `Form` in transcoder/cells.ts. */
  readonly number: 0 | 1 | 2;
  /** What stands around each row. */
  readonly frame: RowFrame;
  /**
   * What the columns of a record, in the order of its text, become; null where this form needs them in another order. The
   * text of each such record has at least `size` bytes.
   */
  layOut(columns: readonly string[], size: number): RowLayout | null;
  /** The text of a decoded row, without its frame. */
  row(row: TypedRow): string;
  /** The text of one value of a row. */
  value(value: TypedValue): string;
}

/** How a row is made of the columns of a record. */
export interface RowLayout {
  /** What stands before the value of each column, in their order; null for a column that has no place in the output. */
  readonly before: readonly (Uint8Array | null)[];
  /** How many delimiters stand behind the last value. */
  readonly trailing: number;
}

/** Rows as JSON objects. */
export function jsonForm(frame: RowFrame): TextForm {
  return {
    number: 0,
    frame,
    layOut: (columns) => ({ before: columns.map((name) => Buffer.from(jsonKey(name))), trailing: 0 }),
    row: jsonRow,
    value: jsonText,
  };
}
