import { describe, expect, it } from 'vitest';
import { joinLines, withoutLastSlashes, withoutOuterSlashes } from '../../src/text/trim.ts';
import { cpuNow } from '../support/cpu-now.ts';

describe('slashes', () => {
  it('are removed only at the ends', () => {
    expect(['//a//b//', 'a', '/', ''].map(withoutOuterSlashes)).toEqual(['a//b', 'a', '', '']);
    expect(['//a//', '/'].map(withoutLastSlashes)).toEqual(['//a', '']);
  });

  it('within a text take linear time', () => {
    const start = cpuNow();
    expect(withoutOuterSlashes(`a${'/'.repeat(1e6)}b`)).toHaveLength(1e6 + 2);
    expect(cpuNow() - start).toBeLessThan(500);
  });
});

describe('joinLines', () => {
  it('makes one line of several', () => {
    expect(joinLines(' a \r\n\n  b\tc \n')).toBe('a b\tc');
    expect(joinLines('a  b')).toBe('a  b');
  });

  it('takes linear time for blanks', () => {
    const start = cpuNow();
    expect(joinLines(`a${' '.repeat(1e6)}b${'\r'.repeat(1e6)}c`)).toHaveLength(2e6 + 3);
    expect(cpuNow() - start).toBeLessThan(500);
  });
});
