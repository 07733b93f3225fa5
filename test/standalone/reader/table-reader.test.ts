import { mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TypedRow } from '../../../src/datastore/typed-value.ts';
import type { KeyValue, ScanOptions } from '../../../src/job/instance.ts';
import { jsonRow } from '../../../src/render/json.ts';
import { typedJsonRow } from '../../../src/render/typed-json.ts';
import { BlockLineReader } from '../../../src/standalone/block-line.ts';
import { tablesOfStore } from '../../support/store-tables.ts';
import { QUICK_STORES, STORE_NAMES } from '../../support/stores.ts';
import { isThorough, runs } from '../../support/thorough.ts';
import { blockFile, blockText, type Cell, type KeyType, type Write, writeTable } from '../../support/write-table.ts';
import { zipFile } from '../../support/zip-file.ts';
import { facts } from '../history.ts';
import { plainRows } from './plain-table.ts';
import { type LineSpelling, randomTables, scansOf, WHOLE, writeRandomTable, wrong } from './random-tables.ts';
import { readTable } from './read-table.ts';
import { regularTables } from './regular-tables.ts';
import { inFolder, tableIn } from './table-folder.ts';

const linesOf = (rows: readonly TypedRow[], text: (row: TypedRow) => string) =>
  // Lone surrogates have no UTF-8; JSON text has none of them, so this changes nothing.
  Buffer.from(rows.map((row) => `${text(row)}\n`).join('')).toString();

/** What is read of the table in a folder is what the plain way gives, as values and as text. */
async function expectPlain(folder: string, scan: ScanOptions): Promise<string> {
  const { rows, json, typed, error } = await readTable(tableIn(folder), scan);
  const plain = plainRows(folder, scan);
  const missing = scan.columns?.some((name) => name !== 'id') && error?.message.includes('has no column');
  if (missing) return json;
  expect(error).toBe(null);
  expect(json).toBe(linesOf(plain.rows, jsonRow));
  expect(typed).toBe(linesOf(plain.rows, typedJsonRow));
  expect(linesOf(rows, typedJsonRow)).toBe(typed);
  return json;
}

