import { describe, expect, it } from 'vitest';
import { singleTextKey } from '../../../src/standalone/reader/seek-key.ts';

describe('the one key of a range', () => {
  it('is a plain string from which to which, included, the range goes', () => {
    expect(singleTextKey({ start: 'a-1', end: 'a-1', endInclusive: true })).toBe('a-1');
  });

  it.each([
    ['a range without its end is empty', { start: 'a', end: 'a', endInclusive: false }],
    ['a range goes without its end unless it says so', { start: 'a', end: 'a' }],
    ['a range is open', { start: 'a', endInclusive: true }],
    ['a range has other keys', { start: 'a', end: 'b', endInclusive: true }],
    ['a key is a number', { start: 1, end: 1, endInclusive: true }],
    ['JSON may escape a key', { start: 'a"b', end: 'a"b', endInclusive: true }],
    ['a key is empty', { start: '', end: '', endInclusive: true }],
  ])('is none where %s', (_, range) => {
    expect(singleTextKey(range)).toBeNull();
  });
});
