/** Marks labels that were taken for another one more often than for themselves. */
export const MARK = '*';

export const MARK_LEGEND = `${MARK} more often taken for this than for its own label`;

/** The largest value of a row off the diagonal, 0 if there is none. */
export function greatestMistake(row: readonly number[], own: number): number {
  return row.reduce((most, value, at) => (at !== own && Number.isFinite(value) && value > most ? value : most), 0);
}

/** Whether the largest cell of a row is off the diagonal. */
export function isMistaken(row: readonly number[], own: number): boolean {
  const right = row[own] ?? 0;
  return greatestMistake(row, own) > (Number.isFinite(right) ? right : 0);
}
