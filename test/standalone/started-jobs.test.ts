import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findSelected } from '../../src/job/find.ts';
import { StandaloneInstance } from '../../src/standalone/instance.ts';
import { NO_RUN_RECORDS, type RunRecords, type StartedRun } from '../../src/standalone/run-records.ts';
import { temporaryFolder } from '../support/stores.ts';

const ID = 'abcdefgh';
const RUN: StartedRun = {
  version: ID,
  project: 'self',
  handler: 'evaluator:score',
  model: 'local/project/self/model/clf/version/v1',
  datasets: ['local/project/self/dataset/points/version/v2'],
  startedAt: '2026-11-24T08:00:00Z',
  hasFolder: false,
  failure: null,
};

let root: string;
const folder = (removed = false) => join(root, 'self', 'job', removed ? '.recover' : '', ID.slice(0, 2), ID);
beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'store-'));
  const older = join(root, 'self', 'job', 'ol', 'older');
  mkdirSync(older, { recursive: true });
  writeFileSync(join(older, '_manifest.yaml'), 'created_at: 2026-11-23 08:00:00 UTC\nstatus: success\n');
});

function open(run: Partial<StartedRun> | null, isRunning: boolean, others: Partial<RunRecords> = {}) {
  const started = run && { ...RUN, ...run };
  const runs: RunRecords = {
    ...NO_RUN_RECORDS,
    isRunning: (version) => isRunning && version === ID,
    started: (version) => (version === ID ? started : null),
    startedIn: (project) => (started?.project === project ? [started] : []),
    ...others,
  };
  return new StandaloneInstance({ root, alias: 'local', summaryTable: 'eval/summary', runs });
}

