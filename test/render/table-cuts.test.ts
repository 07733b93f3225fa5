import { describe, expect, it } from 'vitest';
import { cutHint } from '../../src/render/table-cuts.ts';

describe('cutHint', () => {
  it('names the option and the columns', () => {
    expect(cutHint({ cut: false, hiddenColumns: [] })).toBeNull();
    expect(cutHint({ cut: true, hiddenColumns: [] })).toContain('--no-truncate');
    expect(cutHint({ cut: true, hiddenColumns: ['a', 'b\n'] })).toBe(
      '2 columns do not fit the terminal (a, b\\n): --no-truncate shows everything.',
    );
  });

  it('shortens long names', () => {
    expect(cutHint({ cut: true, hiddenColumns: ['x'.repeat(300)] })).toBe(
      `A column does not fit the terminal (${'x'.repeat(39)}…): --no-truncate shows everything.`,
    );
  });
});
