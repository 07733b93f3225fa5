import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ScanOptions } from '../../src/job/instance.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import { rowsOf } from '../support/agreement.ts';
import { makeOddFile } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';
import { failureOf, keysFrom, text, write } from '../support/table-writes.ts';
import { blockFile, writeManifest, writeTable } from '../support/write-table.ts';

let folder: string;
let table: StandaloneTable;

beforeEach(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'table-'));
  table = new StandaloneTable('t', folder, new ObjectStore(folder));
});

const keysOf = async (options: ScanOptions = {}) => (await rowsOf(table, options)).map((row) => row.get('id')?.value);

/** `count` blocks of ten keys each, one behind the other. */
function writeBlocks(count: number): void {
  writeTable(folder, {
    keyType: 'INT64',
    blocks: keysFrom(0, count).map((block) => keysFrom(block * 10, 10).map((key) => write(key))),
  });
}

describe('blocks', () => {
  beforeEach(() => writeBlocks(10));

  it.each<[string, ScanOptions, number]>([
    ['all', {}, 10],
    ['one key', { start: 35, end: 35, endInclusive: true }, 1],
    ['a range within one', { start: 31, end: 38 }, 1],
    ['a range that ends where another begins', { start: 35, end: 40 }, 1],
    ['a range that ends in the first key of another', { start: 35, end: 40, endInclusive: true }, 2],
    ['a range over three', { start: 25, end: 45 }, 3],
    ['a range of floats between two keys', { start: 39.5, end: 39.75 }, 0],
    ['nothing before the first', { end: 0 }, 0],
    ['nothing behind the last', { start: 100 }, 0],
    ['the last rows', { tail: 5 }, 1],
    ['the last rows of two blocks', { tail: 15 }, 2],
    ['the last rows of a range', { end: 35, tail: 7 }, 2],
    ['no rows', { limit: 0 }, 0],
    ['no last rows', { tail: 0 }, 0],
  ])('are read for %s, and no others', async (_what, options, blocks) => {
    const { endInclusive = false, limit = 1000, tail = 1000 } = options;
    const [start, end] = [Number(options.start ?? 0), Number(options.end ?? 100)];
    const expected = keysFrom(0, 100).filter((key) => key >= start && (key < end || (endInclusive && key === end)));
    expect(await keysOf(options)).toEqual(expected.slice(0, limit).slice(Math.max(0, expected.length - tail)));
    expect(table.blocksRead).toBe(blocks);
  });

  it('needed for the first rows are the only ones that a limit reads, besides one loaded ahead', async () => {
    expect(await keysOf({ limit: 3 })).toEqual([0, 1, 2]);
    // The first batch has 32 rows.
    expect(table.blocksRead).toBeLessThanOrEqual(5);
  });

  it('outside of a range may be missing or damaged', async () => {
    rmSync(blockFile(folder, 1));
    makeOddFile('a FIFO', blockFile(folder, 2));
    writeFileSync(blockFile(folder, 10), 'x');
    expect(await keysOf({ start: 20, end: 90 })).toEqual(keysFrom(20, 70));
    expect(await keysOf({ start: 20, end: 90, tail: 2 })).toEqual([88, 89]);
  });
});

describe('file descriptors', () => {
  const open = () => readdirSync('/proc/self/fd').length;

  async function allClosed(before: number): Promise<void> {
    // A block loaded ahead closes its file once it has been read.
    for (let i = 0; i < 100 && open() > before; i++) await sleep(5);
    expect(open()).toBe(before);
  }

  it('are held for the blocks of a range, and closed however a scan ends', async () => {
    writeBlocks(40);
    const before = open();
    const scan = table.scan({ start: 100 });
    await scan.next();
    expect(open()).toBeGreaterThan(before + 20);
    await scan.return(undefined);
    await allClosed(before);
    for await (const _ of table.scan({})) break;
    await allClosed(before);
    await keysOf();
    await table.columns({});
    await table.columns({ limit: 1 });
    await table.stats();
    await allClosed(before);
    for (const options of [{ columns: ['none'] }, { start: 'x' }, { limit: 1, tail: 1 }])
      await failureOf(keysOf(options));
    writeFileSync(blockFile(folder, 30), 'x');
    await failureOf(keysOf());
    await failureOf(table.stats());
    rmSync(blockFile(folder, 40));
    await failureOf(keysOf());
    await allClosed(before);
  });
});

