import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BatchBuilder } from '../../src/datastore/batch-builder.ts';
import type { ScanOptions } from '../../src/job/instance.ts';
import { BoundedBuffer } from '../../src/render/bounded-buffer.ts';
import { type DelimitedFormat, delimitedRows } from '../../src/render/delimited-batches.ts';
import { plainRows } from '../standalone/reader/plain-table.ts';
import {
  COLUMNS,
  type LineSpelling,
  randomTables,
  scansOf,
  WHOLE,
  writeRandomTable,
  wrong,
} from '../standalone/reader/random-tables.ts';
import { readTable } from '../standalone/reader/read-table.ts';
import { regularTables } from '../standalone/reader/regular-tables.ts';
import { delimitedTextOfRows, delimitedTextOfTable } from '../standalone/reader/rows-text.ts';
import { inFolder, tableIn } from '../standalone/reader/table-folder.ts';
import { tablesOfStore } from '../support/store-tables.ts';
import { QUICK_STORES, STORE_NAMES } from '../support/stores.ts';
import { isThorough, runs } from '../support/thorough.ts';
import type { Cell, Write } from '../support/write-table.ts';
import { writeTable } from '../support/write-table.ts';

const plainFormat = {
  kind: fc.constantFrom<DelimitedFormat['kind'][]>('csv', 'tsv'),
  header: fc.boolean(),
  lookahead: fc.constantFrom(0, 1, 3, 1000),
};

const format: fc.Arbitrary<DelimitedFormat> = fc.record({
  ...plainFormat,
  fixed: fc.option(fc.array(fc.constantFrom('id', 'unknown', ...COLUMNS), { maxLength: 8 }), {
    nil: undefined,
    freq: 1,
  }),
});

/** Columns requested in any order, and more than once. */
const chosen = fc.array(fc.constantFrom('id', 'id', ...COLUMNS), { minLength: 1, maxLength: 8 });

/** Checks that the text of a table equals what the writer makes of the decoded rows. */
async function expectPlain(folder: string, scan: ScanOptions, form: DelimitedFormat): Promise<string> {
  const { text: printed, error } = await delimitedTextOfTable(tableIn(folder), scan, form);
  if (error?.message.includes('has no column')) return '';
  expect(error).toBe(null);
  const { rows, columns } = plainRows(folder, scan);
  expect(printed).toBe(await delimitedTextOfRows(rows, scan, form, columns));
  return printed;
}

describe('rows as csv and tsv', () => {
  it('equal the writer’s output for the decoded rows, for any table and scan', async () => {
    const odd = randomTables(WHOLE).chain((table) =>
      fc.record({
        table: fc.constant(table),
        scan: scansOf(table.keys),
        columns: fc.option(chosen, { nil: undefined, freq: 1 }),
        form: format,
      }),
    );
    const usual = fc.record({
      table: regularTables,
      scan: fc.record({ keepNone: fc.boolean(), limit: fc.option(fc.nat(30), { nil: undefined, freq: 1 }) }),
      columns: fc.option(fc.subarray(['id', ...COLUMNS], { minLength: 4 }), { nil: undefined, freq: 1 }),
      form: fc.record({
        ...plainFormat,
        fixed: fc.option(fc.subarray(['id', ...COLUMNS]), { nil: undefined, freq: 1 }),
      }),
    });
    const cases = fc.oneof(odd, { arbitrary: usual, weight: 2 });
    await fc.assert(
      fc.asyncProperty(cases, ({ table, scan, columns, form }) =>
        inFolder(async (folder) => {
          writeRandomTable(folder, table);
          await expectPlain(folder, columns ? { ...scan, columns } : scan, form);
        }),
      ),
      runs(120),
    );
  });

  it('end at damage, after complete rows, unless it is skipped', async () => {
    const spelling = fc.constantFrom<LineSpelling[]>(
      'as the client',
      'as the client',
      'without its end',
      'a byte changed',
    );
    const cells = fc.oneof({ arbitrary: fc.constant<Cell>([{ type: 'STRING' }, 'fine']), weight: 5 }, wrong);
    await fc.assert(
      fc.asyncProperty(randomTables(spelling, cells), format, fc.boolean(), (table, form, keepNone) =>
        inFolder(async (folder) => {
          writeRandomTable(folder, table);
          const told: string[] = [];
          const skipDamaged = ({ message }: Error) => told.push(message);
          const whole = await delimitedTextOfTable(tableIn(folder), { keepNone, skipDamaged }, form);
          const { text: before, error } = await delimitedTextOfTable(tableIn(folder), { keepNone }, form);
          expect(whole.error).toBe(null);
          expect(error === null).toBe(told.length === 0);
          if (error === null) expect(before).toBe(whole.text);
          else expect(told).toContain(error.message);
          if (form.fixed) expect(whole.text.startsWith(before)).toBe(true);
        }),
      ),
      runs(60),
    );
  });

  it.each(
    isThorough ? STORE_NAMES : QUICK_STORES,
  )('equal those of the decoded rows for every table of the store %s', async (name) => {
    let compared = 0;
    for await (const { of, table } of tablesOfStore(name)) {
      const { rows } = await readTable(table, {});
      for (const kind of ['csv', 'tsv'] as const) {
        const form = { kind, header: true, lookahead: 1000 };
        const { text: printed, error } = await delimitedTextOfTable(table, {}, form);
        if (error) continue;
        const expected = await delimitedTextOfRows(rows, {}, form, await table.columns({}));
        expect(printed, of).toBe(expected);
        compared += printed.length;
      }
    }
    if (name !== 'jobs') expect(compared).toBeGreaterThan(0);
  });

  it('are the same without WebAssembly', () =>
    inFolder(async (folder) => {
      writeTable(folder, { keyType: 'INT64', blocks: [[write(1, { a: text(',') }), write(2, { b: text('"') })]] });
      vi.stubGlobal('WebAssembly', undefined);
      try {
        expect(await expectPlain(folder, {}, CSV)).toBe('id,a,b\n1,",",\n2,,""""\n');
      } finally {
        vi.unstubAllGlobals();
      }
    }));
});

