import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimitedCell } from '../../../src/render/delimited.ts';
import { text as string } from '../../support/table-writes.ts';
import { printed } from './printed.ts';

describe('cells that the kernel prints', () => {
  it('of texts are quoted or escaped as the writer does, whatever stands at their edges', async () => {
    const texts: string[] = [];
    for (let code = 0; code < 0x10000; code += code < 0x3100 || code > 0xfe00 ? 1 : 97) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCharCode(code);
      texts.push(character, `${character}edge`, `edge${character}`, `in${character}side`);
    }
    for (const kind of ['csv', 'tsv', 'piped'] as const) {
      const output = await printed(texts.map(string), kind);
      const rows = texts.map((text) => (kind === 'csv' && text === '' ? '""' : delimitedCell(kind, text)));
      // To compare megabytes in one piece takes minutes where they differ.
      expect(output === `${rows.join('\n')}\n`).toBe(true);
    }
  });

  it('of texts are guarded where a spreadsheet takes them for a formula', async () => {
    const beginnings = '=+-@\t\r\n\\"\b\u0001＝＋－＠！ｱéa0 ,';
    const texts = ['', ...Array.from(beginnings).flatMap((first) => [first, `${first}1, 2`, `a${first}`, `'${first}`])];
    for (const kind of ['csv', 'tsv'] as const) {
      const guarded = (text: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);
      const rows = texts.map((text) => delimitedCell(kind, guarded(text)) || (kind === 'csv' ? '""' : ''));
      expect(await printed(texts.map(string), `safe-${kind}`)).toBe(`${rows.join('\n')}\n`);
      expect(
        await printed(
          [
            [{ type: 'FLOAT64' }, 'bff0000000000000'],
            [{ type: 'INT8' }, 'ff'],
          ],
          `safe-${kind}`,
        ),
      ).toBe('-1\n-1\n');
    }
  });

  it('of any text are those of the writer', async () => {
    const units = fc.constantFrom(
      '\u001b',
      '\u007f',
      '\u0085',
      'Â',
      '\u00a0',
      ',',
      '"',
      '\n',
      '\r',
      '\t',
      '\\',
      ' ',
      '\u00a0',
      'x',
      'é',
      '\ud83d\ude42',
    );
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: units, maxLength: 60 }));
    const texts = fc.array(text, { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom('csv', 'tsv', 'piped'), async (values, kind) => {
        const rows = values.map((value) => (kind === 'csv' && value === '' ? '""' : delimitedCell(kind, value)));
        expect(await printed(values.map(string), kind)).toBe(`${rows.join('\n')}\n`);
      }),
      { numRuns: 20 },
    );
  });
});