describe('columns', () => {
  beforeEach(() => {
    const blocks = [
      [write(0), write(1, { b: text('x'), none: [{ type: 'UNKNOWN' }, null] })],
      [write(10, { __proto__: text('p'), '10': text('t') }), write(11, null)],
    ];
    writeTable(folder, { keyType: 'INT64', blocks });
  });

  it('that no record has are an error before any row', async () => {
    for (const options of [
      { columns: ['a', 'nope'] },
      { requires: ['nope'] },
      { columns: ['nope'], limit: 1 },
      { columns: ['nope'], tail: 1 },
      { columns: ['nope'], start: 500 },
      { columns: ['constructor'] },
    ]) {
      const error = await failureOf(table.scan(options).next());
      expect(error.code).toBe('not-found');
      expect(error.message).toMatch(/^the table "t" has no column "(nope|constructor)"$/);
      expect(error.hint).toMatch(/Its columns: id, /);
    }
  });

  it('may be anywhere in the table, even outside of the range', async () => {
    expect(await rowsOf(table, { end: 1, columns: ['a', '10'] })).toEqual([
      new Map([['a', { type: 'STRING', value: 'a0' }]]),
    ]);
    expect(await rowsOf(table, { start: 500, columns: ['a'] })).toEqual([]);
    expect(await keysOf({ requires: ['b'], limit: 1 })).toEqual([0]);
    expect(await rowsOf(table, { start: 1, end: 2, columns: ['none'] })).toEqual([new Map()]);
    expect(await rowsOf(table, { start: 1, end: 2, columns: ['none'], keepNone: true })).toEqual([
      new Map([['none', { type: 'UNKNOWN', value: null }]]),
    ]);
  });

  it('come in the requested order, by default the key first', async () => {
    const [row] = await rowsOf(table, { columns: ['a', 'id'], limit: 1 });
    expect([...(row?.keys() ?? [])]).toEqual(['a', 'id']);
    expect(await table.columns({})).toEqual(['id', 'a', 'b', '10']);
    expect(await table.columns({ keepNone: true })).toEqual(['id', 'a', 'b', 'none', '10']);
    expect(await table.columns({ tail: 1 })).toEqual(['id', '10']);
    expect(await table.columns({ limit: 1 })).toEqual(['id', 'a']);
    expect(await table.columns({ limit: 1, keepNone: true })).toEqual(['id', 'a']);
    expect(await table.columns({ columns: ['b'] })).toEqual(['b']);
    expect(await table.columns({ start: 500 })).toEqual([]);
  });

  it('do not include those of rows after the limit, which a merge decodes ahead', async () => {
    const blocks = [[write(0), write(9)], [write(1, { b: text('x'), none: [{ type: 'UNKNOWN' }, null] })]];
    writeTable(folder, { keyType: 'INT64', blocks });
    for (const keepNone of [false, true]) {
      expect(await table.columns({ limit: 1, keepNone })).toEqual(['id', 'a']);
      expect(await table.columns({ limit: 2, keepNone })).toEqual(['id', 'a', 'b', ...(keepNone ? ['none'] : [])]);
    }
  });
});

describe('wrong options', () => {
  it('are refused by scans and by columns', async () => {
    writeBlocks(1);
    for (const options of [{ start: 'x' }, { end: true }, { start: Number.NaN }, { limit: 1, tail: 1 }]) {
      expect((await failureOf(keysOf(options))).code).toBe('usage');
      expect((await failureOf(table.columns(options))).code).toBe('usage');
    }
  });

  it('end a scan that is aborted', async () => {
    writeBlocks(10);
    const controller = new AbortController();
    const scan = table.scan({ signal: controller.signal });
    await scan.next();
    controller.abort(new Error('enough'));
    await expect(scan.next()).rejects.toThrow('enough');
  });
});

describe('tables without rows', () => {
  it('yield none, and have a key', async () => {
    for (const options of [{}, { tail: 3 }, { start: 'x' }]) expect(await keysOf(options)).toEqual([]);
    expect(await table.key()).toEqual({ column: 'id', type: null });
    expect(await table.columns({})).toEqual([]);
    expect(await table.stats()).toEqual({ rows: 0, columns: 0, bytes: 0, revisions: 0 });
    writeManifest(folder, { key_column: 'uid', key_column_type: null, blocks: [] });
    expect(await keysOf()).toEqual([]);
    expect(await table.key()).toEqual({ column: 'uid', type: null });
  });

  it('do not include a file in the place of the folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    const other = new StandaloneTable('t', join(folder, 'file'), new ObjectStore(folder));
    expect((await failureOf(rowsOf(other))).code).toBe('damaged');
  });
});

describe('stats', () => {
  it('count live rows, and what was written', async () => {
    const blocks = [
      [write(0), write(1), write(1, { b: text('x') }, 7)],
      [write(1, null, 8), write(2, { c: text('y') }, 9)],
    ];
    writeTable(folder, { keyType: 'INT64', blocks, tombstones: [{ start: 2, revision: '5' }] });
    const { bytes, ...counts } = await table.stats();
    expect(counts).toEqual({ rows: 2, columns: 3, revisions: 6 });
    expect(bytes).toBeGreaterThan(300);
  });
});
