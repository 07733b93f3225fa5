import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTableManifest } from '../../src/standalone/table-manifest.ts';
import { makeOddFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';
import { writeManifest } from '../support/write-table.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'table-'));
});

const read = (fields: Readonly<Record<string, unknown>>) => {
  writeManifest(folder, { blocks: [], ...fields });
  return readTableManifest(folder);
};
const block = (fields: Readonly<Record<string, unknown>>) => ({
  min_key: 1,
  max_key: 5,
  row_count: 3,
  block_id: 1,
  ...fields,
});
const boundsOf = async (type: string | null, min: unknown, max: unknown) => {
  const manifest = await read({ key_column_type: type && { type }, blocks: [block({ min_key: min, max_key: max })] });
  return [manifest?.blocks[0]?.minKey, manifest?.blocks[0]?.maxKey];
};

describe('readTableManifest', () => {
  it('returns key, blocks and tombstones', async () => {
    const tombstone = { start: 1, end: null, end_inclusive: true, revision: '0019', key_prefix: null };
    const manifest = await read({
      key_column: 'uid',
      key_column_type: { type: 'INT64' },
      blocks: [
        block({}),
        block({ block_id: 12_345_678, min_key: -(2n ** 63n), max_key: 2n ** 63n - 1n, row_count: undefined }),
      ],
      tombstones: [tombstone, { end: 2n ** 60n, revision: '5' }, { start: 'a', key_prefix: 'a/', revision: '6' }],
    });
    expect(manifest).toEqual({
      path: join(folder, 'manifest.json'),
      keyColumn: 'uid',
      keyType: 'INT64',
      blocks: [
        { path: join(folder, 'data.0000001'), minKey: 1, maxKey: 5, rowCount: 3 },
        { path: join(folder, 'data.12345678'), minKey: -(2n ** 63n), maxKey: 2n ** 63n - 1n, rowCount: undefined },
      ],
      tombstones: [
        { start: 1, end: undefined, endInclusive: true, keyPrefix: undefined, revision: '19' },
        { start: undefined, end: 2n ** 60n, endInclusive: false, keyPrefix: undefined, revision: '5' },
        { start: 'a', end: undefined, endInclusive: false, keyPrefix: 'a/', revision: '6' },
      ],
    });
  });

  it('is null where there is no manifest yet', async () => {
    expect(await readTableManifest(mkdtempSync(join(folder, 'none-')))).toBeNull();
  });

  it('finds damage if the table’s folder is missing', async () => {
    const gone = join(folder, 'gone');
    await expect(readTableManifest(gone)).rejects.toMatchObject({
      code: 'damaged',
      message: `${gone}: the folder of the table is missing`,
    });
  });

  it('trusts only valid bounds for its keys', async () => {
    expect(await boundsOf('INT64', 1, 2n ** 62n)).toEqual([1, 2n ** 62n]);
    expect(await boundsOf('INT8', null, 'x')).toEqual([undefined, undefined]);
    expect(await boundsOf('STRING', '', 'x')).toEqual(['', 'x']);
    expect(await boundsOf('STRING', 1, null)).toEqual([undefined, undefined]);
    // Floats are truncated: -2.7 is written as -2, 3.9 as 3.
    expect(await boundsOf('FLOAT64', -2, 3)).toEqual([-3, 4]);
    expect(await boundsOf('FLOAT32', 2n ** 62n, 2n ** 63n)).toEqual([2 ** 62 - 2 ** 12, 2 ** 63 + 2 ** 13]);
    expect(await boundsOf('FLOAT16', 'nan', '-inf')).toEqual([undefined, undefined]);
    for (const type of ['BYTES', 'BOOL', 'UNKNOWN', null]) {
      expect(await boundsOf(type, 1, 2)).toEqual([undefined, undefined]);
      expect(await boundsOf(type, 'a', 'b')).toEqual([undefined, undefined]);
    }
  });

  it('finds damage if a block is listed twice', async () => {
    const table = mkdtempSync(join(folder, 'twice-'));
    const block = { min_key: 1, max_key: 2, row_count: 1, block_id: 7 };
    writeManifest(table, { key_column_type: { type: 'INT64' }, blocks: [block, { ...block, min_key: 3 }] });
    await expect(readTableManifest(table)).rejects.toMatchObject({
      code: 'damaged',
      message: `${join(table, 'manifest.json')}: the block data.0000007 is listed twice`,
    });
  });

  it('accepts that old manifests lack fields', async () => {
    expect(
      await read({ version: undefined, block_config: undefined, key_column_type: null, tombstones: undefined }),
    ).toMatchObject({ keyType: null, blocks: [], tombstones: [] });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['unknown table version "1.0"', { version: '1.0' }],
    ['no key_column', { key_column: undefined }],
    ['no key_column', { key_column: 5 }],
    ['a key_column_type without a type', { key_column_type: 'INT64' }],
    ['a key_column_type without a type', { key_column_type: {} }],
    ['blocks is not a list of objects', { blocks: undefined }],
    ['blocks is not a list of objects', { blocks: {} }],
    ['blocks is not a list of objects', { blocks: [1] }],
    ['tombstones is not a list of objects', { tombstones: 'x' }],
    ['a block without its block_id', { blocks: [block({ block_id: undefined })] }],
    ['a block without its block_id', { blocks: [block({ block_id: '../../x' })] }],
    ['a block without its block_id', { blocks: [block({ block_id: -1 })] }],
    ['a block without its block_id', { blocks: [block({ block_id: 1.5 })] }],
    ['the row_count of block 1 is not a number', { blocks: [block({ row_count: '3' })] }],
    [
      'a block_name_prefix that is not a file name',
      { block_config: { block_name_prefix: '../x' }, blocks: [block({})] },
    ],
    ['a block_name_prefix that is not a file name', { block_config: { block_name_prefix: '' }, blocks: [block({})] }],
    ['a tombstone without its revision', { tombstones: [{ start: 1 }] }],
    ['a tombstone without its revision', { tombstones: [{ revision: '-1' }] }],
    ["a tombstone's bound that is not a key", { tombstones: [{ revision: '1', start: [1] }] }],
    ["a tombstone's bound that is not a key", { tombstones: [{ revision: '1', end: {} }] }],
  ])('finds damage: %s', async (message, fields) => {
    await expect(read(fields)).rejects.toMatchObject({
      code: 'damaged',
      message: `${join(folder, 'manifest.json')}: ${message}`,
    });
  });

  it.each(ODD_FILES)('finds damage in %s at once', async (kind) => {
    const other = mkdtempSync(join(folder, 'odd-'));
    makeOddFile(kind, join(other, 'manifest.json'));
    await expect(readTableManifest(other)).rejects.toMatchObject({ code: 'damaged' });
  });
});
