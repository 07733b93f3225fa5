import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { columnsFor } from '../../src/render/column.ts';
import { foldedTable } from '../../src/render/folded-table.ts';
import { anyText, anyValue, int, row, string } from './values.ts';

const NAMES = ['label', 'precision', 'recall', 'support'];
const ROWS = ['ant', 'a name that is too long'].map((label) =>
  row({ label: string(label), precision: int(1), recall: int(20), support: int(300) }),
);

describe('a folded table', () => {
  it('is an ordinary one if it fits', async () => {
    expect(await foldedTable(ROWS, columnsFor(NAMES), { width: 60 })).toEqual({
      lines: [
        'label                    precision  recall  support',
        'ant                              1      20      300',
        'a name that is too long          1      20      300',
      ],
      cut: false,
    });
  });

  it('continues below, beside the first column, which may be cut', async () => {
    const { lines, cut } = await foldedTable(ROWS, columnsFor(NAMES), { width: 40 });
    expect(lines.join('\n')).toBe(`columns 1 to 2 of 3
label             precision  recall
ant                       1      20
a name that is …          1      20

column 3 of 3
label             support
ant                   300
a name that is …      300`);
    expect(cut).toBe(true);
  });

  it('is in one piece without truncation', async () => {
    const { lines, cut } = await foldedTable(ROWS, columnsFor(NAMES), { width: 40, truncate: false });
    expect({ count: lines.length, cut }).toEqual({ count: 3, cut: false });
    expect(await foldedTable(ROWS, [], { width: 40 })).toEqual({ lines: [], cut: false });
  });

  it('shows every column, in lines that fit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyValue, { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 3 }),
        anyText,
        fc.integer({ min: 40, max: 120 }),
        async (values, label, width) => {
          const names = ['label', ...Array.from({ length: 9 }, (_, index) => `c${index}`)];
          const rows = values.map((cells) => new Map(names.map((name, at) => [name, cells[at - 1] ?? string(label)])));
          const { lines } = await foldedTable(rows, columnsFor(names), { width });
          for (const line of lines) {
            expect(stringWidth(line)).toBeLessThanOrEqual(width);
            expect(line).toBe(line.trimEnd());
          }
          const heads = lines.filter((line) => line.startsWith('label ')).join(' ');
          for (const name of names) expect(heads).toContain(name);
        },
      ),
      { numRuns: 100 },
    );
  });
});
