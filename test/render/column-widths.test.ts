import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColumnExtent, fitColumns, GAP } from '../../src/render/column-widths.ts';

const extent = (natural: number, importance: number, more: Partial<ColumnExtent> = {}): ColumnExtent => ({
  natural,
  header: 4,
  least: 8,
  importance,
  fixed: false,
  ...more,
});

describe('fitColumns', () => {
  it('does not change columns that fit', () => {
    expect(fitColumns([extent(10, 2), extent(10, 1)], 22)).toEqual([10, 10]);
  });

  it('shrinks the least important column first, then the next', () => {
    const columns = [extent(20, 3), extent(20, 1), extent(20, 2)];
    expect(fitColumns(columns, 60)).toEqual([20, 16, 20]);
    expect(fitColumns(columns, 50)).toEqual([20, 8, 18]);
    expect(fitColumns(columns, 30)).toEqual([10, 8, 8]);
  });

  it('shrinks very wide columns before others, whatever their importance', () => {
    const columns = [extent(20, 3), extent(110, 2), extent(20, 1)];
    expect(fitColumns(columns, 120)).toEqual([20, 76, 20]);
    expect(fitColumns(columns, 80)).toEqual([20, 40, 16]);
  });

  it('cuts headers only if nothing else can shrink', () => {
    const columns = [extent(20, 2), extent(14, 1, { header: 14 })];
    expect(fitColumns(columns, 30)).toEqual([14, 14]);
    expect(fitColumns(columns, 20)).toEqual([8, 10]);
  });

  it('drops the least important columns if even their minimum widths do not fit', () => {
    expect(fitColumns([extent(20, 3), extent(20, 1), extent(20, 2)], 20)).toEqual([10, null, 8]);
  });

  it('never touches fixed columns', () => {
    expect(fitColumns([extent(40, 1, { fixed: true }), extent(20, 5)], 30)).toEqual([40, null]);
    expect(fitColumns([extent(40, 1, { fixed: true })], 10)).toEqual([40]);
  });

  it('shrinks a last column as far as necessary', () => {
    expect(fitColumns([extent(40, 1)], 3)).toEqual([3]);
  });

  it('always fits if no column is fixed', () => {
    const column = fc
      .record({
        natural: fc.integer({ min: 1, max: 60 }),
        least: fc.integer({ min: 1, max: 12 }),
        importance: fc.nat(9),
      })
      .chain((parts) =>
        fc.integer({ min: 1, max: parts.natural }).map((header) => ({ ...parts, header, fixed: false })),
      );
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 120 }),
        (columns, width) => {
          const shown = fitColumns(columns, width).filter((cells) => cells !== null);
          expect(shown.length).toBeGreaterThan(0);
          expect(shown.reduce((sum, cells) => sum + cells, (shown.length - 1) * GAP)).toBeLessThanOrEqual(width);
          expect(Math.min(...shown)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