describe('what is read', () => {
  it('is what the plain way gives, whatever the table and the scan', async () => {
    const cases = fc
      .oneof(randomTables(WHOLE), regularTables)
      .chain((table) => fc.record({ table: fc.constant(table), scan: scansOf(table.keys) }));
    await fc.assert(
      fc.asyncProperty(cases, ({ table, scan }) =>
        inFolder(async (folder) => {
          writeRandomTable(folder, table);
          await expectPlain(folder, scan);
        }),
      ),
      runs(80),
    );
  }, 120_000);

  it('are bytes in the order of their values, whatever their base64', async () => {
    const bytes = fc.uint8Array({ maxLength: 5, max: 255 }).chain((key) =>
      // Neighbours that differ in their last bits, or in their length.
      fc.constantFrom(key, Uint8Array.of(...key, 0), Uint8Array.of(...key, 255)),
    );
    const cell = fc.constantFrom('', 'AA==', 'QR==', 'QUI=', 'QUJ=', '+/+/', 'Zm9v'.repeat(9));
    const rows = fc.array(fc.tuple(bytes, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, (writes) =>
        inFolder(async (folder) => {
          const block = writes.map(
            ([key, data], index): Write => ({
              key,
              revision: BigInt(index),
              cells: { a: [{ type: 'BYTES' }, data] },
            }),
          );
          writeTable(folder, { keyType: 'BYTES', blocks: [block] });
          await expectPlain(folder, {});
        }),
      ),
      runs(50),
    );
  });

  it('is damage where bytes do not ascend, or are none', () =>
    inFolder(async (folder) => {
      const line = (key: string, a = 'AA==') =>
        `{"key": "id", "records": {"1": {"schema": {"id": {"type": "BYTES"}, "a": {"type": "BYTES"}}, "data": {"id": "${key}", "a": "${a}"}}}}`;
      const readLines = async (...lines: string[]) => {
        writeTable(folder, { keyType: 'BYTES', blocks: [[{ key: Uint8Array.of(1), revision: 1n, cells: {} }]] });
        writeFileSync(blockFile(folder, 1), zipFile(`${lines.join('\n')}\n`));
        const { rows, error } = await readTable(tableIn(folder), {});
        return `${rows.length} ${error?.message.replace(/^.*?(line|: )/, '$1')}`;
      };
      // The digits 0 and + have other values than their characters: 52 and 62.
      expect(await readLines(line('0000'), line('++++'))).toContain('2 : 2 rows');
      expect(await readLines(line('++++'), line('0000'))).toBe('1 line 2: its key does not follow the one before');
      expect(await readLines(line('QUI='), line('QQ=='))).toBe('1 line 2: its key does not follow the one before');
      for (const wrong of ['A', 'AA', 'AA=', 'A===', 'AA==A', 'A A=', 'AAé='])
        expect(await readLines(line('AAAA'), line('BAAA', wrong))).toMatch(/^1 line 2: /);
    }));

  it('is the same where there is no WebAssembly', async () => {
    const cases = fc
      .oneof(randomTables(WHOLE), regularTables)
      .chain((table) => fc.record({ table: fc.constant(table), scan: scansOf(table.keys) }));
    vi.stubGlobal('WebAssembly', undefined);
    try {
      await fc.assert(
        fc.asyncProperty(cases, ({ table, scan }) =>
          inFolder(async (folder) => {
            writeRandomTable(folder, table);
            await expectPlain(folder, scan);
          }),
        ),
        runs(50),
      );
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('ends at damage, behind all rows before it, and goes on where it is skipped', async () => {
    const spelling = fc.constantFrom<LineSpelling[]>(
      'as the client',
      'as the client',
      'as the client',
      'without its end',
      'a byte changed',
    );
    const cells = fc.oneof({ arbitrary: fc.constant<Cell>([{ type: 'STRING' }, 'fine']), weight: 5 }, wrong);
    await fc.assert(
      fc.asyncProperty(randomTables(spelling, cells), fc.boolean(), (table, keepNone) =>
        inFolder(async (folder) => {
          writeRandomTable(folder, table);
          const told: string[] = [];
          const whole = await readTable(tableIn(folder), {
            keepNone,
            skipDamaged: ({ message }) => told.push(message),
          });
          const plain = plainRows(folder, { keepNone });
          expect(whole.error).toBe(null);
          expect(told.length).toBe(plain.skipped);
          // A row that is left out may have given its columns their places.
          expect(facts(whole.rows)).toEqual(facts(plain.rows));
          const ended = await readTable(tableIn(folder), { keepNone });
          // A line behind may be told before, as keys are looked up ahead.
          if (ended.error !== null || told.length > 0) expect(told).toContain(ended.error?.message);
          if (told[0] !== undefined) expect(ended.error).toMatchObject({ code: 'damaged' });
          expect(whole.json.startsWith(ended.json)).toBe(true);
          // The same columns were known at the same row: as many rows came before as there are.
          if (ended.error === null) expect(ended.json).toBe(whole.json);
        }),
      ),
      runs(60),
    );
  }, 120_000);

  it('ends where a block is not UTF-8, behind the rows before it; to skip it leaves out the whole block', () =>
    inFolder(async (folder) => {
      const rows = (first: number) =>
        Array.from({ length: 2000 }, (_, index): Write => {
          return { key: first + index, revision: 1n, cells: { text: text('x'.repeat(200)) } };
        });
      const blocks = [rows(0), rows(2000)];
      writeTable(folder, { keyType: 'INT64', blocks });
      const content = Buffer.from(blockText(blocks[0] ?? [], 'id', 'INT64'));
      content[content.length - 20] = 0xff;
      writeFileSync(blockFile(folder, 1), zipFile(content));
      const ended = await readTable(tableIn(folder), {});
      expect(ended.error).toMatchObject({
        code: 'damaged',
        message: expect.stringMatching(/0000001\.zip: not UTF-8 text$/),
      });
      expect(ended.rows.length).toBeGreaterThan(0);
      expect(ended.rows.length).toBeLessThan(2000);
      const told: string[] = [];
      const rest = await readTable(tableIn(folder), { skipDamaged: ({ message }) => told.push(message) });
      expect(told).toEqual([ended.error?.message]);
      expect(rest.rows.length).toBe(2000);
      expect(rest.json.startsWith('{"id":2000,')).toBe(true);
    }));

  it.each(
    isThorough ? STORE_NAMES : QUICK_STORES,
  )('of every table of the store %s is the same as text and as values', async (name) => {
    let compared = 0;
    for await (const { of, table } of tablesOfStore(name)) {
      const { rows, json, error } = await readTable(table, { keepNone: true });
      expect(json, of).toBe(error === null ? linesOf(rows, jsonRow) : json);
      compared += json.length;
    }
    if (name !== 'jobs') expect(compared).toBeGreaterThan(0);
  });
});

const text = (value: string): Cell => [{ type: 'STRING' }, value];
const integer = (value: number): Cell => [{ type: 'INT64' }, value.toString(16).padStart(16, '0')];

describe('the kernel', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each<[KeyType, (number: number) => KeyValue]>([
    ['INT64', (number) => number],
    ['FLOAT64', (number) => number / 7],
    ['STRING', (number) => `key ${String(number).padStart(5, '0')}`],
    ['BYTES', (number) => Buffer.from(String(number).padStart(5, '0'))],
  ])('reads all that the client wrote under keys of type %s, and leaves no line to the decoders', (keyType, keyOf) =>
    inFolder(async (folder) => {
      const cells = [
        { a: integer(1), text: text('a "b"'), half: [{ type: 'FLOAT16' }, '3c00'], yes: [{ type: 'BOOL' }, '1'] },
        { a: integer(2), none: [{ type: 'UNKNOWN' }, null], bytes: [{ type: 'BYTES' }, 'QUI='] },
        { list: [{ type: 'LIST', elementType: { type: 'INT64' } }, ['0000000000000001']], text: text('b') },
        { map: [{ type: 'MAP', keyType: { type: 'STRING' }, valueType: { type: 'BOOL' } }, [['a', '1']]] },
        { tenth: text('c'), sparse: [{ type: 'LIST', elementType: { type: 'STRING' } }, ['a', null]] },
      ] satisfies readonly Record<string, Cell>[];
      const blockOf = (first: number, revision: bigint) =>
        Array.from({ length: 300 }, (_, index): Write => {
          const wanted = cells[(index >> 2) % cells.length] ?? {};
          return { key: keyOf(first + index), revision, cells: wanted };
        });
      // One block by itself, two with a part of their keys in common, and one where keys are written twice.
      const twice = blockOf(900, 1n).flatMap((write) => [write, { ...write, revision: 2n }]);
      writeTable(folder, { keyType, blocks: [blockOf(0, 1n), blockOf(300, 1n), blockOf(500, 2n), twice] });
      const read = vi.spyOn(BlockLineReader.prototype, 'read');
      const { rows, error } = await readTable(tableIn(folder), {});
      expect(error).toBe(null);
      expect(rows.length).toBe(1100);
      expect(read).not.toHaveBeenCalled();
    }));
});

describe('a key in several blocks', () => {
  it.each<[string, KeyType, (number: number) => KeyValue]>([
    ['integers', 'INT64', (number) => number - 100],
    ['integers that no number has', 'INT64', (number) => 2n ** 53n - 100n + BigInt(number)],
    ['floats', 'FLOAT64', (number) => number / 7],
    ['strings', 'STRING', (number) => `key ${String(number).padStart(5, '0')} é`],
    ['bytes', 'BYTES', (number) => Buffer.from(`k${String(number).padStart(5, '0')}`)],
  ])('is one row among %s, in long runs of keys and in turn', (_, keyType, keyOf) =>
    inFolder(async (folder) => {
      const block = (revision: number, numbers: readonly number[]) =>
        numbers.map(
          (number): Write => ({
            key: keyOf(number),
            revision: BigInt(revision * 10_000 + number),
            cells: { [revision % 2 === 0 ? 'even' : 'odd']: text(`${revision} ${'x'.repeat((number % 20) * 300)}`) },
          }),
        );
      const numbers = (from: number, to: number, step: number) =>
        Array.from({ length: Math.ceil((to - from) / step) }, (_unused, index) => from + index * step);
      writeTable(folder, {
        keyType,
        blocks: [
          block(5, numbers(0, 140, 1)),
          block(2, numbers(10, 120, 3)),
          block(3, numbers(130, 260, 1)),
          block(4, numbers(135, 200, 2)),
          block(1, [...numbers(110, 120, 1), ...numbers(259, 300, 1)]),
        ],
      });
      expect((await expectPlain(folder, {})).split('\n')).toHaveLength(301);
      await expectPlain(folder, { start: keyOf(115), end: keyOf(136) });
      await expectPlain(folder, { limit: 125 });
    }));

  it('is one row, though its second line brings a schema that was not met before', () =>
    inFolder(async (folder) => {
      const write = (key: number, revision: bigint, cells: Write['cells']): Write => ({ key, revision, cells });
      const a = { a: text('') };
      writeTable(folder, {
        keyType: 'INT64',
        blocks: [
          [write(1, 2003n, a), write(2, 2006n, {})],
          [write(-1, 2007n, {})],
          [write(1, 1002n, {}), write(-1, 2005n, a)],
        ],
      });
      expect(await expectPlain(folder, {})).toBe('{"id":-1,"a":""}\n{"id":1,"a":""}\n{"id":2}\n');
    }));
});

describe('the order of the columns', () => {
  const write = (key: number, cells: Write['cells']): Write => ({ key, revision: BigInt(key + 1), cells });

  it('is told by the rows of the range alone', () =>
    inFolder(async (folder) => {
      writeTable(folder, {
        keyType: 'INT64',
        blocks: [[write(1, { b: text('1') }), write(2, { c: text('2') }), write(3, { b: text('3'), c: text('3') })]],
      });
      expect(await expectPlain(folder, { start: 2 })).toBe('{"id":2,"c":"2"}\n{"id":3,"c":"3","b":"3"}\n');
      expect(await expectPlain(folder, {})).toContain('{"id":3,"b":"3","c":"3"}');
    }));

  it('is not told by a record that a delete ends', () =>
    inFolder(async (folder) => {
      writeTable(folder, {
        keyType: 'INT64',
        blocks: [
          [
            write(1, { b: text('1') }),
            { key: 1, revision: 10n, cells: null },
            { key: 1, revision: 11n, cells: { c: text('1') } },
            write(2, { b: text('2'), c: text('2') }),
          ],
        ],
      });
      expect(await expectPlain(folder, {})).toBe('{"id":1,"c":"1"}\n{"id":2,"c":"2","b":"2"}\n');
    }));
});

describe('the blocks that are opened', () => {
  const blocks = Array.from({ length: 10 }, (_, block) =>
    Array.from({ length: 10 }, (_, row): Write => {
      const key = block * 10 + row;
      return { key, revision: BigInt(key + 1), cells: { a: integer(key) } };
    }),
  );

  it.each<[string, ScanOptions, number, number]>([
    ['all', {}, 10, 100],
    ['one key', { start: 35, end: 35, endInclusive: true }, 1, 1],
    ['a range within one', { start: 31, end: 38 }, 1, 7],
    ['a range that ends where another begins', { start: 35, end: 40 }, 1, 5],
    ['a range over three', { start: 25, end: 45 }, 3, 20],
    ['nothing behind the last', { start: 100 }, 0, 0],
    ['no rows', { limit: 0 }, 0, 0],
    ['fewer rows than one has', { limit: 3 }, 1, 3],
    ['the rows of one', { limit: 10 }, 1, 10],
    ['more rows than one has', { limit: 11 }, 2, 11],
    ['a few rows of a range', { start: 35, limit: 5 }, 1, 5],
  ])('are those that hold %s, and no others', async (_what, options, opened, rows) =>
    inFolder(async (folder) => {
      mkdirSync(folder, { recursive: true });
      writeTable(folder, { keyType: 'INT64', blocks });
      const table = tableIn(folder);
      expect((await readTable(table, options)).rows).toHaveLength(rows);
      expect(table.blocksRead).toBe(opened);
    }));

  it('stay closed behind the rows that were taken', () =>
    inFolder(async (folder) => {
      writeTable(folder, { keyType: 'INT64', blocks });
      const table = tableIn(folder);
      for await (const batch of table.read({})) {
        expect(batch.length).toBeGreaterThan(0);
        break;
      }
      // The last rows of a block come with the first of the next, while one more is unpacked.
      expect(table.blocksRead).toBeLessThan(10);
    }));

  it('are none where the scan was stopped before', () =>
    inFolder(async (folder) => {
      writeTable(folder, { keyType: 'INT64', blocks });
      const table = tableIn(folder);
      const { rows, error } = await readTable(table, { signal: AbortSignal.abort(new Error('stop')) });
      expect(rows).toEqual([]);
      expect(error).toMatchObject({ message: 'stop' });
      expect(table.blocksRead).toBe(0);
    }));
});
