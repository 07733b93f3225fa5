import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowFromPlain, type TypedRow } from '../../src/datastore/typed-value.ts';
import { labelsInOrder } from '../../src/job/label-order.ts';

type Normalized = 'all' | 'true' | 'pred' | 'counts';

/** What the client's `multi_classification` writes for these counts: labels keyed by text, the matrix by index. */
function written(
  names: readonly string[],
  counts: readonly (readonly number[])[],
  normalized: Normalized,
): { readonly labels: readonly TypedRow[]; readonly matrix: readonly TypedRow[] } {
  const supports = counts.map((row) => sum(row));
  const predicted = counts.map((_, column) => sum(counts.map((row) => row[column] ?? 0)));
  const labels = names.map((id, index) => {
    const [hits, support, all] = [counts[index]?.[index] ?? 0, supports[index] ?? 0, predicted[index] ?? 0];
    return rowFromPlain({ id, precision: share(hits, all), recall: share(hits, support), support });
  });
  const total = sum(supports);
  const divisor = (row: number, column: number): number =>
    ({ all: total, true: supports[row] ?? 0, pred: predicted[column] ?? 0, counts: 1 })[normalized];
  const matrix = counts.map((row, id) => {
    const cells = row.map((count, column) => [String(column), share(count, divisor(id, column))] as const);
    return new Map([...rowFromPlain({ id }), ...rowFromPlain(Object.fromEntries(cells))]);
  });
  return { labels: labels.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)), matrix };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const idOf = (row: TypedRow): string => String(row.get('id')?.value);

function orderOf(names: readonly string[], counts: readonly (readonly number[])[], normalized: Normalized): string[] {
  const { labels, matrix } = written(names, counts, normalized);
  return labelsInOrder(labels, matrix).map(idOf);
}

const NUMBERS = Array.from({ length: 12 }, (_, index) => String(index));
/** Label n is right 10 + n times, and mistaken for the next one once. */
const DISTINCT = NUMBERS.map((_, row) =>
  NUMBERS.map((_, column) => (row === column ? 10 + row : +(column === row + 1))),
);
const PERFECT = NUMBERS.map((_, row) => NUMBERS.map((_, column) => (row === column ? 5 : 0)));

describe('the labels of a report', () => {
  it.each(['all', 'true', 'pred', 'counts'] as const)('are in the order of a matrix of %s', (normalized) => {
    expect(orderOf(NUMBERS, DISTINCT, normalized)).toEqual(NUMBERS);
    const animals = ['zebra', 'cat', 'dog', 'ant', 'bee', 'yak', 'elk', 'cow', 'owl', 'fox', 'hen', 'pig'];
    expect(orderOf(animals, DISTINCT, normalized)).toEqual(animals);
    // Numbers that the job logged as strings are sorted as strings in the matrix, too.
    expect(orderOf(NUMBERS.toSorted(), DISTINCT, normalized)).toEqual(NUMBERS.toSorted());
  });

  it('are sorted as numbers if their scores are equal, and otherwise as in their table', () => {
    expect(orderOf(NUMBERS, PERFECT, 'all')).toEqual(NUMBERS);
    expect(
      orderOf(
        ['-1', '2', '10'],
        PERFECT.slice(0, 3).map((row) => row.slice(0, 3)),
        'all',
      ),
    ).toEqual(['-1', '2', '10']);
    expect(
      orderOf(
        ['dog', 'cat'],
        [
          [5, 0],
          [0, 5],
        ],
        'all',
      ),
    ).toEqual(['cat', 'dog']);
  });

  it('are in that order if the matrix does not belong to the labels', () => {
    const { labels, matrix } = written(NUMBERS, DISTINCT, 'all');
    expect(labelsInOrder(labels, matrix.slice(1)).map(idOf)).toEqual(NUMBERS);
    expect(labelsInOrder(labels, []).map(idOf)).toEqual(NUMBERS);
    expect(
      labelsInOrder(
        labels.map((row) => rowFromPlain({ id: idOf(row) })),
        matrix,
      ).map(idOf),
    ).toEqual(NUMBERS);
    expect(labelsInOrder([], matrix)).toEqual([]);
  });

  it('appear once each, and fit their rows, for any counts', () => {
    const size = 6;
    const row = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: size, maxLength: size });
    const names = fc.uniqueArray(fc.oneof(fc.nat(30).map(String), fc.string()), { minLength: size, maxLength: size });
    fc.assert(
      fc.property(
        names,
        fc.array(row, { minLength: size, maxLength: size }),
        fc.constantFrom<Normalized>('all', 'true', 'pred', 'counts'),
        (ids, counts, normalized) => {
          const order = orderOf(ids, counts, normalized);
          expect(order.toSorted()).toEqual(ids.toSorted());
          const recallOf = new Map(
            ids.map((id, index) => [id, share(counts[index]?.[index] ?? 0, sum(counts[index] ?? []))]),
          );
          if (normalized !== 'pred' && sum(counts.flat()) > 0) {
            expect(order.map((id) => recallOf.get(id))).toEqual(ids.map((id) => recallOf.get(id)));
          }
        },
      ),
    );
  });
});
