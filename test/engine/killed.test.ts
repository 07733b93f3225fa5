import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logs } from '../../src/cli/commands/logs.ts';
import { status } from '../../src/cli/commands/status.ts';
import { runRecords } from '../../src/engine/run-records.ts';
import { StandaloneInstance } from '../../src/standalone/instance.ts';
import { runCommand } from '../create/command.ts';
import { rowsOf } from '../support/agreement.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/stores.ts';
import { until } from './processes.ts';
import { announceSkipped, builtStore, copyOf, type RealStore, realPython } from './real-store.ts';

announceSkipped();

const bin = fileURLToPath(new URL('../../bin/swjob.js', import.meta.url));

describe.skipIf(realPython === undefined)('swjob create', () => {
  let built: RealStore;
  let store: RealStore;
  beforeAll(async () => {
    built = await builtStore();
  });
  beforeEach(async () => {
    store = await copyOf(built);
  });

  const start = (handler: string, env: RealStore['env'] = store.env) =>
    spawn(
      process.execPath,
      [bin, 'create', '-q', '-m', 'toy', '--handler', `handlers:${handler}`, '--python', realPython ?? ''],
      { env: { ...env, SW_DATASET_URI: undefined }, stdio: ['ignore', 'pipe', 'pipe'] },
    );

  const open = () =>
    new StandaloneInstance({
      ...{ root: store.root, alias: 'local', summaryTable: 'eval/summary' },
      runs: runRecords({ env: store.env, home: undefined }, store.root, process.pid),
    });

  it.each(['SIGKILL', 'SIGQUIT'] as const)('ended by %s leaves a job that finishes', async (signal) => {
    const hold = join(store.env['HOME'] ?? '', 'hold');
    await writeFile(hold, '');
    const child = start('ticks');
    let id = '';
    let told = '';
    child.stdout.on('data', (chunk) => {
      id += chunk;
    });
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    await until(() => id.endsWith('\n'), 30_000);
    id = id.trim();
    // The job can be found as soon as its id is printed.
    const [newest] = (await open().listJobs('self', {})).jobs;
    expect(newest).toMatchObject({ id, status: 'RUNNING', handler: 'handlers:ticks', model: { name: 'toy' } });
    expect(newest?.created_at).not.toBeNull();
    await until(() => told.includes('tick 3'), 30_000);
    child.kill(signal);
    const job = await open().findJob('self', id, 'active');
    expect(await job.status()).toBe('RUNNING');
    const following = runCommand(logs, [`local/project/self/job/${id}`], { follow: true }, { env: store.env });
    await rm(hold);
    const waited = await runCommand(
      status,
      [`local/project/self/job/${id}`],
      { wait: true, exitStatus: true },
      { env: store.env },
    );
    expect(waited).toMatchObject({ status: 0, stdout: 'SUCCESS\n' });
    expect((await following).stdout).toContain('finish run, success!');
    expect(await rowsOf(await job.table('ticks'))).toHaveLength(40);
    expect(await job.summary()).not.toBeNull();
  });

  it('ends with 1 if the disk is full, whatever the engine has recorded', async (context) => {
    const disk = await mkdtemp(join(await temporaryFolder(), 'disk-'));
    const unmount = mountSmallDisk(disk, '2m');
    if (unmount === null) return context.skip();
    try {
      await cp(store.root, join(disk, 'store'), { recursive: true });
      const child = start('fills', { ...store.env, SW_LOCAL_STORAGE: join(disk, 'store') });
      let told = '';
      child.stderr.on('data', (chunk) => {
        told += chunk;
      });
      const exitStatus = await new Promise((resolve) => child.once('close', resolve));
      expect(told).toContain('No space left on device');
      expect(exitStatus).not.toBe(0);
    } finally {
      unmount();
    }
  });

  it('starts nothing if the id cannot be printed', async () => {
    const script = `exec "$0" "$@" > /dev/full`;
    const args = [bin, 'create', '-m', 'toy', '--handler', 'handlers:ticks', '--python', realPython ?? ''];
    const child = spawn('sh', ['-c', script, process.execPath, ...args], { env: { ...store.env }, stdio: 'pipe' });
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(told).toContain('no space left on the device');
    expect((await open().listJobs('self', {})).jobs).toHaveLength(0);
  });
});
