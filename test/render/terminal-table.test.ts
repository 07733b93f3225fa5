import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { palette } from '../../src/render/color.ts';
import { type Column, columnsFor } from '../../src/render/column.ts';
import { TerminalTable } from '../../src/render/terminal-table.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { anyText, anyValue, float, image, int, row, string } from './values.ts';

const JOBS: readonly Column[] = [
  { name: 'id', importance: 10, fixed: true },
  { name: 'status', importance: 9, paint: (text, _, colors) => colors.good(text) },
  { name: 'model', importance: 5 },
  { name: 'duration_ms', header: 'duration', importance: 3, align: 'right', format: ({ value }) => `${value}ms` },
  { name: 'comment', importance: 1 },
];
const ROWS = [
  row({
    id: string('ieqh746yng7by3a4rogu'),
    status: string('SUCCESS'),
    model: string('mnist-classifier-with-a-long-name'),
    duration_ms: int(83_000),
    comment: string(
      'first try\nwith 漢字 and 👨‍👩‍👧, a comment that goes on and on until it no longer fits any terminal that is usual',
    ),
  }),
  row({ id: string('75vzc6ei5e26ygzlyg'), status: string('FAIL'), model: string('模型'), duration_ms: int(5) }),
];

async function shown(columns: readonly Column[], rows: typeof ROWS, width: number, truncate = true) {
  const table = new TerminalTable(columns, { width, truncate });
  const lines = await table.lines(rows);
  return { text: lines.join('\n'), cuts: table.cuts };
}

