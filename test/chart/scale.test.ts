import { describe, expect, it } from 'vitest';
import { scaleFor } from '../../src/chart/scale.ts';

const log = { log: true, parts: 4 };

describe('a scale', () => {
  it('places values between the ends of its domain', () => {
    const scale = scaleFor([10, 20], { parts: 2 });
    expect([10, 15, 20, 25].map((value) => scale.place(value))).toEqual([0, 0.5, 1, 1.5]);
    expect(scale.ticks).toEqual([
      { at: 0, text: '10' },
      { at: 0.5, text: '15' },
      { at: 1, text: '20' },
    ]);
    const powers = scaleFor([1, 100], log);
    expect([1, 10, 100, 0, -1].map((value) => powers.place(value))).toEqual([0, 0.5, 1, Number.NaN, Number.NaN]);
  });

  it('of one value has space on both sides', () => {
    expect(scaleFor([5, 5], { parts: 4 }).domain).toEqual([4.5, 5.5]);
    expect(scaleFor([-5, -5], { parts: 4 }).domain).toEqual([-5.5, -4.5]);
    expect(scaleFor([0, 0], { parts: 4 }).domain).toEqual([-1, 1]);
    expect(scaleFor([8, 8], log).domain).toEqual([4, 16]);
  });

  it('without values still has an axis', () => {
    expect(scaleFor(null, { parts: 4 }).domain).toEqual([0, 1]);
    expect(scaleFor(null, log).domain).toEqual([1, 10]);
  });

  it('extends to the next ticks on request, if its steps are equal and representable as doubles', () => {
    const round = { parts: 5, round: true };
    expect(scaleFor([0.3, 9.2], round).domain).toEqual([0, 10]);
    expect(scaleFor([0, 10], round).domain).toEqual([0, 10]);
    expect(scaleFor([3, 700], { ...log, round: true }).domain).toEqual([3, 700]);
    const largest = Number.MAX_VALUE;
    expect(scaleFor([-largest, largest], round).domain).toEqual([-largest, largest]);
    const [low, high] = [2 ** 53, 2 ** 53 + 2];
    expect(scaleFor([low, high], round).domain).toEqual([low, high]);
  });
});
