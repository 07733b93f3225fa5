import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitStatusOf } from '../../../src/cli/waiting.ts';
import { JOB_STATUSES } from '../../../src/job/record.ts';
import { type SwjobOptions, storeEnv, swjob } from '../../support/cli.ts';
import { copyOfStore, unpackStore } from '../../support/stores.ts';

const JOB = '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s';
const UNATTENDED = `swjob: local/project/self/job/${JOB}: no process on this machine works on it, so it may never finish (--timeout limits the wait)\n`;

/** A store in which tests set the status of the job `6jfe…`. */
async function changingJob() {
  const root = await copyOfStore('jobs');
  const path = join(root, 'self', 'job', '6j', JOB, '_manifest.yaml');
  const manifest = await readFile(path, 'utf8');
  const setStatus = (status: string) => writeFile(path, manifest.replace('status: success', `status: ${status}`));
  await setStatus('running');
  const run = (args: readonly string[], options: SwjobOptions = {}) =>
    swjob(['status', JOB, ...args], { env: storeEnv(root), ...options });
  return { setStatus, run, root };
}

describe('status', () => {
  it('prints one word, whatever the status', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    const ended = await Promise.all(['6jfe', 'dkjc', 'cufh'].map((job) => swjob(['status', job], { env })));
    expect(ended).toEqual(
      ['SUCCESS', 'FAIL', 'UNKNOWN'].map((word) => ({ status: 0, stdout: `${word}\n`, stderr: '' })),
    );
  });

  it('refuses options that only --wait has', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    for (const flag of ['--timeout', '--interval']) {
      const ended = await swjob(['status', '6jfe', flag, '3s'], { env });
      expect(ended).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(`${flag} needs --wait`) });
    }
  });

  it('prints the URI and the status in JSON', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    const { stdout } = await swjob(['status', '6jfe', '--json'], { env });
    expect(JSON.parse(stdout)).toEqual({ uri: `local/project/self/job/${JOB}`, status: 'SUCCESS' });
  });

  it('ends with 0, 8 or 9 with --exit-status', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    const status = async (job: string) => (await swjob(['status', job, '--exit-status'], { env })).status;
    expect([await status('6jfe'), await status('dkjc'), await status('cufh')]).toEqual([0, 9, 8]);
  });

  it('knows the exit status of every status', () => {
    expect(Object.fromEntries(JOB_STATUSES.map((status) => [status, exitStatusOf(status)]))).toEqual({
      CREATED: 8,
      READY: 8,
      PAUSED: 8,
      RUNNING: 8,
      CANCELLING: 8,
      CANCELED: 9,
      SUCCESS: 0,
      FAIL: 9,
      UNKNOWN: 8,
    });
  });
});