describe('a terminal table', () => {
  it.each([60, 100, 200])('fits %i columns', async (width) => {
    const { text, cuts } = await shown(JOBS, ROWS, width);
    expect(text).toMatchSnapshot();
    expect(cuts.cut).toBe(width < 200);
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it('shows everything without truncation', async () => {
    const { text, cuts } = await shown(JOBS, ROWS, 60, false);
    expect(text).toContain('mnist-classifier-with-a-long-name');
    expect(text).toContain('any terminal that is usual');
    expect(cuts).toEqual({ cut: false, hiddenColumns: [] });
  });

  it('names the columns that do not fit at all, and keeps ids complete', async () => {
    const { text, cuts } = await shown(JOBS, ROWS, 30);
    expect(text).toBe('id                    status\nieqh746yng7by3a4rogu  SUCCESS\n75vzc6ei5e26ygzlyg    FAIL');
    expect(cuts).toEqual({ cut: true, hiddenColumns: ['model', 'duration_ms', 'comment'] });
    const narrow = await shown(JOBS, ROWS, 5);
    expect(narrow.text).toBe('id\nieqh746yng7by3a4rogu\n75vzc6ei5e26ygzlyg');
  });

  it('aligns numbers at their points, and keeps the names of data', async () => {
    const data = [float(0.123456789), int(12), float(-3.5), float(1e-12), float(Number.NaN)].map((Loss, at) =>
      row({ key: string(String(at)), Loss, img: image }),
    );
    const { text } = await shown(columnsFor(['key', 'Loss', 'img']), data.slice(0, 2), 80);
    expect(text).toBe(
      'key       Loss  img\n0     0.123457  Image image/png 2×2×3 8 B\n1    12         Image image/png 2×2×3 8 B',
    );
    const lines = (await shown(columnsFor(['Loss']), data, 80)).text.split('\n');
    expect(lines).toEqual(['     Loss', ' 0.123457', '12', '-3.5', ' 1e-12', '      NaN']);
  });

  it('aligns complete numbers right if there is no space to align points', async () => {
    const data = [
      row({ a: string('x'.repeat(30)), n: float(123456.5) }),
      row({ a: string('y'), n: float(0.000123456) }),
    ];
    const { text } = await shown(columnsFor(['n', 'a']), data, 24);
    expect(text.split('\n')[1]).toMatch(/^ *123457 {2}x+…$/);
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(24);
  });

  it('aligns numbers at their points under a cut header', async () => {
    const data = [0.000116348, 0.0000603199].map((n) =>
      row({ a: string('x'.repeat(30)), seconds_they_all_took: float(n) }),
    );
    const { text } = await shown(columnsFor(['seconds_they_all_took', 'a']), data, 22);
    expect(text.split('\n')).toEqual(['seconds_the…  a', '0.000116348   xxxxxxx…', '0.0000603199  xxxxxxx…']);
  });

  it('leaves out empty columns before cutting others', async () => {
    const data = [row({ a: string('alpha'), c: string('gamma') })];
    const columns = columnsFor(['a', 'empty', 'c']);
    expect((await shown(columns, data, 40)).text).toBe('a      empty  c\nalpha         gamma');
    expect(await shown(columns, data, 12)).toEqual({
      text: 'a      c\nalpha  gamma',
      cuts: { cut: false, hiddenColumns: [] },
    });
    const table = new TerminalTable(columns, { width: 12 });
    await table.lines(data);
    await table.lines([row({ a: string('b'), empty: string('no more') })]);
    expect(table.cuts).toEqual({ cut: true, hiddenColumns: ['empty'] });
  });

  it.each(['int', 'text'])('stays within the terminal if keys of %s grow after the measured rows', async (kind) => {
    const key = (n: number) => (kind === 'int' ? int(n) : string(`key_${n}`));
    const record = (n: number) => row({ id: key(n), n: int(n), text: string('x'.repeat(200)) });
    const id: Column = { name: 'id', importance: 1, fixed: true, align: kind === 'int' ? 'right' : 'left' };
    const table = new TerminalTable([id, ...columnsFor(['n', 'text'])], { width: 60 });
    const lines = await table.lines([record(1), record(999)], true);
    for (const n of [1000, 9999, 10_000, 99_999, 100_000, 12_345_678_901])
      lines.push(...(await table.lines([record(n)])));
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(60);
    expect(lines.at(-1)).toMatch(/12345678901 {2,}12345678901 {2}x+…$/);
    const endsOfKeys = lines.slice(1, 8).map((line) => /^ *\d+/.exec(line)?.[0].length);
    if (kind === 'int') expect(new Set(endsOfKeys).size).toBe(1);
  });

  it('uses the widths of the first rows for later ones', async () => {
    const table = new TerminalTable(columnsFor(['a', 'b']), { width: 80 });
    await table.lines([row({ a: string('xxxx'), b: string('1') })]);
    expect(await table.lines([row({ a: string('漢字漢字'), b: string('2') })])).toEqual(['漢…   2']);
    expect(table.cuts.cut).toBe(true);
  });

  it('colours without moving anything', async () => {
    const table = new TerminalTable(JOBS.slice(0, 3), { width: 80, palette: await palette(1) });
    const lines = await table.lines(ROWS);
    expect(lines[2]).toBe('75vzc6ei5e26ygzlyg    \u001b[32mFAIL\u001b[39m     模型');
    expect(lines[0]).toContain('\u001b[1mstatus\u001b[22m');
  });

  it('lets no text break the line, drive the terminal or exceed the width', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: anyText.map(string), b: anyValue }), { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(anyText, { minLength: 2, maxLength: 2 }),
        fc.integer({ min: 1, max: 100 }),
        async (records, names, width) => {
          const [first = '', second = ''] = names;
          const rows = records.map(
            ({ a, b }) =>
              new Map([
                [first, a],
                [second, b],
              ]),
          );
          const table = new TerminalTable(columnsFor([first, second]), { width });
          for (const line of await table.lines(rows)) {
            expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
            expect(stringWidth(line)).toBeLessThanOrEqual(width);
            expect(line).toBe(line.trimEnd());
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is fast with cells of megabytes', async () => {
    const start = cpuNow();
    const huge = row({ a: string('漢\u001b'.repeat(1_000_000)), b: string('x'.repeat(5_000_000)) });
    const { cuts } = await shown(columnsFor(['a', 'b']), [huge], 80);
    expect(cuts.cut).toBe(true);
    expect(cpuNow() - start).toBeLessThan(500);
  });
});
