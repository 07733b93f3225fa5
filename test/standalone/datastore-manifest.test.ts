import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkedFolder, readTableFolders } from '../../src/standalone/datastore-manifest.ts';
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
const foldersOf = async (...dirs: readonly string[]) => {
  write({ version: '0.1', tables: dirs.map((dir, index) => ({ name: `t${index}`, dir, created_at: 0 })) });
  return [...(await readTableFolders(root)).values()];
};

describe('readTableFolders', () => {
  it('gives the folder of each table of a store that the client wrote', async () => {
    const store = await unpackStore('prefix');
    const folders = await readTableFolders(store);
    expect([...folders.keys()].filter((name) => name.endsWith('/eval/summary'))).toEqual(['project/self/eval/summary']);
    for (const folder of folders.values()) expect(folder.startsWith(join(store, '.datastore', '/'))).toBe(true);
  });

  it('is empty where there is no datastore, or no table', async () => {
    expect((await readTableFolders(root)).size).toBe(0);
    write({ version: '0.1', tables: [] });
    expect((await readTableFolders(root)).size).toBe(0);
  });

  it('takes the first of two tables of one name, whatever the name', async () => {
    const tables = [
      { name: 'a', dir: '1' },
      { name: '__proto__', dir: '2' },
      { name: 'a', dir: '3' },
      { name: '', dir: '4' },
    ];
    write({ tables });
    const folders = await readTableFolders(root);
    expect([...folders.keys()]).toEqual(['a', '__proto__', '']);
    expect([...folders.values()]).toEqual(['1', '2', '4'].map((dir) => join(root, '.datastore', dir)));
  });

  it('keeps folders within the datastore, and marks those that lead out of it', async () => {
    const inside = (dir: string) => join(root, '.datastore', dir);
    expect(await foldersOf('ab/cd', './x', 'a/../b', '..x', '...')).toEqual(
      ['ab/cd', 'x', 'b', '..x', '...'].map(inside),
    );
    const outside = ['/etc', '..', '../x', 'a/../../x', '.', '', './', 'a/..', 'a/../', 'a/\0b', '//x', './..'];
    const found = await foldersOf(...outside);
    expect(found).toEqual(outside.map(() => ''));
    expect(() => checkedFolder(root, 't "0"', '')).toThrow(`${path}: the table "t \\"0\\"" lies outside of the store`);
    expect(checkedFolder(root, 't', 'x')).toBe('x');
  });

  it.each([
    [{ version: '0.2' }, 'a datastore of the unknown version "0.2"'],
    [{ version: 1 }, 'a datastore of the unknown version 1'],
    [{ version: '0.1.x' }, 'a datastore of the unknown version "0.1.x"'],
    [{}, 'tables that are no list'],
    [{ tables: {} }, 'tables that are no list'],
    [{ tables: [null] }, 'a table without name or dir'],
    [{ tables: [{ name: 'a' }] }, 'a table without name or dir'],
    [{ tables: [{ name: 1, dir: 'a' }] }, 'a table without name or dir'],
    [[], 'not a JSON object'],
  ])('finds damage: %j', async (manifest, message) => {
    write(manifest);
    await expect(readTableFolders(root)).rejects.toMatchObject({ code: 'damaged', message: `${path}: ${message}` });
  });

  it.each(ODD_FILES)('finds damage in %s at once', async (kind) => {
    makeOddFile(kind, path);
    await expect(readTableFolders(root)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('does not take a file for an empty datastore', async () => {
    const other = mkdtempSync(join(await temporaryFolder(), 'store-'));
    writeFileSync(join(other, '.datastore'), '');
    await expect(readTableFolders(other)).rejects.toMatchObject({ code: 'damaged' });
  });
});
