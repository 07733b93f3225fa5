import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from '../../src/chart/histogram.ts';

const numbers = fc.array(fc.double(), { maxLength: 200 }).map((values) => Float64Array.from(values));

describe('histogram', () => {
  it('counts every finite value once, in the bin that contains it', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 3 }), (groups) => {
        const bins = histogram(groups);
        const finite = groups.map((group) => group.filter(Number.isFinite));
        if (bins === null) {
          expect(finite.every((group) => group.length === 0)).toBe(true);
          return;
        }
        const { edges, counts } = bins;
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        expect(counts.map((group) => group.length)).toEqual(groups.map(() => edges.length - 1));
        for (const [index, group] of finite.entries()) {
          const held = edges.slice(1).map((edge, bin) => {
            // The first and the last edge are rounded to fifteen digits.
            const [isFirst, isLast] = [bin === 0, bin === edges.length - 2];
            return group.filter((value) => (isFirst || value >= (edges[bin] ?? 0)) && (isLast || value < edge)).length;
          });
          expect(counts[index]).toEqual(held);
          expect(held.reduce((sum, count) => sum + count, 0)).toBe(group.length);
        }
      }),
    );
  });

  it('has round edges', () => {
    const bins = histogram([Float64Array.from({ length: 100 }, (_, index) => index / 100)]);
    expect(bins?.edges).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(bins?.counts).toEqual([[10, 10, 10, 10, 10, 10, 10, 10, 10, 10]]);
  });

  it('tells numbers apart that begin with the same twelve digits, such as times', () => {
    const milliseconds = Float64Array.from({ length: 100 }, (_, index) => 1_763_887_328_000 + index);
    expect(histogram([milliseconds])?.counts).toEqual([[10, 10, 10, 10, 10, 10, 10, 10, 10, 10]]);
    const atTheLimit = Float64Array.from({ length: 50 }, (_, index) => 1 + index * 2 ** -52);
    expect(histogram([atTheLimit])).toEqual({ edges: [1, 1 + 49 * 2 ** -52], counts: [[50]] });
  });

  it('of one value is one bin, of no values nothing', () => {
    expect(histogram([Float64Array.of(5, 5)])?.counts).toEqual([[2]]);
    expect(histogram([Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY)])).toBeNull();
    expect(histogram([])).toBeNull();
  });
});
