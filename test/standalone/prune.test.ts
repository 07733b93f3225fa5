import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { orphanTables, tablesOfJob } from '../../src/standalone/orphan-tables.ts';
import { pruneTables } from '../../src/standalone/prune.ts';
import { NO_RUN_RECORDS, type RunRecords } from '../../src/standalone/run-records.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/stores.ts';

let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'prune-'));
  mkdirSync(join(root, '.datastore'));
  job('self', 'alive');
  job('self', '.recover', 'trashed');
  job('other', 'elsewhere');
});

function job(project: string, ...path: readonly string[]): void {
  const version = path.at(-1) ?? '';
  mkdirSync(join(root, project, 'job', ...path.slice(0, -1), version.slice(0, 2), version), { recursive: true });
}

const nameOf = (version: string, table = 't', project = 'self') =>
  `project/${project}/eval/${version.slice(0, 2)}/${version}/${table}`;

/** Registers tables by their `dir`s, and creates the folders. */
function register(tables: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tables).map(([name, dir]) => ({ name, dir, created_at: 1_700_000_000_123 }));
  writeFileSync(
    join(root, '.datastore', 'manifest.json'),
    JSON.stringify({ version: '0.1', tables: entries, more: 1 }),
  );
  for (const { dir } of entries) {
    if (dir.startsWith('..')) continue;
    mkdirSync(join(root, '.datastore', dir), { recursive: true });
    writeFileSync(join(root, '.datastore', dir, 'data.0000001.zip'), 'x'.repeat(10));
  }
}

function writeOld(name: string): string {
  const path = join(root, '.datastore', `${name}.sw-datastore.zip`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'old');
  return path;
}

const orphans = (runs: RunRecords = NO_RUN_RECORDS) => orphanTables(root, runs);
const prune = async (runs: RunRecords = NO_RUN_RECORDS) => pruneTables(root, await orphans(runs), runs);
const registered = () => {
  const text = readFileSync(join(root, '.datastore', 'manifest.json'), 'utf8');
  return (JSON.parse(text) as { tables: { name: string }[] }).tables.map(({ name }) => name);
};
const isThere = (dir: string) => existsSync(join(root, '.datastore', dir));

describe('orphanTables', () => {
  it('are those of jobs in no project, neither active nor removed', async () => {
    register({
      [nameOf('alive')]: 'aa/1',
      [nameOf('trashed')]: 'aa/2',
      [nameOf('elsewhere')]: 'aa/3',
      [nameOf('gone')]: 'aa/4',
      'project/self/eval/summary': 'aa/5',
      'project/self/dataset/points/_current/meta': 'aa/6',
      'project/self/eval/xx/gone/wrong-shelf': 'aa/7',
      'project/self/eval/go/go ne/no-version': 'aa/8',
    });
    writeOld(nameOf('gone', 'deep/er'));
    writeOld(nameOf('alive', 'old'));
    writeOld('project/self/eval/summary');
    expect((await orphans()).map(({ name, bytes, isOld }) => [name, bytes, isOld])).toEqual([
      [nameOf('gone'), 10, false],
      [nameOf('gone', 'deep/er'), 3, true],
    ]);
    expect((await tablesOfJob(root, 'self', 'gone')).length).toBe(2);
    expect((await tablesOfJob(root, 'self', 'gon')).length).toBe(0);
  });

  it('do not include those of a job that is running or has just been started', async () => {
    register({ [nameOf('runs')]: 'aa/1', [nameOf('starts')]: 'aa/2', [nameOf('gone')]: 'aa/3' });
    const started = { project: 'self', handler: '', model: '', datasets: [], startedAt: '', failure: null };
    const runs: RunRecords = {
      ...NO_RUN_RECORDS,
      isRunning: (version) => version === 'runs',
      started: (version) => (version === 'starts' ? { ...started, version, hasFolder: false } : null),
    };
    expect((await orphans(runs)).map(({ version }) => version)).toEqual(['gone']);
  });
});

