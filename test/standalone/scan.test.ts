import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedRow } from '../../src/datastore/typed-value.ts';
import { isNone, type KeyValue, type ScanOptions } from '../../src/job/instance.ts';
import { blocksInRange, disjointGroups } from '../../src/standalone/block-ranges.ts';
import { readTableDirs, tableFolder } from '../../src/standalone/datastore-manifest.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import type { BlockDescription, TableManifest } from '../../src/standalone/table-description.ts';
import { rowsOf } from '../support/agreement.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import { runs } from '../support/thorough.ts';
import { compareAsPython, type KeyType, writeTable } from '../support/write-table.ts';
import { byName, facts, type History, histories, isWithin, modelScan, rangesOf } from './history.ts';

const KEY_TYPES: readonly KeyType[] = ['INT64', 'STRING', 'FLOAT64', 'BOOL', 'BYTES'];

async function tableOf(history: History): Promise<StandaloneTable> {
  const folder = mkdtempSync(join(await temporaryFolder(), 'table-'));
  const blocks = [0, 1, 2, 3]
    .map((block) => history.writes.filter((write) => write.block === block))
    .filter((writes) => writes.length > 0);
  writeTable(folder, { keyType: history.keyType, blocks, tombstones: history.tombstones });
  return new StandaloneTable('t', folder, new ObjectStore(folder));
}

/** Columns that no record of the history has are refused, so only others are requested. */
function askable(history: History, options: ScanOptions): ScanOptions {
  const known = new Set(['id', ...history.writes.flatMap(({ cells }) => Object.keys(cells ?? {}))]);
  return { ...options, columns: options.columns?.filter((name) => known.has(name)) };
}

describe('a scan of random overlapping blocks', () => {
  it.each(KEY_TYPES)('returns the result of all writes under %s keys, in every range', async (keyType) => {
    const cases = fc.tuple(histories(keyType), fc.array(rangesOf(keyType), { minLength: 8, maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(cases, async ([history, ranges]) => {
        const table = await tableOf(history);
        expect(facts(await rowsOf(table))).toEqual(modelScan(history, {}));
        for (const range of ranges) {
          const options = askable(history, range);
          const rows = await rowsOf(table, options);
          expect(facts(rows), JSON.stringify(options, jsonKey)).toEqual(modelScan(history, options));
          if (options.columns === undefined) {
            const names = await table.columns(options);
            expect(names.toSorted()).toEqual(Array.from(new Set(rows.flatMap((row) => [...row.keys()]))).sort());
            if (rows.length > 0) expect(names[0]).toBe('id');
          }
        }
      }),
      runs(24),
    );
  });
});

describe('a scan of a table that the client wrote', async () => {
  const root = await unpackStore('tables');
  const folders = [...(await readTableDirs(root))]
    .filter(([name]) => name.includes('/eval/'))
    .map(([name, dir]) => [name, tableFolder(root, name, dir)] as const);

  it('has tables to test', () => {
    expect(folders.length).toBeGreaterThan(15);
  });

  it.each(folders)('returns the right part of all rows in every range of %s', async (name, folder) => {
    const table = new StandaloneTable(name, folder, new ObjectStore(root));
    const { column } = await table.key();
    const all = await rowsOf(table, { keepNone: true });
    const keys = all.map((row) => row.get(column)?.value as KeyValue);
    const names = Array.from(new Set(all.flatMap((row) => [...row.keys()])));
    if (keys.length === 0) return expect(await rowsOf(table, { limit: 3 })).toEqual([]);
    expect(keys).toEqual(keys.toSorted(compareAsPython));
    const key = fc.constantFrom(...keys);
    const range = fc.record(
      {
        start: key,
        end: key,
        endInclusive: fc.boolean(),
        keepNone: fc.boolean(),
        limit: fc.integer({ min: 0, max: keys.length + 1 }),
        columns: fc.subarray(names, { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(range, fc.boolean(), async ({ limit, ...options }, fromEnd) => {
        const { start, end, endInclusive = false, keepNone = false, columns } = options;
        const rows = await rowsOf(table, {
          ...options,
          ...(limit !== undefined && { [fromEnd ? 'tail' : 'limit']: limit }),
        });
        let expected = all.filter((row) => isWithin(row.get(column)?.value as KeyValue, start, end, endInclusive));
        if (limit !== undefined)
          expected = fromEnd ? expected.slice(Math.max(0, expected.length - limit)) : expected.slice(0, limit);
        const shown = (row: TypedRow) =>
          Array.from(row).filter(([one, value]) => (!columns || columns.includes(one)) && (keepNone || !isNone(value)));
        expect(rows.map((row) => [...row].sort(byName))).toEqual(expected.map((row) => shown(row).sort(byName)));
      }),
      runs(keys.length > 5000 ? 5 : 20),
    );
  });
});

describe('blocksInRange', () => {
  const block = (minKey: KeyValue | undefined, maxKey: KeyValue | undefined): BlockDescription => ({
    path: `${minKey}-${maxKey}`,
    minKey,
    maxKey,
    rowCount: undefined,
  });
  const blocks = [block(0, 4), block(5, 9), block(10, 14), block(undefined, undefined)];
  const manifest: TableManifest = { path: '', keyColumn: 'id', keyType: 'INT64', blocks, tombstones: [] };
  const chosen = (range: ScanOptions) => blocksInRange(manifest, range).map(({ path }) => path);

  it('skips blocks whose bounds are outside, but none with unknown bounds', () => {
    expect(chosen({})).toEqual(['0-4', '5-9', '10-14', 'undefined-undefined']);
    expect(chosen({ start: 5, end: 10 })).toEqual(['5-9', 'undefined-undefined']);
    expect(chosen({ start: 5, end: 10, endInclusive: true })).toEqual(['5-9', '10-14', 'undefined-undefined']);
    expect(chosen({ start: 4.5, end: 4.75 })).toEqual(['undefined-undefined']);
    expect(chosen({ start: 14, end: 2n ** 62n })).toEqual(['10-14', 'undefined-undefined']);
  });

  it('groups blocks that overlap, by key', () => {
    const groups = (...some: readonly BlockDescription[]) =>
      disjointGroups(some).map((group) => group.map(({ path }) => path));
    expect(groups(block(5, 6), block(0, 2), block(2, 4), block(1, 9), block(10, 11))).toEqual([
      ['0-2', '1-9', '2-4', '5-6'],
      ['10-11'],
    ]);
    expect(groups(block(0, 2), block(undefined, 3), block(4, 5))).toEqual([['0-2', 'undefined-3', '4-5']]);
    expect(groups()).toEqual([]);
  });
});

const jsonKey = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
