import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import type { StandInJob } from '../../support/stand-in/job.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { copyOfStore, unpackStore } from '../../support/stores.ts';
import { screenOf } from '../terminal-screen.ts';

describe('swjob watch of a Server job', () => {
  let server: StandInServer;
  let env: Record<string, string>;
  let job: StandInJob;

  beforeEach(async () => {
    // A job just fetched is not fetched again: time has to pass between two polls.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-23T09:00:00Z') });
    server = await startStandIn({ root: await unpackStore('real') });
    env = { ...(await loggedIn(server)) };
    const found = server.jobs.find((one) => one.handler === 'evaluator:summarize' && !one.removed);
    if (found === undefined) throw new Error('the store has no such job');
    job = found;
    job.become('RUNNING');
  });
  afterEach(async () => {
    vi.useRealTimers();
    await server.close();
  });

  const watch = (
    args: readonly string[],
    steps: readonly (() => void)[],
    options: Parameters<typeof swjob>[1] = {},
  ) => {
    const left = [...steps];
    const onSleep = (elapsed: number) => {
      vi.setSystemTime(Date.parse('2026-11-23T09:00:00Z') + elapsed);
      left.shift()?.();
    };
    return swjob(['watch', String(job.id), ...args], { env, now: '2026-11-23T09:00:00Z', onSleep, ...options });
  };

  it('prints a line per change in a pipe, until the job finishes', async () => {
    const steps = [() => undefined, () => job.become('FAIL')];
    const { status, stdout, stderr } = await watch([], steps);
    const lines = stdout.trimEnd().split('\n');
    const [task] = job.tasks;
    expect([status, stderr]).toEqual([0, '']);
    expect(lines.filter((line) => line.includes('\tmetric\t')).length).toBeGreaterThan(0);
    expect(lines.filter((line) => !line.includes('\tmetric\t'))).toEqual([
      ...job.tasks.map(
        ({ id, stepName }) =>
          `2026-11-23T09:00:00.000Z\ttask\t${id}\t${stepName}\t${id === task?.id ? 'RUNNING' : 'CREATED'}`,
      ),
      '2026-11-23T09:00:00.000Z\tstatus\t\t\tRUNNING',
      `2026-11-23T09:00:04.000Z\ttask\t${task?.id}\t${task?.stepName}\tFAIL`,
      '2026-11-23T09:00:04.000Z\tstatus\t\t\tFAIL',
    ]);
  });

  it.each(['SUCCESS', 'FAIL', 'CANCELED'] as const)('ends with 0 when the job ended in %s', async (end) => {
    const ended = await watch(['-q', '--interval', '10s'], [() => job.become(end)]);
    expect(ended).toEqual({ status: 0, stdout: `RUNNING\n${end}\n`, stderr: '' });
  });

  it.each([
    ['SUCCESS', 0],
    ['FAIL', 9],
    ['CANCELED', 9],
  ] as const)('with --exit-status reports %s as exit status %i', async (end, exitStatus) => {
    expect(await watch(['-q', '--exit-status'], [() => job.become(end)])).toMatchObject({ status: exitStatus });
  });

  it('prints the changes as JSON lines, as an array, and as csv with a header', async () => {
    const jsonl = await watch(['-o', 'jsonl'], [() => job.become('SUCCESS')]);
    const records = jsonl.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.at(-1)).toEqual({
      time: '2026-11-23T09:00:02.000Z',
      kind: 'status',
      task: null,
      name: null,
      value: 'SUCCESS',
    });
    job.become('RUNNING');
    const json = await watch(['--json', '--fields', 'kind,value'], [() => job.become('SUCCESS')]);
    expect(JSON.parse(json.stdout).at(-1)).toEqual({ kind: 'status', value: 'SUCCESS' });
    job.become('RUNNING');
    const csv = await watch(['-o', 'csv'], [() => job.become('SUCCESS')]);
    expect(csv.stdout).toMatch(/^time,kind,task,name,value\n/);
    expect(csv.stdout).toMatch(/,status,,,SUCCESS\n$/);
  });

  it('draws in place on a terminal: each frame over the last, within the width, and the cursor comes back', async () => {
    const tty = { columns: 50, rows: 16 };
    const steps = [() => undefined, () => undefined, () => job.become('SUCCESS')];
    const { status, stdout, stderr } = await watch(['--color', 'never'], steps, { tty });
    const screen = screenOf(stdout, tty.columns);
    expect([status, stderr]).toEqual([0, '']);
    expect(screen.wrapped).toBe(false);
    expect(screen.cursorShown).toBe(true);
    expect(stdout.startsWith('\u001b[?25l')).toBe(true);
    expect(screen.lines.length).toBeLessThan(tty.rows);
    expect(screen.lines[0]).toMatch(new RegExp(`^SUCCESS {2}${job.id} {2}evaluator:summarize`));
    expect(screen.lines.filter((line) => line.includes('SUCCESS'))).toHaveLength(job.tasks.length + 1);
    expect(screen.lines.join('\n')).not.toContain('RUNNING');
    expect(screen.lines.join('\n')).toMatch(/metric +value/);
  });

  it('says on a terminal that the server does not answer, below the first line of what it last knew', async () => {
    const away = { status: 500, times: 2 };
    const steps = [() => server.fail(`/job/${job.id}`, away), () => undefined, () => job.become('SUCCESS')];
    const { status, stdout } = await watch(['--color', 'never'], steps, { tty: { columns: 30, rows: 16 } });
    expect(status).toBe(0);
    const frames = stdout.split('\u001b[J').map((frame) => frame.split('\u001b[K\n'));
    const [told] = frames.filter((frame) => frame.join().includes('does not'));
    expect(told?.[0]).toContain(`RUNNING  ${job.id}`);
    expect(told?.[1]).toBe('waiting: the server does not ');
    expect(screenOf(stdout, 30).lines.join('\n')).not.toContain('waiting');
  });

  it('writes no frame that equals the last', async () => {
    const task = job.tasks[0];
    if (task === undefined) throw new Error('the job has no task');
    job.status = 'PAUSED';
    task.become('PAUSED');
    const same = () => undefined;
    const tty = { columns: 90, rows: 40 };
    const many = await watch([], [same, same, same, same, () => job.become('SUCCESS')], { tty });
    job.become('PAUSED');
    expect(many.stdout.match(/\u001b\[J/g)?.length).toBeLessThanOrEqual(6);
    const dumb = await watch([], [() => job.become('SUCCESS')], { tty, env: { ...env, TERM: 'dumb' } });
    expect(dumb.stdout).not.toMatch(/\u001b\[\?25l|\u001b\[J/);
    expect(dumb.stdout).toContain('status');
  });

  it('refuses a field and an interval that do not exist', async () => {
    expect(await watch(['--fields', 'stat'], [])).toMatchObject({ status: 3, stdout: '' });
    expect(await watch(['--interval', 'soon'], [])).toMatchObject({ status: 2, stdout: '' });
  });

  it('reports a server that goes away', async () => {
    const { status, stderr } = await watch([], [() => server.fail('GET', { status: 401, body: '', times: 99 })]);
    expect(status).toBe(4);
    expect(stderr).toMatch(/401/);
  });
});

describe('swjob watch of a Standalone job', () => {
  it('follows its status and has no tasks', async () => {
    const root = await copyOfStore('real');
    const env = storeEnv(root);
    const { stdout } = await swjob(['list', '--json', '--status', 'SUCCESS'], { env });
    const [{ id }] = JSON.parse(stdout);
    const manifest = join(root, 'self', 'job', id.slice(0, 2), id, '_manifest.yaml');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace(/^status: .*$/m, 'status: RUNNING'));
    const ended = await swjob(['watch', id, '-o', 'tsv', '--no-header'], {
      env,
      now: '2026-11-23T09:00:00Z',
      onSleep: () => writeFile(manifest, text),
    });
    const rows = ended.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(ended.status).toBe(0);
    expect(rows.filter(([, kind]) => kind === 'status')).toEqual([
      ['2026-11-23T09:00:00.000Z', 'status', '', '', 'RUNNING'],
      ['2026-11-23T09:00:02.000Z', 'status', '', '', 'SUCCESS'],
    ]);
    expect(rows.some(([, kind]) => kind === 'task')).toBe(false);
  });
});
