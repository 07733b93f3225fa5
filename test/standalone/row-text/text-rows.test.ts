import { mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ScanOptions } from '../../../src/job/instance.ts';
import { openStandalone } from '../../../src/standalone/instance.ts';
import type { StandaloneTable } from '../../../src/standalone/table.ts';
import { STORE_NAMES, unpackStore } from '../../support/stores.ts';
import { type Cell, type Write, writeTable } from '../../support/write-table.ts';
import { type LineSpelling, randomTables, scansOf, WHOLE, writeRandomTable, wrong } from './random-tables.ts';
import { regularTables } from './regular-tables.ts';
import { ARRAY, expectSame, LINES, textOfRows, textOfTable } from './rows-text.ts';
import { inFolder, tableIn } from './table-folder.ts';

async function expectSameText(table: StandaloneTable, scan: ScanOptions, frame = LINES): Promise<string> {
  return expectSame(await textOfTable(table, scan, frame), await textOfRows(table, scan, frame));
}

describe('rows as JSON text', () => {
  it('are those of the decoded rows, whatever the table and the scan', async () => {
    const cases = fc
      .oneof(randomTables(WHOLE), regularTables)
      .chain((table) =>
        fc.record({ table: fc.constant(table), scan: scansOf(table.keys), frame: fc.constantFrom(LINES, ARRAY) }),
      );
    await fc.assert(
      fc.asyncProperty(cases, ({ table, scan, frame }) =>
        inFolder(async (folder) => {
          writeRandomTable(folder, table);
          await expectSameText(tableIn(folder), scan, frame);
        }),
      ),
      { numRuns: 400 },
    );
  });

  it('are the same where there is no WebAssembly', async () => {
    const root = await unpackStore('tables');
    const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    const { jobs } = await instance.listJobs('self', {});
    const tables = await Promise.all(jobs.map(({ id }) => instance.findJob('self', id, 'any')));
    for (const job of tables) {
      for (const name of await job.tables()) {
        const table = await job.table(name);
        const transcoded = await textOfTable(table, {}, LINES);
        vi.stubGlobal('WebAssembly', undefined);
        expect(await textOfTable(table, {}, LINES), name).toEqual(transcoded);
        vi.unstubAllGlobals();
      }
    }
  });

  it('tell the same columns as the cells of the rows do', async () => {
    const cases = fc
      .oneof(randomTables(WHOLE), regularTables)
      .chain((table) => fc.record({ table: fc.constant(table), scan: scansOf(table.keys) }));
    await fc.assert(
      fc.asyncProperty(cases, ({ table, scan: { limit: _, ...scan } }) =>
        inFolder(async (folder) => {
          writeRandomTable(folder, table);
          const rows = tableIn(folder);
          // For the last rows alone the table has to look at the cells.
          expect(await rows.columns(scan)).toEqual(await rows.columns({ ...scan, tail: table.keys.length + 1 }));
        }),
      ),
      { numRuns: 300 },
    );
  });

  it('end with the same error where a line is damaged or a value does not fit its type', async () => {
    const spelling = fc.constantFrom<LineSpelling[]>(
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
          await expectSameText(tableIn(folder), { keepNone });
        }),
      ),
      { numRuns: 300 },
    );
  });

  it.each(STORE_NAMES)('are those of the decoded rows for every table of the store %s', async (name) => {
    const root = await unpackStore(name);
    const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    let compared = 0;
    for (const project of ['self', 'another', 'third_project-2']) {
      const { jobs } = await instance.listJobs(project, {}).catch(() => ({ jobs: [] }));
      for (const { id } of jobs) {
        const job = await instance.findJob(project, id, 'any');
        for (const tableName of await job.tables()) {
          const table = await job.table(tableName);
          for (const keepNone of [false, true]) {
            const fast = await textOfTable(table, { keepNone }, LINES);
            expect(fast, `${id} ${tableName}`).toEqual(await textOfRows(table, { keepNone }, LINES));
            compared += fast.text.length;
          }
        }
      }
    }
    if (name !== 'jobs') expect(compared).toBeGreaterThan(0);
  });
});

const text = (value: string): Cell => [{ type: 'STRING' }, value];
const integer = (value: number): Cell => [{ type: 'INT64' }, value.toString(16).padStart(16, '0')];

describe('the order of the columns', () => {
  const write = (key: number, cells: Write['cells']): Write => ({ key, revision: BigInt(key + 1), cells });

  it('is told by the rows of the range alone', () =>
    inFolder(async (folder) => {
      writeTable(folder, {
        keyType: 'INT64',
        blocks: [[write(1, { b: text('1') }), write(2, { c: text('2') }), write(3, { b: text('3'), c: text('3') })]],
      });
      const table = tableIn(folder);
      expect(await expectSameText(table, { start: 2 })).toBe('{"id":2,"c":"2"}\n{"id":3,"c":"3","b":"3"}\n');
      expect(await expectSameText(table, {})).toContain('{"id":3,"b":"3","c":"3"}');
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
      expect(await expectSameText(tableIn(folder), {})).toBe('{"id":1,"c":"1"}\n{"id":2,"c":"2","b":"2"}\n');
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
      const { text: lines } = await textOfTable(table, options, LINES);
      expect(lines.split('\n').length - 1).toBe(rows);
      expect(table.blocksRead).toBe(opened);
    }));

  it('stay closed behind the rows that were taken', () =>
    inFolder(async (folder) => {
      writeTable(folder, { keyType: 'INT64', blocks });
      const table = tableIn(folder);
      for await (const chunk of table.jsonRows({}, LINES)) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      // The last rows of a block come with the first of the next, while one more is unpacked.
      expect(table.blocksRead).toBeLessThan(10);
    }));

  it('are none where the scan was stopped before', () =>
    inFolder(async (folder) => {
      writeTable(folder, { keyType: 'INT64', blocks });
      const table = tableIn(folder);
      const { text: lines, error } = await textOfTable(table, { signal: AbortSignal.abort(new Error('stop')) }, LINES);
      expect(lines).toBe('');
      expect(error).toMatchObject({ message: 'stop' });
      expect(table.blocksRead).toBe(0);
    }));
});
