import { describe, expect, it } from 'vitest';
import { oneLine, show } from '../../src/text/show.ts';

describe('show', () => {
  it('quotes, and shows control characters and invisible marks', () => {
    expect(show('a "b"\n\u001b\u009b\u202e')).toBe('"a \\"b\\"\\n\\u001b\\u009b\\u202e"');
  });

  it('cuts a long text between characters', () => {
    expect(show('😀'.repeat(61))).toBe(`"${'😀'.repeat(60)}…"`);
    expect(show('😀'.repeat(60))).toBe(`"${'😀'.repeat(60)}"`);
    expect(show('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(60)}…"`);
  });
});

describe('oneLine', () => {
  it('keeps the length and replaces what drives a terminal', () => {
    expect(oneLine('a\tb\r\nc\u001b[0m\u202e\ud800é')).toBe('a b  c·[0m··é');
  });
});
