import { describe, expect, it } from 'vitest';
import { type ColorFlag, type ColorLevel, colorLevel, NO_COLORS, palette } from '../../src/render/color.ts';
import { coloursOf, contrast } from './contrast.ts';

describe('colorLevel', () => {
  it.each<[ColorFlag, Record<string, string>, boolean, ColorLevel]>([
    ['auto', { TERM: 'xterm' }, true, 1],
    ['auto', { TERM: 'xterm-256color' }, true, 2],
    ['auto', { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, true, 3],
    ['auto', {}, true, 1],
    ['auto', { TERM: 'xterm' }, false, 0],
    ['auto', { TERM: 'dumb', COLORTERM: 'truecolor' }, true, 0],
    ['auto', { NO_COLOR: '1' }, true, 0],
    ['auto', { NO_COLOR: '' }, true, 1],
    ['auto', { CLICOLOR: '0' }, true, 0],
    ['auto', { CLICOLOR: '1' }, false, 0],
    ['auto', { CLICOLOR_FORCE: '1' }, false, 1],
    ['auto', { CLICOLOR_FORCE: '0' }, false, 0],
    ['auto', { FORCE_COLOR: '1' }, false, 1],
    ['auto', { FORCE_COLOR: '3', NO_COLOR: '1' }, false, 3],
    ['auto', { FORCE_COLOR: 'true', TERM: 'screen-256color' }, false, 2],
    ['auto', { FORCE_COLOR: '0', TERM: 'xterm' }, true, 0],
    ['auto', { FORCE_COLOR: '', TERM: 'xterm' }, false, 0],
    ['always', { NO_COLOR: '1', TERM: 'dumb' }, false, 1],
    ['always', { COLORTERM: '24bit' }, false, 3],
    ['never', { FORCE_COLOR: '3' }, true, 0],
  ])('%s with %o, terminal %s: level %i', (flag, env, isTTY, level) => {
    expect(colorLevel({ flag, env, isTTY })).toBe(level);
  });
});

const BLACK = [0, 0, 0];
const WHITE = [255, 255, 255];
const SHARES = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);

describe('palette', () => {
  it('does not change text without colour', async () => {
    const plain = await palette(0);
    expect(plain).toBe(NO_COLORS);
    expect(plain.bad('x') + plain.heat('y', 1)).toBe('xy');
  });

  it('colours by meaning, with the terminal’s own colours if it has 16', async () => {
    const basic = await palette(1);
    expect(basic.good('x')).toBe('\u001b[32mx\u001b[39m');
    expect(basic.heat('x', 0.9) + basic.heatInk('x', 0.9)).toBe('xx');
  });

  it.each([2, 3] as const)('is readable on black and on white with level %i', async (level) => {
    const { dim, good, bad, warning, running, best, heatInk } = await palette(level);
    for (const paint of [dim, good, bad, warning, running, best]) {
      const { ink = [] } = coloursOf(paint('x'));
      expect(contrast(ink, BLACK)).toBeGreaterThan(4);
      expect(contrast(ink, WHITE)).toBeGreaterThan(3.9);
    }
    for (const share of SHARES) {
      const { ink = [] } = coloursOf(heatInk('x', share));
      expect(Math.min(contrast(ink, BLACK), contrast(ink, WHITE))).toBeGreaterThan(2.3);
    }
  });

  it.each([2, 3] as const)('chooses readable text for each shade of increasing heat, with level %i', async (level) => {
    const { heat } = await palette(level);
    for (const share of SHARES) {
      const { ink = [], back = [] } = coloursOf(heat('x', share));
      expect(contrast(ink, back)).toBeGreaterThan(4.5);
    }
    const reds = SHARES.map((share) => coloursOf(heat('x', share)).back?.[0] ?? 0);
    expect(reds).toEqual(reds.toSorted((a, b) => a - b));
    expect(heat('x', 1)).toContain('\u001b[48;5;208m');
    expect(heat('x', 2)).toBe(heat('x', 1));
    for (const none of [0, -1, Number.NaN]) expect(heat('x', none)).toBe('x');
  });
});
