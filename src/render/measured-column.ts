import { isNumberType, NONE } from '../datastore/typed-value.ts';
import type { Column, RowView } from './column.ts';
import { type ColumnExtent, usualLeast } from './column-widths.ts';
import { visible } from './control-characters.ts';
import { type NumberPoint, pointOf } from './number-point.ts';
import type { TerminalCells } from './terminal-cells.ts';
import type { LineStyle } from './terminal-line.ts';
import { isPlain, type Widths } from './width.ts';

/** Keys that count on may grow by this many digits after the rows by which their column was measured. */
const SPARE_DIGITS = 3;

/** More lines than a terminal shows at a time, the header's among them. */
export const FIRST_SCREEN = 100;

/** The texts of a column in the rows that decide its width. */
export interface ColumnTexts {
  readonly column: Column;
  readonly header: string;
  /** Those of the first screen; the others only as far as they may change how the column looks. */
  readonly texts: readonly string[];
  /** Whether all values are numbers or missing, and at least one is a number. */
  readonly isNumeric: boolean;
}

/** What the first rows show about a column. */
export interface MeasuredColumn {
  readonly column: Column;
  readonly right: boolean;
  readonly point: NumberPoint | null;
  readonly extent: ColumnExtent;
  readonly isEmpty: boolean;
}

/** The texts of a column, in one pass over the rows. */
export function columnTexts(
  column: Column,
  rows: readonly RowView[],
  cells: TerminalCells,
  style: LineStyle,
): ColumnTexts {
  const header = visible(column.header ?? column.name);
  const enough = column.align === 'point' ? Number.POSITIVE_INFINITY : enoughCells(column, style);
  let isDecided = false;
  const texts: string[] = [];
  let numbers = 0;
  let others = 0;
  for (const row of rows) {
    // Long values take long to print, and a column cannot be wider than the terminal.
    if (isDecided && texts.length >= FIRST_SCREEN) break;
    const value = row.get(column.name) ?? NONE;
    if (isNumberType(value.type)) numbers++;
    else if (value.type !== 'UNKNOWN') others++;
    const text = cells.textOf(column, value, row);
    texts.push(text);
    isDecided ||= others > 0 && text.length > enough && isPlain(text);
  }
  return { column, header, texts, isNumeric: numbers > 0 && others === 0 };
}

/** No column gets more cells than this, so wider texts need not be measured exactly, nor their column further. */
function enoughCells({ fixed = false, minWidth = usualLeast(true) }: Column, { width, truncate }: LineStyle): number {
  return fixed || truncate === false ? Number.POSITIVE_INFINITY : Math.max(width, minWidth);
}

/** Measures a column by its texts. `more`: whether rows follow. */
export function measureColumn(
  { column, header, texts, isNumeric }: ColumnTexts,
  widths: Widths,
  style: LineStyle,
  more: boolean,
): MeasuredColumn {
  const { align, format, fixed = false, minWidth, importance } = column;
  const showsNumbers = isNumeric && style.typed !== true && format === undefined;
  const right = align === undefined ? showsNumbers : align !== 'left';
  const point = showsNumbers || align === 'point' ? pointOf(texts) : null;
  const enough = enoughCells(column, style);
  const headerCells = widths.cells(header);
  let widest = headerCells;
  let isEmpty = true;
  for (const text of texts) {
    if (text === '') continue;
    isEmpty = false;
    widest = Math.max(widest, widths.cells(text, enough));
  }
  const aligned = point === null ? widest : Math.max(widest, point.before + point.behind);
  const natural = aligned + (fixed && right && more ? SPARE_DIGITS : 0);
  const least = minWidth ?? usualLeast(right);
  return { column, right, point, isEmpty, extent: { natural, header: headerCells, least, importance, fixed } };
}
