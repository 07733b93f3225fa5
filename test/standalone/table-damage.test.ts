import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SwjobError } from '../../src/errors.ts';
import type { ScanOptions } from '../../src/job/instance.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import { rowsOf } from '../support/agreement.ts';
import { makeOddFile, makeSparseFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';
import { failureOf, keysFrom, text, write } from '../support/table-writes.ts';
import { blockFile, blockText, writeTable } from '../support/write-table.ts';
import { type ZipOptions, zipFile } from '../support/zip-file.ts';

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

describe('damage', () => {
  it.each(ODD_FILES)('is found at once if %s is in the place of a block', async (kind) => {
    writeBlocks(3);
    makeOddFile(kind, blockFile(folder, 2));
    const error = await failureOf(keysOf());
    expect(error.code).toBe('damaged');
    expect(error.message).toContain(blockFile(folder, 2));
    expect((await failureOf(table.stats())).code).toBe('damaged');
  });

  it('does not hide columns of other blocks', async () => {
    writeBlocks(3);
    expect([...(await table.present(['a', 'none']))]).toEqual(['a']);
    for (const block of [1, 2]) makeOddFile('a FIFO', blockFile(folder, block));
    expect([...(await table.present(['a', 'none']))]).toEqual(['a']);
  });

  it('is found in a block of endless size', async () => {
    writeBlocks(2);
    makeSparseFile(blockFile(folder, 2), 2 ** 40);
    expect((await failureOf(keysOf())).message).toBe(`${blockFile(folder, 2)}: too large (1099511627776 bytes)`);
  });

  it.each([3, 300])('is found if one of %d blocks is missing', async (count) => {
    writeBlocks(count);
    const gone = blockFile(folder, count);
    rmSync(gone);
    const options: ScanOptions[] = [{}, { tail: 1 }, { columns: ['nope'], limit: 1 }];
    const readings = options.map((one) => () => keysOf(one));
    for (const reading of [...readings, () => table.stats(), () => table.columns({})]) {
      expect(await failureOf(reading())).toMatchObject({
        code: 'damaged',
        message: `${gone}: the block is missing`,
        hint: expect.stringContaining('again'),
      });
    }
  });

  it('is reported once for each skipped line and block, and keeps the other rows', async () => {
    writeBlocks(5);
    const broken = [write(10), write(11)].map(
      ({ key }) =>
        `{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}, "a": {"type": "INT64"}}, "data": {"id": "${Number(key).toString(16)}", "a": "not hex"}}}}`,
    );
    const good = `{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "f"}}}}`;
    writeFileSync(blockFile(folder, 2), zipFile(['{"cut', ...broken, good, ''].join('\n')));
    writeFileSync(blockFile(folder, 3), 'no archive');
    rmSync(blockFile(folder, 4));
    const expected = [...keysFrom(0, 10), 15, ...keysFrom(40, 10)];
    for (const options of [{}, { columns: ['id', 'a'] }, { tail: 1000 }, { requires: ['a'] }]) {
      const told: string[] = [];
      const skipDamaged = ({ message }: SwjobError) =>
        told.push(/data.*?zip(, line \d+)?/.exec(message)?.[0] ?? message);
      expect(await keysOf({ ...options, skipDamaged })).toEqual(expected);
      const lines = [1, 2, 3].map((line) => `data.0000002.zip, line ${line}`);
      // The second block then has fewer rows than the manifest states.
      expect(told.sort()).toEqual([...lines, 'data.0000002.zip', 'data.0000003.zip', 'data.0000004.zip'].sort());
    }
    expect((await failureOf(keysOf({ columns: ['nope'], skipDamaged: () => undefined }))).code).toBe('not-found');
    expect((await failureOf(keysOf())).code).toBe('damaged');
  });

  it('in a large block is reported with its line, after the rows before it', async () => {
    const line = (key: number, text = 'x'.repeat(9000)) =>
      `{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}, "a": {"type": "STRING"}}, "data": {"id": "${key.toString(16).padStart(16, '0')}", "a": "${text}"}}}}\n`;
    const path = join(folder, 'data.0000001.zip');
    writeTable(folder, { keyType: 'INT64', blocks: [keysFrom(0, 2000).map((key) => write(key))] });
    const sound = keysFrom(0, 2000).map((key) => line(key));
    const rowsBefore = async (lines: readonly string[], options: ZipOptions = {}) => {
      writeFileSync(path, zipFile(lines.join(''), options));
      let rows = 0;
      const error = await failureOf(
        (async () => {
          for await (const batch of table.read({ columns: ['id'] })) rows += batch.length;
        })(),
      );
      return { rows, message: error.message };
    };
    expect(await rowsBefore(['\n', ...sound.with(1800, line(1))])).toEqual({
      rows: 1800,
      message: `${path}, line 1802: its key does not follow the one before`,
    });
    expect(await rowsBefore(sound.slice(1))).toMatchObject({
      rows: 1999,
      message: expect.stringContaining('1999 rows'),
    });
    const { rows, message } = await rowsBefore(sound, { checksum: 1 });
    expect(message).toContain('does not match its checksum');
    expect(rows).toBeGreaterThan(1000);
    expect(rows).toBeLessThan(2000);
    const told: string[] = [];
    expect(await keysOf({ skipDamaged: (damage) => told.push(damage.message) })).toEqual([]);
    expect(told).toEqual([message]);
    writeFileSync(path, zipFile(sound.join('')));
    expect(await keysOf({ tail: 2 })).toEqual([1998, 1999]);
    expect(await keysOf({ start: 1234, limit: 2 })).toEqual([1234, 1235]);
  });

  it('in the first block is found even if its rows are printed before it is unpacked, and the rest is not wanted', async () => {
    const keys = keysFrom(0, 500);
    const wide = keys.map((key) => write(key, { a: text(randomBytes(4000).toString('hex')) }));
    writeTable(folder, { keyType: 'INT64', blocks: [wide] });
    const path = blockFile(folder, 1);
    writeFileSync(path, zipFile(blockText(wide, 'id', 'INT64'), { checksum: 1 }));
    const checksum = { code: 'damaged', message: expect.stringContaining('does not match its checksum') };
    let rows = 0;
    const read = async (options: ScanOptions, most = Number.POSITIVE_INFINITY) => {
      rows = 0;
      for await (const batch of table.read(options)) {
        rows += batch.length;
        if (rows >= most) break;
      }
    };
    expect(await failureOf(read({}))).toMatchObject(checksum);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(500);
    expect(await failureOf(read({}, 1))).toMatchObject(checksum);
    expect(rows).toBeGreaterThan(0);
    for (const options of [{ limit: 5 }, { tail: 5 }, { start: 7 }]) {
      expect(await failureOf(read(options))).toMatchObject(checksum);
    }
    expect(rows).toBe(0);
    await read({ skipDamaged: () => undefined });
    expect(rows).toBe(0);
    writeFileSync(path, zipFile(blockText(wide, 'id', 'INT64')));
    expect(await keysOf()).toEqual(keys);
    const wrong = wide.with(450, write(450, { a: [{ type: 'INT64' }, 'no number'] }));
    writeFileSync(path, zipFile(blockText(wrong, 'id', 'INT64')));
    expect((await failureOf(read({}))).message).toContain('data.0000001.zip, line 451:');
    expect(rows).toBe(450);
  });
});