describe('a job started by swjob', () => {
  it('is listed first, with everything known about it, before it has a folder', async () => {
    const instance = open({}, true);
    const { jobs, total } = await instance.listJobs('self', {});
    expect([total, jobs.map(({ id }) => id)]).toEqual([2, [ID, 'older']]);
    expect(jobs.at(0)).toMatchObject({
      uri: `local/project/self/job/${ID}`,
      status: 'RUNNING',
      handler: 'evaluator:score',
      model: { name: 'clf', version: 'v1' },
      datasets: [{ name: 'points', version: 'v2' }],
      created_at: '2026-11-24T08:00:00Z',
      finished_at: null,
      duration_ms: null,
      error_message: null,
    });
    expect((await findSelected(instance, 'self', { kind: 'latest' }, 'any')).id).toBe(ID);
    const job = await instance.findJob('self', 'abc', 'any');
    expect(await job.record()).toEqual(jobs.at(0));
    expect([await job.status(), await job.summary(), await job.tables()]).toEqual(['RUNNING', null, []]);
    mkdirSync(join(folder(), 'snapshot'), { recursive: true });
    expect((await instance.listJobs('self', {})).jobs).toEqual(jobs);
  });

  it('is found in a project as its first job', async () => {
    const instance = open({ project: 'another' }, true);
    expect((await instance.listJobs('another', {})).jobs.map(({ id }) => id)).toEqual([ID]);
    expect((await instance.findJob('another', ID, 'any')).id).toBe(ID);
    await expect(instance.listJobs('third', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is UNKNOWN if its process ended without a result, and says so', async () => {
    for (const failure of ['the job was interrupted', null]) {
      const [job] = (await open({ failure }, false).listJobs('self', {})).jobs;
      expect(job).toMatchObject({ id: ID, status: 'UNKNOWN', handler: 'evaluator:score' });
      expect(job?.error_message).toBe(failure ?? 'the job has no result, and no process works on it any more');
    }
  });

  it('has the status in its manifest if the engine was interrupted, says so, and ends waiting', async () => {
    mkdirSync(folder(), { recursive: true });
    const manifest = 'created_at: 2026-11-24 08:00:00 UTC\nfinished_at: 2026-11-24 08:00:05 UTC\nstatus: start\n';
    writeFileSync(join(folder(), '_manifest.yaml'), manifest);
    const job = await open({ failure: 'the job was interrupted' }, false).findJob('self', ID, 'any');
    expect(await job.status()).toBe('READY');
    expect(await job.record()).toMatchObject({ status: 'READY', error_message: 'the job was interrupted' });
    expect(await job.lost?.()).toBe('the job was interrupted');
    const running = await open(null, true).findJob('self', ID, 'any');
    expect([await running.status(), await running.lost?.()]).toEqual(['READY', null]);
  });

  it('is gone if its folder existed and was deleted', async () => {
    const instance = open({ hasFolder: true }, false);
    expect((await instance.listJobs('self', {})).total).toBe(1);
    await expect(instance.findJob('self', ID, 'any')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a job that is being read', () => {
  it('is not found after its folder is deleted', async () => {
    mkdirSync(folder(), { recursive: true });
    const job = await open(null, true).findJob('self', ID, 'any');
    expect(await job.status()).toBe('RUNNING');
    rmSync(folder(), { recursive: true });
    for (const ask of [() => job.status(), () => job.record(), () => job.lost?.()]) {
      await expect(ask()).rejects.toMatchObject({ code: 'not-found', exitCode: 3 });
    }
  });

  it('is still found after it is removed, and says so', async () => {
    mkdirSync(folder(), { recursive: true });
    const job = await open(null, true).findJob('self', ID, 'any');
    expect(await job.lost?.()).toBeNull();
    mkdirSync(dirname(folder(true)), { recursive: true });
    renameSync(folder(), folder(true));
    expect(await job.record()).toMatchObject({ removed: true, status: 'UNKNOWN' });
    expect(await job.lost?.()).toBe('the job was removed');
  });
});

describe('why a job failed', () => {
  const fail = () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(
      join(folder(), '_manifest.yaml'),
      "created_at: 2026-11-24 08:00:00 UTC\nerror_message: ''\nstatus: failed\n",
    );
  };
  const messages = async (instance: StandaloneInstance) => [
    (await instance.listJobs('self', {})).jobs.at(0)?.error_message,
    (await (await instance.findJob('self', ID, 'any')).record()).error_message,
  ];

  it('comes from the log, else from its tasks’ files', async () => {
    fail();
    expect(await messages(open(null, false))).toEqual([null, null]);
    const timeline = join(folder(), 'runlog', 'evaluator:count', '0', 'status');
    mkdirSync(timeline, { recursive: true });
    writeFileSync(join(timeline, 'timeline'), '{"exception": "None"}\n{"status": false, "exception": "\'output\'"}\n');
    const byTask = "'output' (step evaluator:count)";
    expect(await messages(open(null, false))).toEqual([byTask, byTask]);
    const cause = async () => 'KeyError: output (evaluator.py:35)';
    expect(await messages(open(null, false, { cause }))).toEqual([await cause(), await cause()]);
  });

  it('comes from the manifest, if that says', async () => {
    fail();
    writeFileSync(join(folder(), '_manifest.yaml'), 'error_message: its own\nstatus: failed\n');
    expect(await messages(open(null, false, { cause: async () => 'another' }))).toEqual(['its own', 'its own']);
  });
});

describe('actions on a job', () => {
  it('refuse to remove a running job, with or without a folder', async () => {
    for (const make of [() => undefined, () => mkdirSync(folder(), { recursive: true })]) {
      make();
      for (const force of [false, true]) {
        const removed = open({}, true).act('remove', 'self', ID, { force });
        await expect(removed).rejects.toMatchObject({ message: `the job ${ID} is running`, exitCode: 1 });
      }
    }
    expect(existsSync(folder())).toBe(true);
    await open({}, false).act('remove', 'self', ID);
    expect(existsSync(folder(true))).toBe(true);
  });

  it('remove a job whose engine never created a folder, with its notes', async () => {
    const forgotten: string[] = [];
    const instance = open({}, false, {
      forget: async (version) => {
        forgotten.push(version);
      },
    });
    await instance.act('remove', 'self', ID);
    expect(forgotten).toEqual([ID]);
    await instance.act('remove', 'self', 'older', { force: true });
    expect(forgotten).toEqual([ID, 'older']);
  });

  it.each(['pause', 'resume', 'cancel'] as const)('%s only unfinished jobs', async (action) => {
    const changed = open(null, false).act(action, 'self', 'older');
    await expect(changed).rejects.toMatchObject({ message: 'the job older has finished (SUCCESS)' });
  });

  it('recover only removed jobs', async () => {
    const recovered = open(null, false).act('recover', 'self', 'older');
    await expect(recovered).rejects.toMatchObject({ message: 'the job older is not removed' });
    await expect(open(null, false).act('recover', 'self', 'none')).rejects.toMatchObject({ code: 'not-found' });
  });
});
