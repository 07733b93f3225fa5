import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { artifact, int, JOB } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { type Cell, type Write, writeTable } from '../support/write-table.ts';
import { expectCleanExit, footprint } from './expect-clean-exit.ts';
import { type GuardedStore, guardedStore, SECRET } from './guarded-store.ts';

// Names that lead out of the store, in every place where a name can occur. Beside the store are things that must neither
// be read nor changed.

const CLIMBS = [
  '..',
  '../..',
  '/etc',
  '../../outside',
  '..\\outside',
  'a/../../b',
  '.',
  'a\0b',
  '%2e%2e',
  '~',
  '.datastore',
];

let parent: string;
let root: string;
let outside: string;
let refused: GuardedStore['refused'];
let nothingSaved: GuardedStore['nothingSaved'];

beforeEach(async () => {
  ({ parent, root, outside, refused, nothingSaved } = await guardedStore());
});

const tableDir = (dir: string) => {
  const path = join(root, '.datastore', 'manifest.json');
  const name = `project/self/eval/${JOB.slice(0, 2)}/${JOB}/t`;
  writeFileSync(path, JSON.stringify({ version: '0.1', tables: [{ name, dir, created_at: 0 }] }));
};

describe('a name that leads out of the store', () => {
  it('in the dir of a table is damage', async () => {
    for (const dir of ['..', '../..', '/etc', outside, '../../outside', 'a/../../../outside', '.', '', 'a\0b', '/']) {
      tableDir(dir);
      for (const args of [
        ['rows', JOB, 't'],
        ['rows', JOB, 't', '--json'],
        ['tables', JOB, '--count'],
      ]) {
        expect([dir, await refused(...args)]).toEqual([dir, 6]);
      }
      expect(await refused('doctor', '--store')).toBe(6);
    }
  });

  it('in the prefix or number of a block is damage', async () => {
    const path = join(root, '.datastore', 't0', 'manifest.json');
    const good = readFileSync(path, 'utf8');
    for (const prefix of ['../../outside/data', '/etc/data', '..', 'a/b', 'a\\b']) {
      writeFileSync(path, good.replace('"data"', JSON.stringify(prefix)));
      expect([prefix, await refused('rows', JOB, 't')]).toEqual([prefix, 6]);
    }
    writeFileSync(path, good.replace('"block_id":1', '"block_id":"/../../../outside/data.0000001"'));
    expect(await refused('rows', JOB, 't')).toBe(6);
  });

  it('as a project, job or table in an argument finds nothing and harms nothing', async () => {
    for (const name of CLIMBS) {
      for (const args of [
        ['list', '-p', name],
        ['list', '-p', `local/project/${name}`],
        ['list', '--removed', '-p', name],
        ['info', name],
        ['info', `local/project/${name}/job/${JOB}`],
        ['info', `local/project/self/job/${name}`],
        ['info', `${outside}/job/${JOB}`],
        ['rows', name, 't'],
        ['status', name],
        ['summary', name],
        ['logs', name],
        ['remove', name, '--yes'],
        ['remove', name, '--force', '--yes'],
        ['remove', `local/project/${name}/job/${JOB}`, '--force', '--yes'],
        ['recover', name],
        ['recover', `local/project/self/job/${name}`],
        ['cancel', name, '--yes'],
      ]) {
        const status = await refused(...args);
        expect({ args, status }).toEqual({
          args,
          status: expect.toSatisfy((code: number) => code === 2 || code === 3),
        });
      }
      expect([2, 3]).toContain(await refused('rows', JOB, `${name}/x`));
    }
  });

  it.each([
    '../../outside/secret',
    '/etc/passwd',
    `${'../'.repeat(20)}etc/passwd`,
    'ab/cdef',
    '..',
    'abcde',
    'a\0bcdef',
  ])('as the object %j of an artifact is not followed', async (uri) => {
    const [schema] = artifact(root, 'x');
    const data = { link: { uri, offset: int(0)[1], size: int(3)[1] } };
    const folder = join(root, '.datastore', 't0');
    writeTable(folder, { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: { a: [schema, data] } }]] });
    const saved = await nothingSaved();
    expect(readFileSync(join(saved, 'index.csv'), 'utf8')).not.toContain(SECRET);
  });
});

describe('names of saved artifacts', () => {
  const saveAll = async (writes: readonly Write[], key: 'INT64' | 'STRING' = 'STRING') => {
    writeTable(join(root, '.datastore', 't0'), { keyType: key, blocks: [writes] });
    const saved = mkdtempSync(join(parent, 'saved-'));
    const before = footprint(outside);
    const ended = await swjob(['rows', JOB, 't', '-q', '--save-artifacts', saved], { env: storeEnv(root) });
    expectCleanExit(ended);
    expect(ended.status).toBe(0);
    expect(footprint(outside)).toEqual(before);
    const files = readdirSync(saved, { recursive: true }).map(String);
    expect(files).toContain('index.csv');
    return files.filter((file) => file !== 'index.csv');
  };
  const write = (key: string, cells: Record<string, Cell>): Write => ({ key, revision: 1n, cells });

  it('stay in the folder, whatever the keys, columns and display names', async () => {
    const keys = [...CLIMBS, '.bashrc', '-rf', 'a\nb', '\u001b[2J', '\u202etxt.exe', 'CON', 'x'.repeat(5000)];
    const hostile = artifact(root, 'content', {
      display_name: '../../outside/secret.sh/../x',
      _mime_type: '__proto__',
    });
    const files = await saveAll(keys.map((key) => write(key, { '../../outside/secret': hostile, '/etc/x': hostile })));
    expect(files).toHaveLength(2 * keys.length);
    for (const file of files) {
      expect(file).not.toMatch(/[/\\\u0000-\u001f\u202a-\u202e]|^\./);
      expect(Buffer.byteLength(file)).toBeLessThan(256);
    }
  });

  it('fit into a file system in any script, and never collide', async () => {
    const letters = ['字', '😀字', '𝒳', 'é', 'ß', 'İ'];
    const keys = letters.flatMap((letter) => [letter.repeat(300), `a${letter.repeat(300)}`, `${letter.repeat(299)}x`]);
    const one = artifact(root, 'content');
    const files = await saveAll(keys.map((key) => write(key, { a: one })));
    expect(new Set(files).size).toBe(keys.length);
    for (const file of files) expect(Buffer.byteLength(file)).toBeLessThan(256);
  });

  it('for thousands of equal names are found at once', async () => {
    const one = artifact(root, 'x');
    const started = cpuNow();
    const cell: Cell = [{ type: 'LIST', elementType: one[0] }, Array(2).fill(one[1])];
    const keys = Array.from({ length: 300 }, (_, at) => String.fromCodePoint(0x2500 + at));
    expect(await saveAll(keys.map((key) => write(key, { a: cell })))).toHaveLength(600);
    expect(cpuNow() - started).toBeLessThan(20_000);
  });

  it('replace a link without touching its target', async () => {
    const saved = mkdtempSync(join(parent, 'saved-'));
    symlinkSync(join(outside, 'secret'), join(saved, '1-a.bin'));
    writeTable(join(root, '.datastore', 't0'), {
      keyType: 'INT64',
      blocks: [[{ key: 1, revision: 1n, cells: { a: artifact(root, 'new') } }]],
    });
    const ended = await swjob(['rows', JOB, 't', '-q', '--save-artifacts', saved], { env: storeEnv(root) });
    expect(ended.status).toBe(0);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(SECRET);
    expect(readFileSync(join(saved, '1-a.bin'), 'utf8')).toBe('new');
  });
});
