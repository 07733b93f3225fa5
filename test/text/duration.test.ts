import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/text/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['90', 90_000],
    ['1.5', 1500],
    ['1.5h', 5_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    [' 2s ', 2000],
    ['24d', 2_073_600_000],
    ['0.5ms', 1],
  ])('reads %s', (text, milliseconds) => expect(parseDuration(text, '--timeout')).toBe(milliseconds));

  it.each([
    '',
    's',
    '5 m',
    '5x',
    '-5s',
    '+5s',
    '1e3',
    '5M',
    '1m1h',
    '1s1s',
    '.5s',
    '5.s',
    '1h30',
    'Infinity',
    '0x10',
    '１s',
  ])('refuses %s', (text) =>
    expect(() => parseDuration(text, '--timeout')).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(/^--timeout ".*" is not a duration$/) }),
    ));

  it('refuses durations beyond a timer’s limit', () => {
    for (const text of ['25d', '24d1ms', '999999999999999d']) {
      expect(() => parseDuration(text, '--timeout')).toThrow(`--timeout "${text}" is too long`);
    }
    expect(parseDuration('24d', 'x')).toBeLessThan(2 ** 31);
  });

  it('refuses zero unless it is allowed', () => {
    for (const text of ['0', '0s', '0h0m', '0.1ms']) {
      expect(() => parseDuration(text, '--interval')).toThrow('--interval must be more than 0');
      expect(parseDuration(text, '--interval', { allowZero: true })).toBe(0);
    }
  });

  it('returns whole milliseconds or a usage error for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.dhms '.split('')), maxLength: 30 }), (text) => {
        try {
          expect(parseDuration(text, 'x')).toSatisfy((value: number) => Number.isSafeInteger(value) && value > 0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'usage' });
        }
      }),
    );
  });
});
