import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

describe('swjob tasks', () => {
  let server: StandInServer;
  let env: Record<string, string>;
  const id = () => String(server.jobs.find((job) => job.tasks.length > 1)?.id);

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    env = { ...(await loggedIn(server)) };
  });
  afterAll(() => server.close());

  it('prints the tasks with these keys, oldest first', async () => {
    const { status, stdout } = await swjob(['tasks', id(), '--json'], { env });
    const tasks = JSON.parse(stdout);
    const job = server.jobs.find((one) => String(one.id) === id());
    expect(status).toBe(0);
    expect(tasks.map((task: { id: string }) => task.id)).toEqual(job?.tasks.map((task) => String(task.id)));
    expect(tasks[0]).toEqual({
      id: String(job?.tasks[0]?.id),
      uuid: job?.tasks[0]?.uuid,
      step: job?.tasks[0]?.stepName,
      status: 'SUCCESS',
      retries: 0,
      started_at: expect.stringMatching(/^2026-11-23T08:.*Z$/),
      finished_at: expect.stringMatching(/^2026-11-23T08:.*Z$/),
      duration_ms: expect.any(Number),
      resource_pool: 'default',
      failed_reason: null,
    });
  });

  it('is a table for people', async () => {
    const { stdout } = await swjob(['tasks', id(), '--color', 'never'], { env, tty: { columns: 120 } });
    const [header, first] = stdout.split('\n');
    expect(header).toMatch(/^id +step +status +retries +started +duration$/);
    expect(first).toMatch(/SUCCESS.* 0 +3 hours ago/);
  });

  it('gives the reasons of failed tasks more space than times', async () => {
    const failed = server.jobs.find(({ tasks }) => tasks.some(({ status }) => status === 'FAIL'));
    const tty = { columns: 60 };
    const { stdout } = await swjob(['tasks', String(failed?.id), '--color', 'never'], { env, tty });
    expect(stdout.split('\n')[0]).toMatch(/^id +step +status +duration +reason$/);
    expect(stdout).toMatch(/FAIL +\ds {2}java\.io\.IOExcep/);
    // In a pipe the columns are always the same.
    const piped = await swjob(['tasks', id()], { env });
    expect(piped.stdout.split('\n')[0]?.split('\t')).toHaveLength(7);
  });

  it('shows how long a running task has run', async () => {
    const job = server.jobs.find((one) => one.project === 'self' && one.createdTime > 0 && !one.removed);
    const task = job?.tasks[0];
    if (job === undefined || task === undefined) throw new Error('the store has no such job');
    const before = task.status;
    task.become('RUNNING');
    const { stdout } = await swjob(['tasks', String(job.id), '--color', 'never'], { env, tty: { columns: 140 } });
    task.become(before);
    expect(stdout).toMatch(/RUNNING .*\b3h \d+m/);
  });

  it('prints ids with --quiet and chosen fields with --fields', async () => {
    const quiet = await swjob(['tasks', id(), '-q'], { env });
    expect(quiet.stdout).toMatch(/^\d+\n\d+\n/);
    const chosen = await swjob(['tasks', id(), '--fields', 'step,status', '-o', 'csv'], { env });
    expect(chosen.stdout.split('\n')[0]).toBe('step,status');
    const unknown = await swjob(['tasks', id(), '--fields', 'stat'], { env });
    expect(unknown).toMatchObject({ status: 3, stdout: '' });
    expect(unknown.stderr).toContain('status');
  });

  it('refuses a Standalone job, which has no tasks', async () => {
    const ended = await swjob(['tasks', '@latest'], { env: storeEnv(await unpackStore('real')) });
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(
      /^swjob: swjob tasks works only with jobs on a Server or in the Cloud: local is Standalone\n/,
    );
  });
});
