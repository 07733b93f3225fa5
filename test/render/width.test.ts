import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { visible } from '../../src/render/control-characters.ts';
import { loadWidths, proseLines, SIMPLE_WIDTHS, widthsFor } from '../../src/render/width.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { anyText } from './values.ts';

describe('widths', () => {
  it('counts wide characters and emoji as two cells, combining marks as none', async () => {
    const { cells } = await loadWidths();
    expect(['abc', '漢字', '👨‍👩‍👧', 'e\u0301', '🇩🇪', ''].map((text) => cells(text))).toEqual([3, 4, 2, 1, 2, 0]);
  });

  it('loads the table of wide characters only if a text needs it', async () => {
    expect(await widthsFor(['a', 'ü 漢字 한글 …'])).toBe(SIMPLE_WIDTHS);
    expect(await widthsFor(['a', '🙂'])).not.toBe(SIMPLE_WIDTHS);
  });

  it('measures characters without the table as the table does', async () => {
    for (let unit = 0x20; unit < 0xd800; unit++) {
      const text = `a${String.fromCharCode(unit)}b`;
      const widths = await widthsFor([text]);
      if (widths === SIMPLE_WIDTHS) expect([text, widths.cells(text)]).toEqual([text, stringWidth(text)]);
    }
  });

  it('cuts between graphemes', async () => {
    const { truncate } = await loadWidths();
    expect(truncate('漢字漢字', 5)).toBe('漢字…');
    expect(truncate('漢字漢字', 4)).toBe('漢…');
    expect(truncate('漢字', 4)).toBe('漢字');
    expect(truncate('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…');
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('漢', 1)).toBe('…');
    expect(truncate('漢', 0)).toBe('');
    expect(SIMPLE_WIDTHS.truncate('abc', 0)).toBe('');
  });

  it('never exceeds the width, and does not change what fits', async () => {
    const { truncate, cells } = await loadWidths();
    fc.assert(
      fc.property(anyText.map(visible), fc.nat(30), (text, limit) => {
        const kept = truncate(text, limit);
        expect(stringWidth(kept)).toBeLessThanOrEqual(limit);
        if (cells(text) <= limit) expect(kept).toBe(text);
      }),
    );
  });

  it('does not measure megabytes to see that they do not fit', async () => {
    const { truncate } = await loadWidths();
    const start = cpuNow();
    expect(truncate('漢字'.repeat(2_000_000), 10)).toBe('漢字漢字…');
    expect(cpuNow() - start).toBeLessThan(200);
  });

  it('wraps at blanks, and breaks long words anywhere', async () => {
    const { wrap } = await loadWidths();
    for (const widths of [SIMPLE_WIDTHS.wrap, wrap]) {
      expect(widths('the engine ended with status 1', 12)).toEqual(['the engine', 'ended with', 'status 1']);
      expect(widths('see local/project/self', 12)).toEqual(['see local/pr', 'oject/self']);
      expect(widths('  - indented', 20)).toEqual(['  - indented']);
      expect(widths('', 5)).toEqual(['']);
      expect(widths('   ', 5)).toEqual(['']);
      expect(widths('    abcdef', 6)).toEqual(['    ab', 'cdef']);
    }
    expect(wrap('模型 👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5)).toEqual(['模型', '👨‍👩‍👧👨‍👩‍👧', '👨‍👩‍👧']);
  });

  it('keeps long words whole in prose', () => {
    expect(proseLines('look at /a/long/path now', 8)).toEqual(['look at', '/a/long/path', 'now']);
    expect(proseLines('  /a/long/path', 8)).toEqual(['  /a/long/path']);
    expect(proseLines('', 8)).toEqual(['']);
  });

  it('loses only blanks when wrapping, and never exceeds the width', async () => {
    const { wrap } = await loadWidths();
    const words = fc.array(fc.oneof(anyText.map(visible), fc.constantFrom(' ', '  ', 'word', '漢字')), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 16, max: 60 }), (parts, limit) => {
        const text = parts.join('');
        const lines = wrap(text, limit);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(limit);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
