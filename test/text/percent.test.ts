import { describe, expect, it } from 'vitest';
import { percentOf } from '../../src/text/percent.ts';

describe('percent', () => {
  it('have one decimal', () => {
    expect(percentOf(1, 3)).toBe('33.3');
    expect(percentOf(0, 3)).toBe('0.0');
    expect(percentOf(3, 3)).toBe('100.0');
  });

  it('have more if they would read as none or all', () => {
    expect(percentOf(9_999, 10_000)).toBe('99.99');
    expect(percentOf(999_999, 1_000_000)).toBe('99.9999');
    expect(percentOf(1, 1_000_000)).toBe('0.0001');
    expect(percentOf(9_995, 10_000)).toBe('99.95');
  });
});