const CSV: DelimitedFormat = { kind: 'csv', header: true, lookahead: 1000 };
const text = (value: string): Cell => [{ type: 'STRING' }, value];
const none: Cell = [{ type: 'UNKNOWN' }, null];
const write = (key: number, cells: Write['cells']): Write => ({ key, revision: BigInt(key + 1), cells });

describe('the columns of csv', () => {
  const inTable = (writes: readonly Write[], scan: ScanOptions, form: DelimitedFormat, expected: string) =>
    inFolder(async (folder) => {
      writeTable(folder, { keyType: 'INT64', blocks: [writes] });
      expect(await expectPlain(folder, scan, form)).toBe(expected);
    });
  const later = [write(1, { a: text('1') }), write(2, { b: text('2') }), write(3, { a: none, c: none })];

  it('are told by all rows', () => inTable(later, {}, CSV, 'id,a,b\n1,1,\n2,,2\n3,,\n'));

  it('include those with None if it is kept', () =>
    inTable(later, { keepNone: true }, CSV, 'id,a,b,c\n1,1,,\n2,,2,\n3,,,\n'));

  it('are in order of appearance for a few rows, and in scan order for more', async () => {
    const writes = [write(1, { a: none, b: text('1') }), write(2, { a: text('2'), b: text('3') })];
    await inTable(writes, {}, CSV, 'id,b,a\n1,1,\n2,3,2\n');
    await inTable(writes, {}, { ...CSV, lookahead: 2 }, 'id,a,b\n1,,1\n2,2,3\n');
  });

  it('are the chosen ones, with or without values', async () => {
    await inTable(later, { columns: ['c', 'b'] }, CSV, 'c,b\n,\n,2\n,\n');
    await inTable(later, { columns: ['c', 'b'] }, { ...CSV, lookahead: 3 }, 'c,b\n,\n,2\n,\n');
    await inTable(later, { columns: ['c'] }, CSV, 'c\n""\n""\n""\n');
    await inTable([], {}, { ...CSV, fixed: ['c', 'b'] }, 'c,b\n');
  });

  it('are fixed if the format says so', () =>
    inTable(later, {}, { ...CSV, fixed: ['b', 'x', 'id'] }, 'b,x,id\n,,1\n2,,2\n,,3\n'));

  it('are damaged if values are, even before they have a place in the output', () =>
    inFolder(async (folder) => {
      const block = [write(1, {}), write(2, { a: [{ type: 'NOTHING' }, '1'] }), write(3, {})];
      writeTable(folder, { keyType: 'INT64', blocks: [block] });
      const { text: printed, error } = await delimitedTextOfTable(tableIn(folder), {}, CSV);
      expect(printed).toBe('');
      expect(error?.message).toContain('line 2: "a" has the unknown type "NOTHING"');
    }));

  it('are all there are if there are no rows', async () => {
    await inTable([], {}, CSV, 'no,rows\n');
    await inTable([], {}, { ...CSV, header: false }, '');
  });
});

describe('held-back text', () => {
  const printed = async (fixed: readonly string[] | undefined, most: number) => {
    let passes = 0;
    const read = async function* () {
      passes++;
      const builder = new BatchBuilder();
      for (const value of [1, 2, 3]) {
        builder.add(new Map([['id', { type: 'INT64', value }]]));
        yield builder.finish();
      }
    };
    const pieces: string[] = [];
    const columns = async () => [];
    for await (const chunk of delimitedRows(read, { ...CSV, fixed }, columns, new BoundedBuffer(most))) {
      pieces.push(Buffer.from(chunk).toString());
    }
    return { passes, text: pieces.join('') };
  };

  it('is printed once the columns are known', async () => {
    expect(await printed(undefined, 100)).toEqual({ passes: 1, text: 'id\n1\n2\n3\n' });
    expect(await printed(['id'], 1)).toEqual({ passes: 1, text: 'id\n1\n2\n3\n' });
  });

  it('is produced again if it is too long to hold', async () => {
    expect(await printed(undefined, 5)).toEqual({ passes: 2, text: 'id\n1\n2\n3\n' });
  });
});
