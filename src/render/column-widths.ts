/** What is known about a column before its width is decided, in cells. */
export interface ColumnExtent {
  /** The width of its widest text, including the header. */
  readonly natural: number;
  /** The width of the header. */
  readonly header: number;
  /** The minimum width after shrinking. */
  readonly least: number;
  readonly importance: number;
  readonly fixed: boolean;
}

export const GAP = 2;
const MIN_CELLS = 8;
/** Numbers of typical length stay whole, because a cut number misleads. */
const MIN_NUMBER_CELLS = 12;
/** Columns that are wider, such as lists of numbers, shrink to this first: cutting all others would show less. */
const LONG_CELLS = 40;

/** The minimum width of a column that does not define one. */
export function usualLeast(isNumeric: boolean): number {
  return isNumeric ? MIN_NUMBER_CELLS : MIN_CELLS;
}

/**
 * The width of each column such that a line with its gaps fits into `available`; null for a column that cannot be shown.
 * Very wide columns shrink first, then the least important ones, down to their header or minimum width; then their headers
 * are cut too; then the least important are dropped. Fixed columns keep their natural width, even if the line does not fit.
 */
export function fitColumns(columns: readonly ColumnExtent[], available: number): (number | null)[] {
  const floors = columns.map((column) => Math.min(column.natural, column.fixed ? column.natural : column.least));
  const shown = new Set(columns.keys());
  const total = (widths: readonly number[]): number => {
    let sum = (shown.size - 1) * GAP;
    for (const index of shown) sum += widths[index] ?? 0;
    return sum;
  };
  const leastFirst = [...columns.keys()].sort(
    (left, right) => (columns[left]?.importance ?? 0) - (columns[right]?.importance ?? 0) || right - left,
  );

  for (const index of leastFirst) {
    if (total(floors) <= available || shown.size === 1) break;
    if (columns[index]?.fixed !== true) shown.delete(index);
  }

  const widths = columns.map((column) => column.natural);
  const shrink = (limit: (column: ColumnExtent, floor: number) => number): void => {
    for (const index of leastFirst) {
      const column = columns[index];
      const excess = total(widths) - available;
      if (excess <= 0) return;
      if (column === undefined || column.fixed || !shown.has(index)) continue;
      const width = widths[index] ?? 0;
      widths[index] = Math.max(width - excess, Math.min(width, limit(column, floors[index] ?? 0)));
    }
  };
  shrink((column, floor) => Math.max(column.header, floor, LONG_CELLS));
  shrink((column, floor) => Math.max(column.header, floor));
  shrink((_, floor) => floor);
  // A single column may be narrower than its minimum: otherwise the terminal would break the line.
  if (shown.size === 1) shrink(() => 1);
  return widths.map((width, index) => (shown.has(index) ? width : null));
}
