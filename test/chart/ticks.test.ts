import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, roundStep, tickTexts } from '../../src/chart/ticks.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
const at = (ticks: readonly number[], index: number) => ticks[index] ?? Number.NaN;
const domain = fc
  .tuple(finite, fc.double({ noNaN: true, min: 1e-9, max: 1e12 }))
  .filter(([low, span]) => low + span > low && span > Math.abs(low) * 1e-9)
  .map(([low, span]) => [low, low + span] as const);

describe('round steps', () => {
  it('are 1, 2 or 5 times a power of ten', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: 1e-200, max: 1e200 }),
        fc.integer({ min: 1, max: 40 }),
        (span, parts) => {
          const step = roundStep(span, parts);
          const digits = Number(step.toExponential(6).split('e')[0]);
          expect([1, 2, 5, 10].some((digit) => Math.abs(digits - digit) < 1e-5)).toBe(true);
          expect(span / step).toBeGreaterThan(parts / 3);
          expect(span / step).toBeLessThan(parts * 3);
        },
      ),
    );
  });
});

describe('linear ticks', () => {
  it('are ascending, within the domain, equally spaced, and about as many as requested', () => {
    fc.assert(
      fc.property(domain, fc.integer({ min: 1, max: 20 }), ([low, high], parts) => {
        const ticks = linearTicks([low, high], parts);
        const span = high - low;
        expect(ticks.length).toBeLessThanOrEqual(parts * 3 + 1);
        for (const [index, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(low - span * 1e-6);
          expect(tick).toBeLessThanOrEqual(high + span * 1e-6);
          if (index > 0) expect(tick).toBeGreaterThan(ticks[index - 1] ?? 0);
          if (index > 1)
            expect(Math.abs(tick - 2 * at(ticks, index - 1) + at(ticks, index - 2))).toBeLessThan(span * 1e-6);
        }
      }),
    );
  });

  it('meet 0 exactly, and do not drift', () => {
    expect(linearTicks([-0.3, 0.3], 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    expect(linearTicks([0, 1], 10)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  it('are within the domain and ascending, however many digits its ends share', () => {
    expect(linearTicks([1_763_887_328_003, 1_763_887_328_027], 3)).toEqual([1_763_887_328_010, 1_763_887_328_020]);
    expect(linearTicks([1, 1 + 2 ** -49], 4)).toEqual([1, 1 + 2 ** -49]);
  });

  it('of a single value are that value', () => {
    expect(linearTicks([3, 3], 5)).toEqual([3]);
  });
});

describe('logarithmic ticks', () => {
  it('are powers of ten, with their multiples by 2 and 5 if there are few', () => {
    expect(logTicks([1, 1000], 4)).toEqual([1, 10, 100, 1000]);
    expect(logTicks([1, 100], 8)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(logTicks([1e-9, 1e9], 5)).toEqual([1e-8, 1e-4, 1, 1e4, 1e8]);
  });

  it('are ascending and within the domain, at least one for each three decades', () => {
    const positive = fc.tuple(
      fc.double({ noNaN: true, min: 1e-100, max: 1e100 }),
      fc.double({ noNaN: true, min: 1.1, max: 1e40 }),
    );
    fc.assert(
      fc.property(positive, fc.integer({ min: 2, max: 20 }), ([low, factor], parts) => {
        const high = low * factor;
        const ticks = logTicks([low, high], parts);
        expect(ticks.length).toBeLessThanOrEqual(parts * 3 + 2);
        for (const [index, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(low * (1 - 1e-6));
          expect(tick).toBeLessThanOrEqual(high * (1 + 1e-6));
          if (index > 0) expect(tick).toBeGreaterThan(at(ticks, index - 1));
        }
        if (factor > 10 ** (1 + Math.ceil(Math.log10(factor) / parts))) expect(ticks.length).toBeGreaterThan(0);
        expect(new Set(tickTexts(ticks)).size).toBe(ticks.length);
      }),
    );
  });

  it('are linear within a decade', () => {
    expect(logTicks([2, 4], 4)).toEqual([2, 2.5, 3, 3.5, 4]);
  });
});

describe('the texts of ticks', () => {
  it.each([
    [
      [0, 0.5, 1],
      ['0', '0.5', '1.0'],
    ],
    [
      [0, 50_000, 100_000],
      ['0', '50k', '100k'],
    ],
    [
      [0, 1, 2],
      ['0', '1', '2'],
    ],
    [
      [1e-9, 1e-8, 1e-7],
      ['1e-9', '1e-8', '1e-7'],
    ],
    [
      [0.001, 0.01, 0.1, 1, 10],
      ['0.001', '0.01', '0.1', '1', '10'],
    ],
    [
      [-2e6, 0, 2e6],
      ['-2M', '0', '2M'],
    ],
    [
      [0, 20e6, 40e6],
      ['0', '20M', '40M'],
    ],
    [
      [0.00003, 0.000035, 0.00004],
      ['3e-5', '3.5e-5', '4e-5'],
    ],
    [[5], ['5']],
    [[], []],
  ])('of %j are %j', (ticks, texts) => {
    expect(tickTexts(ticks)).toEqual(texts);
  });

  it('of two powers of ten on a logarithmic axis are as short as possible', () => {
    expect(tickTexts([0.1, 1], true)).toEqual(['0.1', '1']);
    expect(tickTexts([0.1, 1])).toEqual(['0.1', '1.0']);
  });

  it('differ for different ticks', () => {
    fc.assert(
      fc.property(domain, fc.integer({ min: 2, max: 12 }), (extent, parts) => {
        const texts = tickTexts(linearTicks(extent, parts));
        expect(new Set(texts).size).toBe(texts.length);
      }),
    );
  });
});
