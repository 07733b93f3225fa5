import { describe, expect, it } from 'vitest';
import { type ColorFlag, type ColorLevel, colorLevel, NO_COLORS, palette } from '../../src/render/color.ts';

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

describe('palette', () => {
  it('leaves texts alone without colour', async () => {
    const plain = await palette(0);
    expect(plain).toBe(NO_COLORS);
    expect(plain.bad('x') + plain.heat('y', 1)).toBe('xy');
  });

  it('colours by meaning', async () => {
    const basic = await palette(1);
    expect(basic.good('x')).toBe('\u001b[32mx\u001b[39m');
    expect(basic.heat('x', 0.2)).toBe('x');
    expect(basic.heat('x', 0.9)).toContain('\u001b[46m');
    const full = await palette(3);
    expect(full.heat('x', 1)).toContain('\u001b[48;2;95;215;255m');
    expect(full.heat('x', 0)).toBe('x');
    expect(full.heat('x', Number.NaN)).toBe('x');
  });
});
