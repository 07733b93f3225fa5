import { describe, expect, it } from 'vitest';
import { fitted, noteLines, shorten } from '../../src/chart/svg-text.ts';

describe('text of pictures', () => {
  it('is shortened to a number of letters, of which wide ones count twice', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('abcd', 3)).toBe('ab…');
    expect(shorten('鳥鳥鳥', 6)).toBe('鳥鳥鳥');
    expect(shorten('鳥鳥鳥鳥', 6)).toBe('鳥鳥…');
    expect(shorten('', 3)).toBe('');
    expect(shorten('鳥', 1)).toBe('鳥…');
  });

  it('fits into pixels', () => {
    expect(fitted('a_very_long_name', 68)).toBe('a_very_lo…');
    expect(fitted('short', 68)).toBe('short');
  });

  it('continues on further lines if it is a note', () => {
    const note = '127 of 300 points are 0 or less: not on a logarithmic axis';
    expect(noteLines(note, 900)).toEqual([note]);
    expect(noteLines(note, 280)).toEqual(['127 of 300 points are 0 or less: not on a', 'logarithmic axis']);
  });
});
