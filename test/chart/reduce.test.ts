import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movingMean, reducePath, reducePoints } from '../../src/chart/reduce.ts';

const place = fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) }, fc.constant(Number.NaN));
const path = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), place), { maxLength: 300 });

function split(points: readonly (readonly [number, number])[]) {
  return { x: Float64Array.from(points, ([x]) => x), y: Float64Array.from(points, ([, y]) => y) };
}

describe('a reduced line', () => {
  it('keeps the lowest, highest, first and last point of every column, in order', () => {
    fc.assert(
      fc.property(path, fc.integer({ min: 1, max: 40 }), (points, columns) => {
        const sorted = points.toSorted(([a], [b]) => a - b);
        const { x, y } = split(sorted);
        const reduced = reducePath(x, y, columns);
        const indexes = reduced.flatMap((point) => (point ? [point[2]] : []));
        expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
        const kept = new Set(indexes);
        for (let column = 0; column < columns; column++) {
          // A gap starts a new run, so runs are compared instead of columns.
          for (const run of runsOf(sorted, columns).filter((each) => each.column === column)) {
            const ups = run.points.map((index) => y[index] ?? 0);
            expect(kept).toContain(run.points[0]);
            expect(kept).toContain(run.points.at(-1));
            const keptUps = run.points.filter((index) => kept.has(index)).map((index) => y[index] ?? 0);
            expect(Math.min(...keptUps)).toBe(Math.min(...ups));
            expect(Math.max(...keptUps)).toBe(Math.max(...ups));
            expect(keptUps.length).toBeLessThanOrEqual(4);
          }
        }
      }),
    );
  });

  it('has a gap exactly where a value is NaN', () => {
    const { x, y } = split([
      [0, Number.NaN],
      [0.1, 1],
      [0.2, Number.NaN],
      [0.3, Number.NaN],
      [0.4, 0],
      [0.5, 0.5],
      [0.6, Number.NaN],
    ]);
    expect(reducePath(x, y, 100)).toEqual([[0.1, 1, 1], null, [0.4, 0, 4], [0.5, 0.5, 5]]);
  });

  it('keeps a peak of one point among a million', () => {
    const count = 1_000_000;
    const x = Float64Array.from({ length: count }, (_, index) => index / count);
    const y = new Float64Array(count).fill(0.5);
    y[654_321] = 1;
    const reduced = reducePath(x, y, 200);
    expect(reduced.length).toBeLessThanOrEqual(800);
    expect(reduced.map((point) => point?.[1])).toContain(1);
  });

  it('of nothing is nothing', () => {
    expect(reducePath(new Float64Array(), new Float64Array(), 10)).toEqual([]);
  });
});

function runsOf(points: readonly (readonly [number, number])[], columns: number) {
  const runs: { column: number; points: number[] }[] = [];
  let last = -1;
  for (const [index, [x, y]] of points.entries()) {
    if (Number.isNaN(y)) {
      last = -1;
      continue;
    }
    const column = Math.min(columns - 1, Math.floor(x * columns));
    if (column !== last) runs.push({ column, points: [] });
    runs.at(-1)?.points.push(index);
    last = column;
  }
  return runs;
}

describe('reduced points', () => {
  it('fill the same cells of the grid as all points do, each once', () => {
    fc.assert(
      fc.property(path, (points) => {
        const { x, y } = split(points);
        const cell = (across: number, up: number) =>
          `${Math.min(9, Math.floor(across * 10))} ${Math.min(4, Math.floor(up * 5))}`;
        const all = new Set(points.filter(([, up]) => !Number.isNaN(up)).map(([across, up]) => cell(across, up)));
        const reduced = reducePoints(x, y, 10, 5).flatMap((point) => (point ? [cell(point[0], point[1])] : []));
        expect(new Set(reduced)).toEqual(all);
        expect(reduced.length).toBe(all.size);
      }),
    );
  });
});

describe('the moving mean', () => {
  it('lies within its values, and keeps gaps', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 100 }), fc.integer({ min: 1, max: 20 }), (values, count) => {
        const means = movingMean(Float64Array.from(values), count);
        const seen: number[] = [];
        for (const [index, value] of values.entries()) {
          const mean = means[index] ?? 0;
          expect(Number.isNaN(mean)).toBe(Number.isNaN(value));
          if (Number.isNaN(value)) continue;
          seen.push(value);
          const window = seen.slice(-count);
          expect(mean).toBeGreaterThanOrEqual(Math.min(...window) - 1e-9);
          expect(mean).toBeLessThanOrEqual(Math.max(...window) + 1e-9);
        }
      }),
    );
  });

  it('is the mean of the last values, with gaps kept', () => {
    const values = Float64Array.of(1, 3, Number.NaN, 5, 7, 9);
    expect([...movingMean(values, 2)]).toEqual([1, 2, Number.NaN, 4, 6, 8]);
    expect(movingMean(values, 1)).toBe(values);
  });
});
