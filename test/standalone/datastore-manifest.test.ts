import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readTableDirs, tableFolder } from '../../src/standalone/datastore-manifest.ts';
import { makeOddFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

let root: string;
let path: string;
beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'store-'));
  path = join(root, '.datastore', 'manifest.json');
  mkdirSync(join(root, '.datastore'));
});

const write = (manifest: unknown) => writeFileSync(path, JSON.stringify(manifest));

describe('readTableDirs', () => {
  it('returns the dir of each table in a client’s store', async () => {
    const store = await unpackStore('prefix');
    const dirs = await readTableDirs(store);
    expect([...dirs.keys()].filter((name) => name.endsWith('/eval/summary'))).toEqual(['project/self/eval/summary']);
    for (const [name, dir] of dirs) expect(tableFolder(store, name, dir)).toBe(join(store, '.datastore', dir));
  });

  it('is empty without a datastore or tables', async () => {
    expect((await readTableDirs(root)).size).toBe(0);
    write({ version: '0.1', tables: [] });
    expect((await readTableDirs(root)).size).toBe(0);
  });

  it('uses the first of two tables with the same name', async () => {
    const tables = [
      { name: 'a', dir: '1' },
      { name: '__proto__', dir: '2' },
      { name: 'a', dir: '3' },
      { name: '', dir: '4' },
    ];
    write({ tables });
    const dirs = await readTableDirs(root);
    expect([...dirs.keys()]).toEqual(['a', '__proto__', '']);
    expect([...dirs.values()]).toEqual(['1', '2', '4']);
  });

  it('leads only to folders within the datastore', () => {
    for (const [dir, path] of Object.entries({
      'ab/cd': 'ab/cd',
      './x': 'x',
      'a/../b': 'b',
      '..x': '..x',
      '...': '...',
    })) {
      expect(tableFolder(root, 't', dir)).toBe(join(root, '.datastore', path));
    }
    for (const dir of ['/etc', '..', '../x', 'a/../../x', '.', '', './', 'a/..', 'a/../', 'a/\0b', '//x', './..']) {
      expect(() => tableFolder(root, 't "0"', dir)).toThrow(`${path}: the table "t \\"0\\"" is outside the store`);
    }
  });

  it.each([
    [{ version: '0.2' }, 'unknown datastore version "0.2"'],
    [{ version: 1 }, 'unknown datastore version 1'],
    [{ version: '0.1.x' }, 'unknown datastore version "0.1.x"'],
    [{}, '"tables" is not a list'],
    [{ tables: {} }, '"tables" is not a list'],
    [{ tables: [null] }, 'a table without name or dir'],
    [{ tables: [{ name: 'a' }] }, 'a table without name or dir'],
    [{ tables: [{ name: 1, dir: 'a' }] }, 'a table without name or dir'],
    [[], 'not a JSON object'],
  ])('finds damage: %j', async (manifest, message) => {
    write(manifest);
    await expect(readTableDirs(root)).rejects.toMatchObject({ code: 'damaged', message: `${path}: ${message}` });
  });

  it.each(ODD_FILES)('finds damage in %s at once', async (kind) => {
    makeOddFile(kind, path);
    await expect(readTableDirs(root)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('does not mistake a file for an empty datastore', async () => {
    const other = mkdtempSync(join(await temporaryFolder(), 'store-'));
    writeFileSync(join(other, '.datastore'), '');
    await expect(readTableDirs(other)).rejects.toMatchObject({ code: 'damaged' });
  });
});