describe('status --wait', () => {
  it('waits until the job finishes, polling every two seconds, and ends with 0 whatever its status', async () => {
    const { run, setStatus } = await changingJob();
    const asked: number[] = [];
    const ended = await run(['--wait'], {
      onSleep: async (elapsed) => {
        asked.push(elapsed);
        if (elapsed === 6000) await setStatus('failed');
      },
    });
    expect(ended).toEqual({ status: 0, stdout: 'FAIL\n', stderr: UNATTENDED });
    expect(asked).toEqual([2000, 4000, 6000]);
  });

  it('reports the final status with --exit-status', async () => {
    const { run, setStatus } = await changingJob();
    expect((await run(['--wait', '--exit-status'], { onSleep: () => setStatus('failed') })).status).toBe(9);
    await setStatus('running');
    expect((await run(['--wait', '--exit-status'], { onSleep: () => setStatus('success') })).status).toBe(0);
  });

  it('polls at --interval', async () => {
    const { run, setStatus } = await changingJob();
    const asked: number[] = [];
    await run(['--wait', '--interval', '1m'], {
      onSleep: async (elapsed) => {
        asked.push(elapsed);
        if (asked.length === 2) await setStatus('success');
      },
    });
    expect(asked).toEqual([60_000, 120_000]);
  });

  it('warns that nothing works on the job only if no process does and no time limit is given', async () => {
    const { run, setStatus } = await changingJob();
    const engine = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', JOB]);
    await once(engine, 'spawn');
    try {
      const ended = await run(['--wait'], { onSleep: () => setStatus('success') });
      expect(ended).toEqual({ status: 0, stdout: 'SUCCESS\n', stderr: '' });
    } finally {
      engine.kill();
    }
    await setStatus('running');
    const ended = await run(['--wait', '--timeout', '1h'], { onSleep: () => setStatus('success') });
    expect(ended.stderr).toBe('');
  });

  it('gives up with 124 once --timeout has passed, to the millisecond', async () => {
    const { run } = await changingJob();
    let last = 0;
    const ended = await run(['--wait', '--timeout', '5s'], {
      onSleep: (elapsed) => {
        last = elapsed;
      },
    });
    expect(ended).toEqual({ status: 124, stdout: '', stderr: 'swjob: the job is still RUNNING after 5s\n' });
    expect(last).toBe(5000);
  });

  it('does not wait for a finished job', async () => {
    const { run, setStatus } = await changingJob();
    await setStatus('success');
    const onSleep = () => {
      throw new Error('it slept');
    };
    expect(await run(['--wait', '--timeout', '1ms'], { onSleep })).toMatchObject({ status: 0, stdout: 'SUCCESS\n' });
  });

  it('refuses invalid durations', async () => {
    const { run } = await changingJob();
    expect(await run(['--wait', '--interval', 'soon'])).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'swjob: --interval "soon" is not a duration\nGive a duration such as 30s, 5m, 1h30m or 500ms; a plain number is seconds.\n',
    });
    expect(await run(['--wait', '--timeout', '0'])).toMatchObject({ status: 2, stdout: '' });
    expect(await run(['--wait', '--timeout', ''])).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('status of a job that will not end by itself', () => {
  it('says why, and ends with 8 with --exit-status', async () => {
    const { run, root } = await changingJob();
    await rm(join(root, 'self', 'job', '6j', JOB, '_manifest.yaml'));
    const lost = `local/project/self/job/${JOB}: the job has no result, and no process works on it any more\n`;
    expect(await run(['--wait'])).toEqual({ status: 0, stdout: 'UNKNOWN\n', stderr: lost });
    expect(await run(['--wait', '--exit-status'])).toEqual({ status: 8, stdout: 'UNKNOWN\n', stderr: lost });
  });

  it('ends with 3 if its folder vanishes, and stops if it is removed', async () => {
    const { run, root } = await changingJob();
    const path = join(root, 'self', 'job', '6j', JOB);
    const removed = join(root, 'self', 'job', '.recover', '6j', JOB);
    const remove = async () => {
      await mkdir(dirname(removed), { recursive: true });
      await rename(path, removed);
    };
    expect(await run(['--wait', '--exit-status'], { onSleep: remove })).toEqual({
      status: 8,
      stdout: 'RUNNING\n',
      stderr: `${UNATTENDED}local/project/self/job/${JOB}: the job was removed\n`,
    });
    await rename(removed, path);
    expect(await run(['--wait'], { onSleep: () => rm(path, { recursive: true }) })).toEqual({
      status: 3,
      stdout: '',
      stderr: `${UNATTENDED}swjob: the job ${JOB} is gone: its folder was deleted\n`,
    });
  });
});

describe('status of several jobs', () => {
  it('has a line for each, and the worst exit status', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    const { stdout, status } = await swjob(['status', '6jfe', 'dkjc', '--exit-status'], { env });
    expect(stdout.split('\n').map((line) => line.split('\t')[1])).toEqual(['SUCCESS', 'FAIL', undefined]);
    expect(status).toBe(9);
    const json = await swjob(['status', '6jfe', 'dkjc', '--json'], { env });
    expect(JSON.parse(json.stdout)).toMatchObject([{ status: 'SUCCESS' }, { uri: expect.any(String), status: 'FAIL' }]);
  });

  it('shows short ids on a terminal, so the statuses fit', async () => {
    const env = { ...storeEnv(await unpackStore('jobs')), NO_COLOR: '1' };
    const shown = async (columns: number, ...args: string[]) =>
      (await swjob(['status', '6jfe', 'dkjc', ...args], { env, tty: { columns } })).stdout.split('\n');
    expect(await shown(24)).toEqual([
      'job           status',
      expect.stringMatching(/^6jfe\w{8} {2}SUCCESS$/),
      expect.stringMatching(/^dkjc\w{8} {2}FAIL$/),
      '',
    ]);
    expect((await shown(24, '--no-truncate'))[1]).toMatch(/^local\/project\/self\/job\/6jfe\w{36} {2}SUCCESS$/);
  });

  it('waits for all of them, or for the first one with --any', async () => {
    const { run, setStatus } = await changingJob();
    let slept = 0;
    const ended = await run(['dkjc', '--wait', '--exit-status', '-o', 'json'], {
      onSleep: async () => {
        slept++;
        await setStatus('success');
      },
    });
    expect([ended.status, slept]).toEqual([9, 1]);
    await setStatus('running');
    const any = await run(['dkjc', '--wait', '--any', '--exit-status', '-o', 'json'], {
      onSleep: () => {
        throw new Error('it slept');
      },
    });
    expect(any.status).toBe(9);
    expect(JSON.parse(any.stdout)).toMatchObject([{ status: 'RUNNING' }, { status: 'FAIL' }]);
    const late = await run(['dkjc', '--wait', '--timeout', '3s']);
    expect(late.stderr).toBe('swjob: 1 of 2 jobs is still RUNNING after 3s\n');
  });
});
