import Table from 'cli-table3';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { palette } from '../../src/render/color.ts';
import { type Column, columnsFor } from '../../src/render/column.ts';
import { drawPage, PAGE_ROWS } from '../../src/render/page-table.ts';
import { type TableStyle, TerminalTable } from '../../src/render/terminal-table.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';
import { float, int, row, string } from './values.ts';

const COLUMNS: readonly Column[] = [
  { name: 'name', importance: 10, fixed: true },
  { name: 'status', importance: 9, paint: (text, _, colors) => colors.good(text) },
  { name: 'score', importance: 8, align: 'point' },
  { name: 'count', importance: 7 },
  { name: 'note', importance: 1 },
];

/** Letters of one cell and of two, including the ellipsis and blanks. */
const text = fc.string({ unit: fc.constantFrom(...'aZ9 -.…éЖ漢かけ한'), maxLength: 24 });
const records = fc.array(
  fc.record({ name: text, status: text, score: fc.double({ noNaN: true }), count: fc.integer(), note: text }),
  { minLength: 1, maxLength: 6 },
);

async function drawn(rows: readonly Parameters<TerminalTable['lines']>[0][number][], look: TableStyle) {
  const table = new TerminalTable(COLUMNS, look);
  return { lines: await table.lines(rows), cuts: table.cuts };
}

describe('a table of one page', () => {
  it('looks like a list of the same rows, at any width, with and without colours', async () => {
    const colors = await palette(3);
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 20, max: 160 }), fc.boolean(), fc.boolean(), async (...given) => {
        const [plain, width, isColoured, truncate] = given;
        const rows = plain.map(({ name, status, score, count, note }) =>
          row({
            name: string(name),
            status: string(status),
            score: float(score),
            count: int(count),
            note: string(note),
          }),
        );
        const look = { width, truncate, ...(isColoured && { palette: colors }) };
        expect(await drawn(rows, { ...look, page: true })).toEqual(await drawn(rows, look));
      }),
      { numRuns: 300 },
    );
  });

  it('is drawn by cli-table3, cell by cell', async () => {
    const columns = [
      { width: 4, right: false },
      { width: 6, right: true },
    ];
    expect(
      await drawPage(columns, [
        ['name', 'score'],
        ['漢字', '0.5'],
        ['a', '\u001b[32m12.25\u001b[39m'],
        ['b', ''],
      ]),
    ).toEqual(['name   score', '漢字     0.5', 'a      \u001b[32m12.25\u001b[39m', 'b']);
  });

  it('is drawn as a list if it has too many rows, or characters whose width depends on the font', async () => {
    const look = { width: 80, page: true };
    const many = Array.from({ length: PAGE_ROWS + 1 }, (_, index) => row({ name: string(`${index}`) }));
    const emoji = [
      row({ name: string('👩‍👩‍👧 family'), note: string('x') }),
      row({ name: string('plain'), note: string('y') }),
    ];
    for (const rows of [many, emoji]) {
      expect(await drawn(rows, look)).toEqual(await drawn(rows, { width: 80 }));
    }
    const unnamed = new TerminalTable(columnsFor(['', 'a']), look);
    expect(await unnamed.lines([row({ a: int(1) })])).toEqual(
      await new TerminalTable(columnsFor(['', 'a']), { width: 80 }).lines([row({ a: int(1) })]),
    );
  });

  it.each<[string, number]>([
    ['info qsrg', 1],
    ['summary qsrg 27v6', 1],
    ['compare qsrg 27v6', 1],
    ['instance list', 1],
    ['project list', 1],
    ['summary qsrg', 0],
    ['list', 0],
    ['rows qsrg labels', 0],
  ])('is what %s has on a terminal, and nothing has in a pipe', async (line, pages) => {
    const draw = vi.spyOn(Table.prototype, 'toString');
    const env = storeEnv(await unpackStore('real'));
    expect(await swjob(line.split(' '), { env, tty: { columns: 100 } })).toMatchObject({ status: 0 });
    expect(draw).toHaveBeenCalledTimes(pages);
    expect(await swjob(line.split(' '), { env })).toMatchObject({ status: 0 });
    expect(draw).toHaveBeenCalledTimes(pages);
    draw.mockRestore();
  });
});
