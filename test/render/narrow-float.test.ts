import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrowFloatText } from '../../src/render/narrow-float.ts';

/** Numbers, and numpy's shortest text for them. */
const samples = JSON.parse(readFileSync(new URL('narrow-floats.json', import.meta.url), 'utf8')) as readonly [
  'FLOAT16' | 'FLOAT32',
  number,
  string,
][];

function distance(text: string, value: number): number {
  return Math.abs(Number(text) - value);
}

describe('the text of a narrow float', () => {
  it.each(['FLOAT16', 'FLOAT32'] as const)('is as short as numpy’s: %s', (width) => {
    const ours = samples.filter(([type]) => type === width);
    expect(ours.length).toBeGreaterThan(100);
    for (const [type, value, text] of ours) {
      const short = narrowFloatText(type, value);
      // numpy may choose one of the same length that is further away, or the even one of two equally near ones.
      const isAsGood = short.length <= `${Number(text)}`.length && distance(short, value) <= distance(text, value);
      expect(isAsGood, `${value}: ${short}, numpy: ${text}`).toBe(true);
    }
  });

  it('keeps zeros, infinities and NaN', () => {
    expect([0, -0, Number.POSITIVE_INFINITY, Number.NaN].map((value) => narrowFloatText('FLOAT32', value))).toEqual([
      '0',
      '-0',
      'Infinity',
      'NaN',
    ]);
  });

  it('parses to the same float32', () => {
    const same = fc.property(fc.float(), (value) => {
      expect(Math.fround(Number(narrowFloatText('FLOAT32', value)))).toBe(value);
    });
    fc.assert(same, { numRuns: 20_000 });
  });
});
