import type { TypedRow } from '../datastore/typed-value.ts';
import { numberOf } from './confusion-matrix.ts';

/** Fractions are stored with rounding errors; a product further from a whole number is not a count. */
const MAX_DEVIATION = 0.02;

/**
 * The counts behind a confusion matrix of fractions: of all cases, of the row, or of the column, whichever adds up. A matrix
 * of counts is returned unchanged. Null if the labels lack their numbers of cases, or these do not fit.
 */
export function matrixCounts(
  matrix: readonly (readonly number[])[],
  labels: readonly TypedRow[],
): readonly (readonly number[])[] | null {
  if (matrix.every((row) => row.every(Number.isInteger)) && !isIdentity(matrix)) return matrix;
  const supports = labels.map((row) => numberOf(row.get('support')));
  if (supports.length !== matrix.length || supports.every((support) => support === 0)) return null;
  const all = sumOf(supports);
  const predicted = labels.map((row) => numberOf(row.get('tp-true positive')) + numberOf(row.get('fp-false positive')));
  const factors: readonly ((row: number, column: number) => number)[] = [
    () => all,
    (row) => supports[row] ?? 0,
    (_, column) => predicted[column] ?? 0,
  ];
  for (const factor of factors) {
    const counts = matrix.map((row, at) => row.map((value, column) => value * factor(at, column)));
    const whole = counts.map((row) => row.map(Math.round));
    const isWhole = counts.every((row, at) =>
      row.every((value, column) => Math.abs(value - (whole[at]?.[column] ?? 0)) <= MAX_DEVIATION),
    );
    if (isWhole && whole.every((row, at) => sumOf(row) === supports[at])) return whole;
  }
  return null;
}

/** A perfect result looks the same as fractions of rows and as counts of one case per label. */
function isIdentity(matrix: readonly (readonly number[])[]): boolean {
  return matrix.every((row, at) => row.every((value, column) => value === 0 || (value === 1 && column === at)));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}
