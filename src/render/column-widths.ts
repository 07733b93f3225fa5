/** What is known of a column before its width is decided; all in cells. */
export interface ColumnExtent {
  /** The widest of its texts, the header included. */
  readonly natural: number;
  /** What the header needs. */
  readonly header: number;
  /** The least that it may be shrunk to. */
  readonly least: number;
  readonly importance: number;
  readonly fixed: boolean;
}

export const GAP = 2;
const LEAST_CELLS = 8;
/** Numbers of usual length stay whole: a number that lost its end misleads. */
const LEAST_NUMBER_CELLS = 12;

/** The least width of a column that asks for none itself. */
export function usualLeast(isNumeric: boolean): number {
  return isNumeric ? LEAST_NUMBER_CELLS : LEAST_CELLS;
}

/**
 * The cells that each column gets so that a line with its gaps fits into `available`; null for a column that cannot be
 * shown. The least important columns shrink first, down to their header or the least width; then their headers are cut
 * too; then the least important are dropped. Fixed columns keep their natural width whatever the line's.
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
  shrink((column, floor) => Math.max(column.header, floor));
  shrink((_, floor) => floor);
  // One column alone may be narrower than its least width before the terminal breaks the line.
  if (shown.size === 1) shrink(() => 1);
  return widths.map((width, index) => (shown.has(index) ? width : null));
}
