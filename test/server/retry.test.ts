import { describe, expect, it } from 'vitest';
import { isRetriedFailure, isRetriedStatus, pauseAfter, retryAfterMs } from '../../src/server/retry.ts';

describe('retries', () => {
  it('are made for five statuses', () => {
    const all = Array.from({ length: 600 }, (_, status) => status).filter(isRetriedStatus);
    expect(all).toEqual([408, 429, 502, 503, 504]);
  });

  it('are made after a reset only for reads, after a refused connection always', () => {
    expect(isRetriedFailure('ECONNRESET', true)).toBe(true);
    expect(isRetriedFailure('ECONNRESET', false)).toBe(false);
    expect(isRetriedFailure('ECONNREFUSED', false)).toBe(true);
    for (const code of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UND_ERR_HEADERS_TIMEOUT', undefined]) {
      expect(isRetriedFailure(code, true)).toBe(false);
    }
  });

  it('come after pauses that double, vary, and are limited to some seconds', () => {
    expect([1, 2, 3].map((tries) => pauseAfter(tries, () => 0))).toEqual([150, 300, 600]);
    expect(pauseAfter(1, () => 0.999)).toBeCloseTo(450, 0);
    expect(pauseAfter(30, () => 1)).toBe(12_000);
  });

  it.each([
    [undefined, null],
    ['', null],
    ['soon', null],
    ['-1', null],
    ['0', 0],
    [' 7 ', 7_000],
    ['Thu, 01 Jan 1970 00:00:05 GMT', 4_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('heed Retry-After %j', (header, ms) => {
    expect(retryAfterMs(header, 1_000)).toBe(ms);
  });
});
