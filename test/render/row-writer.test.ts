import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, type TypedRow } from '../../src/datastore/typed-value.ts';
import { openRowWriter, type RowFormat } from '../../src/render/formats.ts';
import type { RowWriterOptions } from '../../src/render/row-writer.ts';
import { anyText, anyValue, bytes, collectingSink, float, int, list, row, string } from './values.ts';

/** What a format writes for these batches. */
async function written(
  format: Exclude<RowFormat, 'parquet'>,
  columns: readonly string[],
  batches: readonly (readonly TypedRow[])[],
  options: RowWriterOptions = {},
): Promise<string> {
  const { sink, stream } = collectingSink();
  const writer = await openRowWriter(format, sink, options);
  await writer.begin(columns);
  for (const batch of batches) await writer.rows(batch);
  await writer.end();
  return stream.text;
}

const COLUMNS = ['id', 'text', 'score', 'parts'];
const BATCHES = [
  [row({ id: int(1), text: string('a,"b"\nc\td\\'), score: float(Number.NaN), parts: list(int(1), string('x')) })],
  [
    row({ id: int(2n ** 60n), text: NONE }),
    row({ id: int(-3), text: string(''), score: float(-0.5), parts: bytes(1) }),
  ],
];

describe('every format', () => {
  it.each<[Exclude<RowFormat, 'parquet'>, RowWriterOptions, string]>([
    [
      'jsonl',
      {},
      '{"id":1,"text":"a,\\"b\\"\\nc\\td\\\\","score":"NaN","parts":[1,"x"]}\n{"id":1152921504606846976,"text":null}\n{"id":-3,"text":"","score":-0.5,"parts":"AQ=="}\n',
    ],
    [
      'json',
      {},
      '[\n{"id":1,"text":"a,\\"b\\"\\nc\\td\\\\","score":"NaN","parts":[1,"x"]},\n{"id":1152921504606846976,"text":null},\n{"id":-3,"text":"","score":-0.5,"parts":"AQ=="}\n]\n',
    ],
    ['csv', {}, 'id,text,score,parts\n1,"a,""b""\nc\td\\",NaN,"[1,""x""]"\n1152921504606846976,,,\n-3,,-0.5,AQ==\n'],
    ['csv', { header: false }, '1,"a,""b""\nc\td\\",NaN,"[1,""x""]"\n1152921504606846976,,,\n-3,,-0.5,AQ==\n'],
    [
      'tsv',
      {},
      'id\ttext\tscore\tparts\n1\ta,"b"\\nc\\td\\\\\tNaN\t[1,"x"]\n1152921504606846976\t\t\t\n-3\t\t-0.5\tAQ==\n',
    ],
    ['piped', {}, '1\ta,"b"\\nc\\td\\\\\tNaN\t[1,"x"]\n1152921504606846976\t\t\t\n-3\t\t-0.5\tAQ==\n'],
    [
      'piped',
      { header: true },
      'id\ttext\tscore\tparts\n1\ta,"b"\\nc\\td\\\\\tNaN\t[1,"x"]\n1152921504606846976\t\t\t\n-3\t\t-0.5\tAQ==\n',
    ],
    [
      'terminal',
      { style: { width: 80 } },
      '                 id  text          score  parts\n                  1  a,"b"\\nc\\td\\    NaN  [1, "x"]\n1152921504606846976\n                 -3                 -0.5  <1 B>\n',
    ],
  ])('writes %s with %o', async (format, options, text) => {
    expect(await written(format, COLUMNS, BATCHES, options)).toBe(text);
  });

  it.each<[Exclude<RowFormat, 'parquet'>, string]>([
    ['jsonl', ''],
    ['json', '[]\n'],
    ['csv', 'a,b\n'],
    ['tsv', 'a\tb\n'],
    ['piped', ''],
    ['terminal', ''],
  ])('writes no records as %s', async (format, text) => {
    expect(await written(format, ['a', 'b'], [])).toBe(text);
    expect(await written(format, ['a', 'b'], [[]])).toBe(text);
  });

  it.each<[Exclude<RowFormat, 'parquet'>, string]>([
    ['jsonl', '{"a":{"type":"INT64","value":"1"}}\n'],
    ['json', '[\n{"a":{"type":"INT64","value":"1"}}\n]\n'],
    ['csv', 'a\n"{""type"":""INT64"",""value"":""1""}"\n'],
    ['tsv', 'a\n{"type":"INT64","value":"1"}\n'],
    ['terminal', 'a\n{"type":"INT64","value":"1"}\n'],
  ])('writes typed values as %s', async (format, text) => {
    expect(await written(format, ['a'], [[row({ a: int(1) })]], { typed: true })).toBe(text);
  });

  it.each<Exclude<RowFormat, 'parquet'>>([
    'json',
    'jsonl',
    'csv',
    'tsv',
    'piped',
    'terminal',
  ])('lets no text drive a terminal as %s', async (format) => {
    const nasty = string('\u001b[2J\u009b2J\u202e\u007f');
    const text = await written(format, ['a'], [[row({ a: nasty })]], { toTerminal: true });
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('json and jsonl', () => {
  it('are valid for any records', async () => {
    const record = fc
      .dictionary(anyText, anyValue, { maxKeys: 3 })
      .map((columns): TypedRow => new Map(Object.entries(columns)));
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 4 }), async (records) => {
        const lines = (await written('jsonl', [], [records])).split('\n');
        expect(lines.pop()).toBe('');
        expect(JSON.parse(await written('json', [], [records]))).toEqual(lines.map((line) => JSON.parse(line)));
        expect(lines).toHaveLength(records.length);
      }),
    );
  });

  it('pass on every batch at once', async () => {
    const { sink, stream } = collectingSink();
    const writer = await openRowWriter('jsonl', sink);
    expect(writer.needsColumns).toBe(false);
    await writer.begin([]);
    await writer.rows([row({ a: int(1) })]);
    expect(stream.text).toBe('{"a":1}\n');
  });
});
