import { isNumberType, type TypedValue } from '../datastore/typed-value.ts';
import type { Palette } from './color.ts';

/** What a table asks of a row. */
export interface RowView {
  get(name: string): TypedValue | undefined;
  has(name: string): boolean;
}

/** How one column of a terminal table looks. Programs' formats know nothing of it but the name. */
export interface Column {
  /** The key in the rows. */
  readonly name: string;
  /** What stands above the column; without it the name. */
  readonly header?: string;
  /** `point`: numbers at their points. Without it, so are columns that hold nothing but numbers. */
  readonly align?: 'left' | 'right' | 'point';
  /** The columns of least importance are shrunk, and dropped, first. */
  readonly importance: number;
  /** For ids: never cut and never dropped. */
  readonly fixed?: boolean;
  /** The least cells that the column may be shrunk to; default 8. */
  readonly minWidth?: number;
  /** The text of a cell in place of `displayText`; it is made safe afterwards. A missing value comes as None. */
  readonly format?: (value: TypedValue, row: RowView) => string;
  /** Colours a cell's text after it was cut. */
  readonly paint?: (text: string, value: TypedValue, palette: Palette) => string;
}

/** The look of a column of the data: the more to the left, the more important. */
function dataColumn(name: string, index: number): Column {
  return { name, importance: -index };
}

/** The looks of these columns in this order: the known one of each name, else that of data. */
export function columnsFor(names: readonly string[], known: readonly Column[] = []): Column[] {
  const byName = new Map(known.map((column) => [column.name, column]));
  return names.map((name, index) => byName.get(name) ?? dataColumn(name, index));
}

/** True for a column whose values are all numbers or missing, and at least one a number. */
export function holdsNumbers(values: Iterable<TypedValue | undefined>): boolean {
  let found = false;
  for (const value of values) {
    if (value === undefined || value.type === 'UNKNOWN') continue;
    if (!isNumberType(value.type)) return false;
    found = true;
  }
  return found;
}
