import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DelimitedOptions, DelimitedWriter } from '../../src/render/delimited-writer.ts';
import { anyText, bytes, collectingSink, float, int, row, string } from './values.ts';

async function delimited(kind: 'csv' | 'tsv', columns: string[], cells: string[][], options: DelimitedOptions = {}) {
  const { sink, stream } = collectingSink();
  const writer = new DelimitedWriter(sink, kind, options);
  await writer.begin(columns);
  await writer.rows(cells.map((line) => new Map(columns.map((name, index) => [name, string(line[index] ?? '')]))));
  await writer.end();
  return stream.text;
}

/** A minimal reader of RFC 4180. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|\n)/g)) {
    record.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\n') {
      records.push(record);
      record = [];
    }
  }
  return records;
}

describe('csv', () => {
  it('reads back as it was', async () => {
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.tuple(
          fc.uniqueArray(anyText, { minLength: width, maxLength: width }),
          fc.array(fc.array(anyText, { minLength: width, maxLength: width }), { maxLength: 4 }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(table, async ([columns, cells]) => {
        expect(readCsv(await delimited('csv', columns, cells))).toEqual([columns, ...cells]);
      }),
    );
  });

  it('writes no blank line for a single empty cell', async () => {
    expect(await delimited('csv', ['a'], [['']])).toBe('a\n""\n');
  });
});

describe('tsv', () => {
  it('has one line per record, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyText, anyText), { maxLength: 4 }), async (cells) => {
        const lines = (await delimited('tsv', ['a', 'b'], cells)).split('\n');
        expect(lines).toHaveLength(cells.length + 2);
        for (const line of lines.slice(0, -1)) expect(line.split('\t')).toHaveLength(2);
      }),
    );
  });
});

describe('safe csv', () => {
  it('puts an apostrophe before text that a spreadsheet would run, but not before numbers', async () => {
    const { sink, stream } = collectingSink();
    const writer = new DelimitedWriter(sink, 'csv', { safe: true });
    await writer.begin(['=a', 'n', 'f', 'b', 't']);
    await writer.rows([
      row({ '=a': string('=1+1'), n: int(-5), f: float(Number.NEGATIVE_INFINITY), b: bytes(0xf8), t: string('@x') }),
      row({ '=a': string('-5'), t: string('\t=1') }),
      row({ '=a': string('+49'), t: string('a=1') }),
    ]);
    await writer.end();
    expect(stream.text).toBe(`'=a,n,f,b,t\n'=1+1,-5,-Infinity,'+A==,'@x\n'-5,,,,'\t=1\n'+49,,,,a=1\n`);
  });

  it('does not change anything by default', async () => {
    expect(await delimited('csv', ['a'], [['=1']])).toBe('a\n=1\n');
  });
});
