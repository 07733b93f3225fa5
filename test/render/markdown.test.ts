import { describe, expect, it } from 'vitest';
import { rowFromPlain, type TypedRow } from '../../src/datastore/typed-value.ts';
import type { Sink } from '../../src/render/byte-sink.ts';
import { type MarkdownOptions, MarkdownWriter } from '../../src/render/markdown.ts';

async function printed(rows: readonly TypedRow[], options: MarkdownOptions = {}, batch = 400): Promise<string> {
  let text = '';
  const sink: Sink = {
    write: (chunk) => {
      text += chunk;
      return undefined;
    },
    flush: async () => undefined,
  };
  const writer = new MarkdownWriter(sink, options);
  writer.begin(Object.keys(Object.fromEntries(rows[0] ?? [])));
  for (let at = 0; at < rows.length; at += batch) await writer.rows(rows.slice(at, at + batch));
  await writer.end();
  return text;
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => rowFromPlain({ n }));

describe('a table in Markdown', () => {
  it('aligns numbers right, rounds floats to six digits, and leaves missing cells empty', async () => {
    const rows = [
      rowFromPlain({ id: 'a', score: 0.123456789, when: '2026-11-27T00:04:35Z' }),
      rowFromPlain({ id: 'b' }),
    ];
    expect(await printed(rows)).toBe(
      '| id | score | when |\n| --- | ---: | --- |\n| a | 0.123457 | 2026-11-27T00:04:35Z |\n| b |  |  |\n',
    );
  });

  it.each([
    ['a|b', 'a\\|b'],
    ['a\\b', 'a\\\\b'],
    ['one\ntwo\r\nthree', 'one<br>two<br>three'],
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['> no quote', '\\> no quote'],
    ['*a* `b` <img src=x> [c](d)', '\\*a\\* \\`b\\` \\<img src=x> \\[c\\](d)'],
    ['macro_avg __init__', 'macro_avg \\_\\_init\\_\\_'],
    ['\u001b[31mred', '\\\\x1b\\[31mred'],
  ])('keeps %j in its cell, as no markup', async (value, cell) => {
    expect((await printed([rowFromPlain({ value })])).split('\n')[2]).toBe(`| ${cell} |`);
  });

  it('ends at 1,000 rows and says how many are left out, unless a limit is given', async () => {
    const lines = (await printed(numbered(1234))).split('\n');
    expect(lines.slice(1001)).toEqual(['| 999 |', '', '234 more rows are left out.', '']);
    expect((await printed(numbered(1001))).split('\n').at(-2)).toBe('1 more row is left out.');
    const all = (await printed(numbered(1234), { unbounded: true })).split('\n');
    expect([all.length, all.at(-2)]).toEqual([1237, '| 1233 |']);
  });

  it('is empty without columns', async () => {
    expect(await printed([])).toBe('');
  });
});
