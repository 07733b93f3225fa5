import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { blockFile, type Write } from '../../support/write-table.ts';
import { int, JOB, type WrittenStore, writeStore } from '../written-store.ts';

const WRITES: readonly Write[] = [{ key: 1, revision: 1n, cells: { a: int(1) } }];

let store: WrittenStore;
beforeEach(async () => {
  store = await writeStore({ t: { keyType: 'INT64', blocks: [WRITES] }, u: { keyType: 'INT64', blocks: [WRITES] } });
});

const doctor = async (...args: string[]) => {
  const ended = await swjob(['doctor', '--store', ...args], { env: storeEnv(store.root) });
  return {
    ...ended,
    stdout: ended.stdout.replaceAll(store.root, 'ROOT'),
    stderr: ended.stderr.replaceAll(store.root, 'ROOT'),
  };
};

describe('doctor --store', () => {
  it('ends with 0 if nothing is damaged, and says what was read', async () => {
    expect(await doctor()).toEqual({
      status: 0,
      stdout: '',
      stderr: '5 jobs, tables and blocks of ROOT read, none damaged\n',
    });
    expect(await doctor('--json', '-q')).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  });

  it('lists every damaged file, and ends with 6', async () => {
    rmSync(blockFile(store.folderOf('t'), 1));
    writeFileSync(join(store.folderOf('u'), 'manifest.json'), '{}');
    const expected = [
      { path: 'ROOT/.datastore/t0/data.0000001.zip', kind: 'block', problem: 'the block is missing' },
      { path: 'ROOT/.datastore/t1/manifest.json', kind: 'table', problem: 'no key_column' },
    ];
    const { status, stdout, stderr } = await doctor('--json');
    expect([status, JSON.parse(stdout)]).toEqual([6, expected]);
    expect(stderr).toBe('swjob: 2 damaged files; 4 jobs, tables and blocks of ROOT read\n');
    expect((await doctor()).stdout).toBe(expected.map((one) => `${Object.values(one).join('\t')}\n`).join(''));
    expect((await doctor('-q')).stdout).toBe(expected.map(({ path }) => `${path}\n`).join(''));
    expect(await doctor('--fields', 'nope')).toMatchObject({ status: 3, stdout: '' });
  });

  it('continues after a damaged job, as list does', async () => {
    writeFileSync(join(store.root, 'self', 'job', JOB.slice(0, 2), JOB, '_manifest.yaml'), '[');
    expect((await doctor('-q')).stdout).toBe(`ROOT/self/job/${JOB.slice(0, 2)}/${JOB}/_manifest.yaml\n`);
  });

  it('says where it expected a store', async () => {
    const root = join(await temporaryFolder(), 'none');
    expect(await swjob(['doctor', '--store'], { env: storeEnv(root) })).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining(`there is no Starwhale store at ${root}`),
    });
  });
});

describe('doctor --store --prune', () => {
  const name = `project/self/eval/${JOB.slice(0, 2)}/${JOB}/t`;
  const prune = (...args: string[]) => doctor('--prune', ...args);
  const removeJob = () => rmSync(join(store.root, 'self', 'job'), { recursive: true });

  it('does nothing if every table belongs to a job', async () => {
    expect(await prune('--yes')).toEqual({ status: 0, stdout: '', stderr: 'Every table belongs to a job.\n' });
  });

  it('shows what would be deleted, and deletes it only after confirmation', async () => {
    removeJob();
    expect((await doctor()).stderr).toContain(`\n  ${name}  `);
    const shown = await prune('--dry-run', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject([
      { name, deleted: false, error: null },
      { deleted: false, error: null },
    ]);
    expect(shown.stderr).toMatch(/^2 tables \(.*\) would be deleted\.\n$/);
    expect(await prune()).toMatchObject({ status: 2, stdout: '' });
    expect((await prune('--dry-run')).stdout).toContain(`${name}\t`);
    expect(await prune('--yes', '-q')).toMatchObject({ status: 0, stdout: expect.stringContaining(`${name}\n`) });
    expect(existsSync(store.folderOf('t'))).toBe(false);
    expect((await prune('--yes', '--json')).stdout).toBe('[]\n');
    expect((await doctor()).status).toBe(0);
  });

  it('needs --store, and --dry-run needs it too', async () => {
    expect(await swjob(['doctor', '--prune'], { env: storeEnv(store.root) })).toMatchObject({ status: 2 });
    expect(await doctor('--dry-run')).toMatchObject({ status: 2 });
    removeJob();
    writeFileSync(join(store.root, '.datastore', 'manifest.json'), '{');
    expect(await prune('--yes')).toMatchObject({ status: 6, stdout: '' });
  });
});
