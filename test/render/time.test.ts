import { describe, expect, it } from 'vitest';
import { durationText, isoSeconds, relativeTime } from '../../src/render/time.ts';

const NOW = Date.parse('2024-03-01T12:00:00Z');

describe('relativeTime', () => {
  it.each([
    ['2024-03-01T12:00:00.400Z', 'just now'],
    ['2024-03-01T11:59:59Z', '1 second ago'],
    ['2024-03-01T11:57:00Z', '3 minutes ago'],
    ['2024-03-01T10:30:00Z', '1 hour ago'],
    ['2024-02-28T12:00:00Z', '2 days ago'],
    ['2024-01-01T12:00:00Z', '1 month ago'],
    ['2023-03-05T12:00:00Z', '11 months ago'],
    ['2023-03-02T11:00:00Z', '1 year ago'],
    ['2020-03-01T12:00:00Z', '4 years ago'],
    ['2024-03-01T14:00:00Z', 'in 2 hours'],
    ['soon', 'soon'],
  ])('%s is %s', (iso, text) => {
    expect(relativeTime(iso, NOW)).toBe(text);
  });
});

describe('durationText', () => {
  it.each([
    [0, '<1s'],
    [450, '0.4s'],
    [96, '0.1s'],
    [40, '0.04s'],
    [3.4, '0.003s'],
    [999.9, '0.9s'],
    [1500, '1.5s'],
    [9999, '9.9s'],
    [59_999, '59s'],
    [60_000, '1m'],
    [83_000, '1m 23s'],
    [7_500_000, '2h 5m'],
    [273_600_000, '3d 4h'],
    [-1500, '-1.5s'],
  ])('%d ms are %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});

describe('isoSeconds', () => {
  it('drops fractions, and returns null for invalid dates', () => {
    expect(isoSeconds(NOW + 999)).toBe('2024-03-01T12:00:00Z');
    expect(isoSeconds(Number.MAX_VALUE)).toBeNull();
    expect(isoSeconds(Number.NaN)).toBeNull();
  });
});
