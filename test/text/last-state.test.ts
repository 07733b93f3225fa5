import { describe, expect, it } from 'vitest';
import { lastState } from '../../src/text/last-state.ts';
import { cpuNow } from '../support/cpu-now.ts';

describe('lastState', () => {
  it.each([
    ['', ''],
    ['\r', ''],
    ['\r\r\r', ''],
    ['a', 'a'],
    ['a\r', 'a'],
    ['a\rb', 'b'],
    ['a\rb\r\r', 'b'],
    ['\ra', 'a'],
    ['10%\r20%\r30%', '30%'],
  ])('of %j is %j', (line, last) => {
    expect(lastState(line)).toBe(last);
  });

  it('takes time in proportion to the line', () => {
    const started = cpuNow();
    for (const line of ['\r'.repeat(2e6), `${'\r'.repeat(2e6)}x`, 'a\r'.repeat(1e6), `x${'\r'.repeat(2e6)}`])
      lastState(line);
    expect(cpuNow() - started).toBeLessThan(1000);
  });
});
