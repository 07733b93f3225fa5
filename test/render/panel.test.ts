import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { palette } from '../../src/render/color.ts';
import { visible } from '../../src/render/control-characters.ts';
import { panelLines } from '../../src/render/panel.ts';
import { anyText } from './values.ts';

describe('panelLines', () => {
  it('aligns texts, shows them completely and makes them safe', async () => {
    const entries = [
      { name: 'Id', text: 'ieqh746y' },
      { name: '模型', text: 'a\u001b[2J' },
      { name: 'Comment', text: 'one\ntwo' },
      { name: 'Owner', text: '' },
    ];
    expect(await panelLines(entries)).toEqual([
      'Id:       ieqh746y',
      '模型:     a\\x1b[2J',
      'Comment:  one',
      '          two',
      'Owner:',
    ]);
  });

  it('aligns numbers at their points, if there is space', async () => {
    const entries = [
      { name: 'accuracy', text: '0.8333', isNumber: true },
      { name: 'support', text: '1260', isNumber: true },
      { name: 'delta', text: '-12.5', isNumber: true },
      { name: 'lost', text: 'NaN', isNumber: true },
      { name: 'big', text: '9007199254740993', isNumber: true },
      { name: 'kind', text: '2' },
    ];
    expect(await panelLines(entries)).toEqual([
      'accuracy:     0.8333',
      'support:   1260',
      'delta:      -12.5',
      'lost:      NaN',
      'big:       9007199254740993',
      'kind:      2',
    ]);
    const long = [
      { name: 'a', text: '0.83333333', isNumber: true },
      { name: 'b', text: '1260', isNumber: true },
    ];
    expect(await panelLines(long, undefined, 17)).toEqual(['a:     0.83333333', 'b:  1260']);
    expect(await panelLines(long, undefined, 16)).toEqual(['a:  0.83333333', 'b:  1260']);
  });

  it('colours names and texts', async () => {
    const colors = await palette(1);
    expect(await panelLines([{ name: 'Status', text: 'FAIL', paint: colors.bad }], colors)).toEqual([
      '\u001b[1mStatus:\u001b[22m  \u001b[31mFAIL\u001b[39m',
    ]);
  });

  it('wraps a text that does not fit the width, and loses nothing', async () => {
    expect(await panelLines([{ name: 'Id', text: 'abcdefghijklmnopqrstuvwxyz 模型' }], undefined, 21)).toEqual([
      'Id:  abcdefghijklmnop',
      '     qrstuvwxyz 模型',
    ]);
  });

  it('wraps in narrow terminals, too', async () => {
    const entries = [
      { name: 'Id', text: 'abcdefghijklmnopqrstuvwxyz' },
      { name: 'Finished', text: '2026-11-27T00:04:13Z' },
    ];
    expect(await panelLines(entries, undefined, 20)).toEqual([
      'Id:  abcdefghijklmno',
      '     pqrstuvwxyz',
      'Finished:',
      '     2026-11-27T00:0',
      '     4:13Z',
    ]);
  });

  it('puts a long name on its own line', async () => {
    const entries = [
      { name: 'Id', text: 'ieqh' },
      { name: 'a metric whose name goes on and on', text: '0.5' },
    ];
    expect(await panelLines(entries, undefined, 40)).toEqual([
      'Id:  ieqh',
      'a metric whose name goes on and on:',
      '     0.5',
    ]);
    expect((await panelLines(entries, undefined, 80))[0]).toBe(`Id:${' '.repeat(34)}ieqh`);
  });

  it('never exceeds the width, and shows each name and text completely', async () => {
    const entry = fc.record({ name: anyText, text: anyText });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 5 }), fc.integer({ min: 8, max: 120 }), async (entries, width) => {
        const lines = await panelLines(entries, undefined, width);
        for (const line of lines) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
          expect(line).toBe(line.trimEnd());
        }
        const shown = lines.join('').replace(/\s/g, '');
        const wanted = entries.map(({ name, text }) => `${visible(name)}:${text.split(/\r?\n/).map(visible).join('')}`);
        expect(shown).toBe(wanted.join('').replace(/\s/g, ''));
      }),
    );
  });
});
