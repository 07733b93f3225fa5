import { describe, expect, it } from 'vitest';
import { mcnemarP } from '../../../src/job/diff/mcnemar.ts';

/** The sum of the binomial distribution's tail, in integers. */
function exactly(fixed: number, broken: number): number {
  const n = BigInt(fixed + broken);
  const fewer = BigInt(Math.min(fixed, broken));
  let combinations = 1n;
  let tail = 0n;
  for (let k = 0n; k <= fewer; k++) {
    tail += combinations;
    combinations = (combinations * (n - k)) / (k + 1n);
  }
  const scale = 10n ** 60n;
  return Math.min(1, Number((2n * tail * scale) / 2n ** n) / 1e60);
}

describe("McNemar's exact p", () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [1, 8, 0.0390625],
    [10, 6, 0.454498291015625],
    [5, 5, 1],
    [0, 10, 0.001953125],
  ])('of %i fixed and %i broken is %d', (fixed, broken, p) => {
    expect(mcnemarP(fixed, broken)).toBeCloseTo(p, 12);
  });

  it('equals the exact result for all small counts, and some large ones', () => {
    const pairs = Array.from({ length: 900 }, (_, index): [number, number] => [Math.floor(index / 30), index % 30]);
    for (const [fixed, broken] of [...pairs, [480, 520], [1000, 1100], [300, 700]] as const) {
      const p = exactly(fixed, broken);
      expect(Math.abs(mcnemarP(fixed, broken) / p - 1)).toBeLessThan(1e-10);
      expect(mcnemarP(broken, fixed)).toBe(mcnemarP(fixed, broken));
    }
  });

  it('of a million rows is computed quickly', () => {
    expect(mcnemarP(500_000, 501_000)).toBeCloseTo(0.3178, 3);
    expect(mcnemarP(0, 1_000_000)).toBe(0);
  });
});
