import { isNumberType, type TypedValue } from '../datastore/typed-value.ts';
import type { Palette } from './color.ts';

/** What a table reads of a row. */
export interface RowView {
  get(name: string): TypedValue | undefined;
  has(name: string): boolean;
}

/** How a column of a terminal table looks. Formats for programs use only the name. */
export interface Column {
  /** The key in the rows. */
  readonly name: string;
  /** The heading (default: the name). */
  readonly header?: string;
  /** `point`: numbers are aligned at their points, which is the default for columns of numbers only. */
  readonly align?: 'left' | 'right' | 'point';
  /** The least important columns are shrunk, and dropped, first. */
  readonly importance: number;
  /** For ids: never cut and never dropped. */
  readonly fixed?: boolean;
  /** The minimum width in cells (default: 8). */
  readonly minWidth?: number;
  /** The text of a cell (default: `displayText`); made safe afterwards. A missing value is passed as None. */
  readonly format?: (value: TypedValue, row: RowView) => string;
  /** Colours a cell's text, after cutting. */
  readonly paint?: (text: string, value: TypedValue, palette: Palette) => string;
}

/** A column of data: importance decreases from left to right. */
function dataColumn(name: string, index: number): Column {
  return { name, importance: -index };
}

/** The columns of these names, in this order: known ones, else columns of data. */
export function columnsFor(names: readonly string[], known: readonly Column[] = []): Column[] {
  const byName = new Map(known.map((column) => [column.name, column]));
  return names.map((name, index) => byName.get(name) ?? dataColumn(name, index));
}

/** Whether all values are numbers or missing, and at least one is a number. */
export function holdsNumbers(values: Iterable<TypedValue | undefined>): boolean {
  let found = false;
  for (const value of values) {
    if (value === undefined || value.type === 'UNKNOWN') continue;
    if (!isNumberType(value.type)) return false;
    found = true;
  }
  return found;
}
