import { describe, expect, it } from 'vitest';
import { rowFromPlain } from '../../src/datastore/typed-value.ts';
import { matrixCounts } from '../../src/job/matrix-counts.ts';

const COUNTS = [
  [46, 3, 4],
  [6, 40, 5],
  [2, 0, 38],
];
const LABELS = COUNTS.map((row, at) =>
  rowFromPlain({
    id: at,
    support: row.reduce((sum, value) => sum + value, 0),
    'tp-true positive': row[at] ?? 0,
    'fp-false positive': COUNTS.reduce((sum, other) => sum + (other[at] ?? 0), 0) - (row[at] ?? 0),
  }),
);
const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);
const column = (at: number) => COUNTS.map((row) => row[at] ?? 0);

describe('the counts of a confusion matrix', () => {
  it.each([
    ['all cases', COUNTS.map((row) => row.map((value) => value / sum(COUNTS.flat())))],
    ['its row', COUNTS.map((row) => row.map((value) => value / sum(row)))],
    ['its column', COUNTS.map((row) => row.map((value, at) => value / sum(column(at))))],
    ['nothing: they are counts', COUNTS],
  ])('are found from fractions of %s', (_, matrix) => {
    expect(matrixCounts(matrix, LABELS)).toEqual(COUNTS);
  });

  it('are found for a perfect result, whose fractions look like counts', () => {
    const labels = [7, 9].map((support) => rowFromPlain({ support }));
    const perfect = [
      [1, 0],
      [0, 1],
    ];
    expect(matrixCounts(perfect, labels)).toEqual([
      [7, 0],
      [0, 9],
    ]);
    expect(
      matrixCounts(
        perfect,
        [1, 1].map((support) => rowFromPlain({ support })),
      ),
    ).toEqual(perfect);
  });

  it('are unknown if labels lack their numbers of cases, or do not fit', () => {
    const shares = COUNTS.map((row) => row.map((value) => value / sum(row)));
    expect(matrixCounts(shares, [])).toBeNull();
    expect(
      matrixCounts(
        shares,
        COUNTS.map((_, id) => rowFromPlain({ id })),
      ),
    ).toBeNull();
    expect(
      matrixCounts(
        shares,
        COUNTS.map(() => rowFromPlain({ support: 17 })),
      ),
    ).toBeNull();
  });
});
