import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';

describe('swjob logs of a Server’s job', () => {
  let server: StandInServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    env = { ...(await loggedIn(server)) };
  });
  afterAll(() => server.close());

  const job = () => {
    const found = server.jobs.find(({ tasks }) => tasks.length > 1);
    if (found === undefined) throw new Error('no job has several tasks');
    return found;
  };

  it('are those of the task with this id or uuid, or of all tasks', async () => {
    const [first, second] = job().tasks;
    const id = String(job().id);
    const all = await swjob(['logs', id], { env });
    expect(all.stdout).toContain(`==> task ${first?.id} (${first?.stepName}) <==\n`);
    expect(all.stdout).toContain(`==> task ${second?.id} (${second?.stepName}) <==\n`);
    const one = await swjob(['logs', id, '--task', String(second?.id)], { env });
    expect({ status: one.status, stderr: one.stderr }).toEqual({ status: 0, stderr: '' });
    expect(one.stdout).not.toContain('==>');
    expect(all.stdout).toContain(one.stdout);
    expect(await swjob(['logs', id, '--task', String(second?.uuid)], { env })).toEqual(one);
  });

  it('are cut to the last lines by --tail, which excludes --follow', async () => {
    const [first] = job().tasks;
    const logs = (...args: string[]) =>
      swjob(['logs', String(job().id), '--task', String(first?.id), ...args], { env });
    first?.logFiles.set('output.log', 'one\ntwo\nthree\n');
    expect((await logs('--tail', '2')).stdout).toBe('two\nthree\n');
    expect(await logs('--tail', '0')).toEqual({ status: 0, stdout: '', stderr: '' });
    const { status, stderr } = await logs('--tail', '2', '--follow');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'swjob: --tail and --follow cannot be used together on a Server\n',
    });
  });

  it('are those of failed tasks with --failed, and none if no task failed', async () => {
    const failed = server.jobs.find(({ status }) => status === 'FAIL');
    for (const task of failed?.tasks.slice(1) ?? []) task.become('SUCCESS');
    for (const { logFiles } of failed?.tasks ?? []) {
      logFiles.set(
        'output.log',
        'start\nTraceback (most recent call last):\n  File "x.py", line 1, in f\nOSError: boom\n',
      );
    }
    expect(await swjob(['logs', String(failed?.id), '--failed'], { env })).toEqual({
      status: 0,
      stdout: 'Traceback (most recent call last):\n  File "x.py", line 1, in f\nOSError: boom\n',
      stderr: '',
    });
    expect((await swjob(['logs', String(failed?.id), '--failed', '--tail', '1'], { env })).stdout).toBe(
      'OSError: boom\n',
    );
    const right = server.jobs.find(({ tasks }) => tasks.every(({ status }) => status === 'SUCCESS'));
    expect(await swjob(['logs', String(right?.id), '--failed'], { env })).toEqual({
      status: 0,
      stdout: '',
      stderr: `No task of the job ${right?.id} has failed.\n`,
    });
  });

  it('name --follow for a task whose log the server does not keep yet', async () => {
    const { id, tasks } = job();
    const task = tasks[1];
    if (task === undefined) throw new Error('the job has one task');
    const kept = new Map(task.logFiles);
    task.logFiles.clear();
    task.become('RUNNING');
    expect((await swjob(['logs', String(id)], { env })).stderr).toBe('');
    job().become('RUNNING');
    task.become('RUNNING');
    expect(await swjob(['logs', String(id), '--task', String(task.id)], { env })).toEqual({
      status: 0,
      stdout: '',
      stderr: `Task ${task.id} is RUNNING: swjob logs ${id} --task ${task.id} --follow prints its log.\n`,
    });
    job().become('SUCCESS');
    for (const [name, text] of kept) task.logFiles.set(name, text);
  });

  it('list the tasks for an unknown one', async () => {
    const { status, stdout, stderr } = await swjob(['logs', String(job().id), '--task', 'nosuch'], { env });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    const ids = job().tasks.map(({ id }) => id);
    expect(stderr).toBe(`swjob: the job ${job().id} has no task "nosuch"\nIts tasks: ${ids.join(', ')}\n`);
  });
});

describe('swjob logs --failed of a job with several logs without an error', () => {
  it('says so once, and names none of them', async () => {
    const env = { ...storeEnv(await unpackStore('real')), XDG_STATE_HOME: await temporaryFolder() };
    const { status, stdout, stderr } = await swjob(['logs', '3rllci3edm2v', '--failed'], { env });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: 'The log shows no error: omit --failed to see all of it.\n',
    });
  });
});
