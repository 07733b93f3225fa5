import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../src/text/moment.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const HOUR = 3_600_000;

describe('parseMoment', () => {
  it.each([
    ['7d', NOW - 7 * 24 * HOUR],
    ['1h30m', NOW - 1.5 * HOUR],
    ['2w', NOW - 14 * 24 * HOUR],
    ['0.5h', NOW - HOUR / 2],
    ['400d', NOW - 400 * 24 * HOUR],
    ['2026-11-20T08:00:00Z', Date.parse('2026-11-20T08:00:00Z')],
    ['2026-11-20 08:00:00 UTC', Date.parse('2026-11-20T08:00:00Z')],
    ['2026-11-20T08:00:00.5+0800', Date.parse('2026-11-20T00:00:00.5Z')],
    ['2026-11-20 08:00 -03:00', Date.parse('2026-11-20T11:00:00Z')],
    ['2026-11-20T08:00', new Date(2026, 10, 20, 8).getTime()],
  ])('%s is a moment', (text, time) => expect(parseMoment(text, NOW)).toEqual({ from: time, to: time }));

  it('reads a date as the whole day on this machine', () => {
    expect(parseMoment('2026-11-20', NOW)).toEqual({
      from: new Date(2026, 10, 20).getTime(),
      to: new Date(2026, 10, 21).getTime(),
    });
  });

  it.each([
    '',
    'yesterday',
    '7',
    '7 days',
    '2026-13-01',
    '2026-02-30',
    '2026-02-30T08:00Z',
    '2026-11-31 08:00',
    '2026-11-20T25:00',
    '20261120',
    '1e3d',
    '-1d',
  ])('"%s" is none', (text) => expect(parseMoment(text, NOW)).toBeUndefined());
});
