import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TableRegistry } from '../../src/standalone/table-registry.ts';
import { temporaryFolder } from '../support/stores.ts';

const PREFIX = 'project/self/eval/ab/abc/';
const HOUR_MS = 3_600_000;

let root: string;
let path: string;
let registry: TableRegistry;
beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'store-'));
  path = join(root, '.datastore', 'manifest.json');
  mkdirSync(join(root, '.datastore'));
  registry = new TableRegistry(root);
});

/** Registers tables, each in a numbered folder, as a writer did an hour ago. */
function register(...names: readonly string[]): void {
  const tables = names.map((name, index) => ({ name, dir: `t/${index}` }));
  writeFileSync(`${path}.new`, JSON.stringify({ tables }));
  const then = (Date.now() - HOUR_MS) / 1000;
  utimesSync(`${path}.new`, then, then);
  renameSync(`${path}.new`, path);
}

const namesOf = async (prefix = PREFIX) => [...(await registry.below(prefix)).keys()];

describe('TableRegistry', () => {
  it('returns the rest of the names below a prefix, and one table by its whole name', async () => {
    register('project/self/eval/summary', `${PREFIX}results`, `${PREFIX}a/b`, 'project/self/eval/ab/abcd/x');
    expect([...(await registry.below(PREFIX))]).toEqual([
      ['results', 't/1'],
      ['a/b', 't/2'],
    ]);
    expect((await registry.below('project/self/eval/summary')).get('')).toBe('t/0');
  });

  it('reads the manifest once while it stays the same', async () => {
    register(`${PREFIX}a`);
    const parse = vi.spyOn(JSON, 'parse');
    try {
      for (let time = 0; time < 3; time++) expect(await namesOf()).toEqual(['a']);
      expect(parse).toHaveBeenCalledTimes(1);
    } finally {
      parse.mockRestore();
    }
  });

  it('sees a change, even of the same size and time', async () => {
    register(`${PREFIX}a`);
    expect(await namesOf()).toEqual(['a']);
    register(`${PREFIX}b`);
    expect(await namesOf()).toEqual(['b']);
  });

  it('reads a manifest that has just changed each time: another change may leave the same time on it', async () => {
    const write = (name: string) =>
      writeFileSync(path, JSON.stringify({ tables: [{ name: PREFIX + name, dir: 't' }] }));
    // Not now: on a busy machine, this test might take longer than the time in which a change counts as new.
    const soon = new Date(Date.now() + HOUR_MS);
    for (const name of ['a', 'b', 'c']) {
      write(name);
      utimesSync(path, soon, soon);
      expect(await namesOf()).toEqual([name]);
    }
  });

  it('is empty without a manifest, and finds one that appears', async () => {
    expect(await namesOf()).toEqual([]);
    register(`${PREFIX}a`);
    expect(await namesOf()).toEqual(['a']);
  });

  it('says why a manifest cannot be read', async () => {
    rmSync(join(root, '.datastore'), { recursive: true });
    writeFileSync(join(root, '.datastore'), '');
    await expect(namesOf()).rejects.toMatchObject({
      code: 'damaged',
      message: `${path}: cannot be read: not a directory`,
    });
  });
});
