import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { KeyValue } from '../../../src/job/instance.ts';
import { jsonRow } from '../../../src/render/json.ts';
import { BlockLineReader } from '../../../src/standalone/block-line.ts';
import { tablesOfStore } from '../../support/store-tables.ts';
import { QUICK_STORES, STORE_NAMES } from '../../support/stores.ts';
import { integer, text } from '../../support/table-writes.ts';
import { isThorough, runs } from '../../support/thorough.ts';
import { blockFile, blockText, type Cell, type KeyType, type Write, writeTable } from '../../support/write-table.ts';
import { zipFile } from '../../support/zip-file.ts';
import { facts } from '../history.ts';
import { expectPlain, linesOf } from './expect-plain.ts';
import { plainRows } from './plain-table.ts';
import { type LineSpelling, randomTables, scansOf, WHOLE, writeRandomTable, wrong } from './random-tables.ts';
import { readTable } from './read-table.ts';
import { regularTables } from './regular-tables.ts';
import { inFolder, tableIn } from './table-folder.ts';

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
