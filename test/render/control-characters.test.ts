import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tabSeparatedCell, visible, visibleJson } from '../../src/render/control-characters.ts';
import { jsonText } from '../../src/render/json.ts';
import { anyText, anyValue } from './values.ts';

const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

describe('visible', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\tb\nc\rd\u0000', 'a\\tb\\nc\\rd\\x00'],
    ['\u009b2J\u007f', '\\x9b2J\\x7f'],
    ['exe\u202egpj', 'exe\\u202egpj'],
    ['\u2028\u2029\ufeff\u200b', '\\u2028\\u2029\\ufeff\\u200b'],
    ['\ud83d and \ude00', '\\ud83d and \\ude00'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['a\u200db', 'a\\u200db'],
  ])('shows %j as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each([
    'plain ASCII',
    'C:\\x1b',
    'Größe 漢字 é',
    '👨‍👩‍👧 👩🏽‍💻 ❤️‍🔥 🇩🇪',
    'می‌خواهم',
    'क्‍ष',
  ])('leaves %s as it is', (text) => {
    expect(visible(text)).toBe(text);
  });

  it('lets nothing dangerous through', () => {
    fc.assert(fc.property(anyText, (text) => !DANGEROUS.test(visible(text))));
  });
});

describe('visibleJson', () => {
  it('escapes characters that JSON allows', () => {
    expect(visibleJson('{"a":"\u009b2J\u202e\u{e0041}"}')).toBe('{"a":"\\u009b2J\\u202e\\udb40\\udc41"}');
  });

  it('keeps the meaning of every document', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const json = jsonText(value);
        const shown = visibleJson(json);
        expect(JSON.parse(shown)).toStrictEqual(JSON.parse(json));
        expect(shown).not.toMatch(DANGEROUS);
      }),
    );
  });
});

describe('tabSeparatedCell', () => {
  it('keeps a cell on one line, reversibly', () => {
    expect(tabSeparatedCell('a\tb\nc\\n\r')).toBe('a\\tb\\nc\\\\n\\r');
    const plain = new Map([
      ['\\t', '\t'],
      ['\\n', '\n'],
      ['\\r', '\r'],
      ['\\\\', '\\'],
    ]);
    fc.assert(
      fc.property(anyText, (text) => {
        const cell = tabSeparatedCell(text);
        expect(cell).not.toMatch(/[\t\n\r]/);
        expect(cell.replace(/\\[tnr\\]/g, (pair) => plain.get(pair) ?? '')).toBe(text);
      }),
    );
  });
});