describe('pruneTables', () => {
  it('deletes these tables in both layouts, and touches nothing else', async () => {
    register({ [nameOf('alive')]: 'aa/1', [nameOf('gone')]: 'aa/2', [nameOf('gone', 'é')]: 'bb/3' });
    const gone = writeOld(nameOf('gone', 'deep/er'));
    const kept = writeOld(nameOf('alive', 'old'));
    mkdirSync(join(root, '.datastore', '.deleted-before'));
    expect((await prune()).map(({ error }) => error)).toEqual([null, null, null]);
    expect(registered()).toEqual([nameOf('alive')]);
    expect(JSON.parse(readFileSync(join(root, '.datastore', 'manifest.json'), 'utf8'))).toMatchObject({
      version: '0.1',
      more: 1,
    });
    expect([isThere('aa/1'), isThere('aa/2'), isThere('bb'), isThere('.deleted-before')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([existsSync(kept), existsSync(gone), isThere('project/self/eval/go')]).toEqual([true, false, false]);
    expect(await prune()).toEqual([]);
  });

  it('keeps a table whose job reappeared in the meantime', async () => {
    register({ [nameOf('gone')]: 'aa/1', [nameOf('back')]: 'aa/2' });
    const found = await orphans();
    job('self', 'back');
    expect((await pruneTables(root, found, NO_RUN_RECORDS)).map(({ table }) => table.version)).toEqual(['gone']);
    expect(registered()).toEqual([nameOf('back')]);
    expect(isThere('aa/2')).toBe(true);
  });

  it('keeps folders that contain anything else', async () => {
    register({
      [nameOf('alive')]: 'aa/1',
      [nameOf('gone', 'same')]: 'aa/1',
      [nameOf('gone', 'above')]: 'aa',
      [nameOf('gone', 'within')]: 'aa/1/inner',
      [nameOf('gone', 'old')]: 'project/self',
      [nameOf('gone', 'link')]: 'cc/1',
    });
    rmSync(join(root, '.datastore', 'cc', '1'), { recursive: true });
    symlinkSync(join(root, 'self'), join(root, '.datastore', 'cc', '1'));
    const errors = (await prune()).map(({ error }) => error);
    expect(errors).toEqual([
      'its folder holds another table as well',
      'its folder holds another table as well',
      'its folder holds another table as well',
      'its folder lies among the tables of old clients',
      'its folder is a link, or a file',
    ]);
    expect(registered()).toHaveLength(6);
    expect([isThere('aa/1'), existsSync(join(root, 'self', 'job'))]).toEqual([true, true]);
  });

  it('finishes an interrupted run: a table whose folder is already gone', async () => {
    register({ [nameOf('gone')]: 'aa/1', [nameOf('alive')]: 'aa/2' });
    rmSync(join(root, '.datastore', 'aa', '1'), { recursive: true });
    expect((await prune()).map(({ error }) => error)).toEqual([null]);
    expect(registered()).toEqual([nameOf('alive')]);
  });

  it('does nothing with a damaged manifest, or one that leads out of the store', async () => {
    register({ [nameOf('gone')]: '../../x' });
    await expect(orphans()).rejects.toMatchObject({ code: 'damaged' });
    writeFileSync(join(root, '.datastore', 'manifest.json'), '{');
    await expect(orphans()).rejects.toMatchObject({ code: 'damaged' });
  });

  it('removes tables again if a client that had read the manifest before brings them back', async () => {
    register({ [nameOf('gone')]: 'aa/1', [nameOf('alive')]: 'aa/2' });
    const path = join(root, '.datastore', 'manifest.json');
    const before = readFileSync(path);
    const pruning = prune();
    while (isThere('aa/1') || registered().length > 1) await sleep(1);
    writeFileSync(path, before);
    await pruning;
    expect(registered()).toEqual([nameOf('alive')]);
  });

  it('deletes nothing if no program can lock the store', async () => {
    register({ [nameOf('gone')]: 'aa/1' });
    writeFileSync(join(root, 'flock'), '', { mode: 0o644 });
    vi.stubEnv('PATH', root);
    await expect(prune()).rejects.toThrow('the store cannot be locked: neither flock nor python3 can be run');
    vi.unstubAllEnvs();
    expect(registered()).toEqual([nameOf('gone')]);
  });

  it('makes room on a full disk', async (context) => {
    const datastore = join(root, '.datastore');
    const unmount = mountSmallDisk(datastore, '64k');
    if (unmount === null) return context.skip();
    try {
      register({ [nameOf('gone')]: 'aa/1', [nameOf('alive')]: 'aa/2' });
      writeFileSync(join(datastore, '.lock'), '');
      expect(() => writeFileSync(join(datastore, 'large'), 'x'.repeat(1 << 20))).toThrow('ENOSPC');
      expect(await prune()).toEqual([{ table: expect.objectContaining({ name: nameOf('gone') }), error: null }]);
      expect(registered()).toEqual([nameOf('alive')]);
      expect(readdirSync(datastore).sort()).toEqual(['.lock', 'aa', 'large', 'manifest.json']);
    } finally {
      unmount();
    }
  });

  it('waits while a client holds the lock of the store', async () => {
    register({ [nameOf('gone')]: 'aa/1' });
    const lock = join(root, '.datastore', '.lock');
    const [command = '', ...args] = ['flock', lock, 'sh', '-c', 'echo held; sleep 0.5; touch "$0"', `${lock}.done`];
    const holder = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    await prune();
    expect(existsSync(`${lock}.done`)).toBe(true);
    expect(registered()).toEqual([]);
    while (holder.exitCode === null) await sleep(5);
  });
});
