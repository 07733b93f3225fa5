import { describe, expect, it } from 'vitest';
import type { EncodedFormat } from '../../src/datastore/batch.ts';
import type { TypedEntry, TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import type { Sink } from '../../src/render/byte-sink.ts';
import { plainText } from '../../src/render/cell-text.ts';
import { visible, visibleJson } from '../../src/render/control-characters.ts';
import { type DelimitedKind, delimitedCell, delimitedLine, guardedText } from '../../src/render/delimited.ts';
import { DelimitedWriter } from '../../src/render/delimited-writer.ts';
import { valueText } from '../../src/render/encode-rows.ts';
import { openRowWriter } from '../../src/render/formats.ts';
import { jsonRow } from '../../src/render/json.ts';
import { typedJsonRow, typedJsonText } from '../../src/render/typed-json.ts';
import { valuePieces } from '../../src/render/value-pieces.ts';
import { isHeavy } from '../../src/render/weight.ts';

const FORMATS = Object.keys(valueText) as EncodedFormat[];
const COUNT = 20_000;
/** Memory holds one piece at a time. */
const LONGEST_PIECE = 200_000;

const text = (value: string): TypedValue => ({ type: 'STRING', value });
const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
const int = (value: number): TypedValue => ({ type: 'INT64', value });
const list = (value: readonly TypedValue[]): TypedValue => ({ type: 'LIST', value });
const bytes = (value: Uint8Array): TypedValue => ({ type: 'BYTES', value });
const object = (attributes: Readonly<Record<string, TypedValue>>): TypedValue => ({
  type: 'OBJECT',
  pythonType: 'mine."Point"',
  value: new Map(Object.entries(attributes)),
});
const map = (key: (index: number) => TypedValue): TypedValue => ({
  type: 'MAP',
  value: Array.from({ length: COUNT }, (_, index): TypedEntry => ({ key: key(index), value: float(index / 7) })),
});

const floats = list(Array.from({ length: COUNT }, (_, index) => float(index / 7)));
const LONG_TEXT = 'say "yes",\t\\ Grüße 😀\n'.repeat(COUNT);

const VALUES: readonly (readonly [string, TypedValue])[] = [
  ['numbers', floats],
  ['numbers with a negative zero and NaN', list([float(-0), float(Number.NaN), ...(floats.value as TypedValue[])])],
  ['a tuple', { type: 'TUPLE', value: Array.from({ length: COUNT }, (_, index) => text(`"${index}"`)) }],
  ['rows of numbers', list([list([]), floats, int(1), floats, list([floats]), int(2)])],
  ['a long string', text(LONG_TEXT)],
  ['a long string that needs no quotes', text('a'.repeat(300_000))],
  ['a long formula', text(`=${'a'.repeat(300_000)}`)],
  ['a long string with a space at its end', text(`${'a'.repeat(300_000)} `)],
  ['pairs of surrogates at every place', text(`a${'😀'.repeat(200_000)}\ud800`)],
  ['long bytes', bytes(Uint8Array.from({ length: 300_000 }, (_, index) => index * 7))],
  ['bytes that look like a formula', bytes(new Uint8Array(300_001).fill(0xf8))],
  ['a list of one long string', list([text(LONG_TEXT)])],
  ['a dict of strings', map((index) => text(`"${index}"`))],
  ['a dict of numbers', map(int)],
  ['a dict of one long value', { type: 'MAP', value: [{ key: text('label'), value: text(LONG_TEXT) }] }],
  ['a dict of a long key', { type: 'MAP', value: [{ key: list([text(LONG_TEXT)]), value: floats }] }],
  ['an object', object({ first: floats, _python_type: int(1), label: text(LONG_TEXT), last: int(2) })],
  ['an object of one attribute', object({ _python_type: floats, label: floats })],
  [
    'an object of many attributes',
    object(Object.fromEntries(Array.from({ length: COUNT }, (_, i) => [`a${i}`, int(i)]))),
  ],
];

describe('the pieces of a heavy value together are its text:', () => {
  it.each(VALUES)('%s', (_, value) => {
    expect(isHeavy(value)).toBe(true);
    for (const format of FORMATS) {
      const pieces = [...valuePieces(value, format)];
      // Compared first, as showing the difference of such texts takes minutes.
      expect([format, pieces.join('') === valueText[format](value)]).toEqual([format, true]);
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(LONGEST_PIECE);
      expect(pieces.filter((piece) => /[\ud800-\udbff]$/.test(piece) && !piece.endsWith('😀\ud800'))).toEqual([]);
    }
  });
});

it.each([
  ['a number', int(1)],
  ['a short string', text('label')],
  ['a dict of a few scalars', { type: 'MAP', value: [{ key: text('label'), value: text('frog') }] } as const],
  ['a thousand numbers', list(Array.from({ length: 1000 }, (_, index) => int(index)))],
])('%s is not heavy', (_, value) => {
  expect(isHeavy(value)).toBe(false);
});

describe('writers print heavy values in pieces:', () => {
  // A few, as escaping long strings for a terminal takes long.
  const rows = VALUES.filter(([name]) => /^(numbers|a tuple|a dict of strings|an object|long bytes)$/.test(name)).map(
    ([name, value]): TypedRow =>
      new Map([
        ['id', text(name)],
        ['value', value],
        ['last', int(1)],
      ]),
  );
  const options = [{}, { typed: true }, { toTerminal: true }, { safe: true }];

  it.each(['csv', 'tsv', 'piped', 'jsonl', 'json'] as const)('%s', async (kind) => {
    for (const option of options) {
      const written: string[] = [];
      const sink: Sink = {
        write(chunk) {
          written.push(String(chunk));
          return undefined;
        },
        flush: async () => {},
      };
      const writer =
        kind !== 'jsonl' && kind !== 'json'
          ? new DelimitedWriter(sink, kind, option)
          : openRowWriter(kind, sink, option);
      await writer.begin(['id', 'value', 'none', 'last']);
      await writer.rows(rows);
      await writer.end();
      expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(2 * LONGEST_PIECE);
      expect([option, written.join('') === wholeText(kind, option)]).toEqual([option, true]);
    }
  });

  /** The same, each row at once. */
  function wholeText(
    kind: DelimitedKind | 'jsonl' | 'json',
    option: { typed?: boolean; toTerminal?: boolean; safe?: boolean },
  ): string {
    if (kind === 'jsonl' || kind === 'json') {
      const lines = rows
        .map(option.typed ? typedJsonRow : jsonRow)
        .map((line) => (option.toTerminal ? visibleJson(line) : line));
      return kind === 'jsonl' ? lines.map((line) => `${line}\n`).join('') : `[\n${lines.join(',\n')}\n]\n`;
    }
    const cells = rows.map((row) =>
      ['id', 'value', 'none', 'last'].map((name) => {
        const value = row.get(name);
        if (value === undefined) return '';
        const plain = option.typed ? typedJsonText(value) : plainText(value);
        const encoded = delimitedCell(kind, option.safe ? guardedText(value, plain) : plain);
        return option.toTerminal ? visible(encoded) : encoded;
      }),
    );
    return [['id', 'value', 'none', 'last'], ...cells].map((line) => `${delimitedLine(kind, line)}\n`).join('');
  }
});
