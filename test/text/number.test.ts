import { describe, expect, it } from 'vitest';
import { parseCount, parseRevision } from '../../src/text/number.ts';

describe('parseCount', () => {
  it('reads whole numbers', () => {
    expect(['1', '007', ' 20 ', '9007199254740991'].map((text) => parseCount(text, '--size'))).toEqual([
      1,
      7,
      20,
      Number.MAX_SAFE_INTEGER,
    ]);
    expect(parseCount('0', '--limit', 0)).toBe(0);
  });

  it.each([
    '',
    '0',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '0x1',
    '1_000',
    'ten',
    'NaN',
    'Infinity',
    '１',
    '1 2',
  ])('refuses %s', (text) =>
    expect(() => parseCount(text, '--size')).toThrow(
      expect.objectContaining({ code: 'usage', message: `--size "${text}" is not a whole number from 1 on` }),
    ));

  it('refuses integers that a number cannot represent exactly', () => {
    expect(() => parseCount('9007199254740992', '--size')).toThrow('is too large');
    expect(() => parseCount('9'.repeat(400), '--size')).toThrow('is too large');
    expect(() => parseCount('9'.repeat(100_000), '--size')).toThrow('--size');
  });
});

describe('parseRevision', () => {
  it('keeps every digit', () => {
    expect(parseRevision('9007199254740993')).toBe(9007199254740993n);
    expect(parseRevision('9223372036854775807')).toBe(2n ** 63n - 1n);
    expect(parseRevision(' 0 ')).toBe(0n);
  });

  it.each(['', '-1', '1.5', '9223372036854775808', 'latest', '0x1', '9'.repeat(1000)])('refuses %s', (text) =>
    expect(() => parseRevision(text)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(/^--revision ".*" is not a revision$/) }),
    ));
});
