import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScanOptions } from '../../../src/job/instance.ts';
import { integer } from '../../support/table-writes.ts';
import { type Write, writeTable } from '../../support/write-table.ts';
import { readTable } from './read-table.ts';
import { inFolder, tableIn } from './table-folder.ts';

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
