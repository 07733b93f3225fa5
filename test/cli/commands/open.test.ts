import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { platform } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SwjobOptions, storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

const TTY = { columns: 100 };

/** A browser with this exit status, or one that cannot be started. */
function browser(end: number | 'missing') {
  const started: (readonly string[])[] = [];
  const spawn: NonNullable<SwjobOptions['spawn']> = (command, args) => {
    started.push([command, ...args]);
    const child = new EventEmitter();
    setImmediate(() => (end === 'missing' ? child.emit('error', new Error('ENOENT')) : child.emit('close', end)));
    return child as ChildProcess;
  };
  return { started, spawn };
}

describe.each([['open'], ['info --web']])("swjob %s shows the console's page of a job", (command) => {
  const words = command.split(' ');
  let server: StandInServer;
  let env: Record<string, string>;
  let url: string;
  let id: string;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    env = { ...(await loggedIn(server)) };
    id = String(server.jobs.find((job) => job.project === 'self' && !job.removed)?.id);
    url = `${server.origin}/projects/2/evaluations/${id}/results`;
  });
  afterAll(() => server.close());

  it('in the browser that $BROWSER names, on a terminal', async () => {
    const { started, spawn } = browser(0);
    const ended = await swjob([...words, id], { env: { ...env, BROWSER: 'my-browser --new' }, tty: TTY, spawn });
    expect(started).toEqual([['my-browser', '--new', url]]);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: `Opened ${url}\n` });
  });

  it.runIf(platform() === 'linux')('with xdg-open on a desktop', async () => {
    const { started, spawn } = browser(0);
    await swjob([...words, id], { env: { ...env, DISPLAY: ':0' }, tty: TTY, spawn });
    expect(started).toEqual([['xdg-open', url]]);
  });

  it('as its address if there is no browser, or it fails', async () => {
    for (const end of ['missing', 3] as const) {
      const { spawn } = browser(end);
      const ended = await swjob([...words, id], { env: { ...env, BROWSER: 'x' }, tty: TTY, spawn });
      expect(ended).toEqual({ status: 0, stdout: `${url}\n`, stderr: '' });
    }
  });

  it('as its address in a pipe, with --quiet and for programs, without starting anything', async () => {
    const pipe = { env: { ...env, BROWSER: 'x' } };
    expect(await swjob([...words, id], pipe)).toEqual({ status: 0, stdout: `${url}\n`, stderr: '' });
    expect((await swjob([...words, id, '-q'], { ...pipe, tty: TTY })).stdout).toBe(`${url}\n`);
    const { stdout } = await swjob([...words, id, '--json'], { ...pipe, tty: TTY });
    expect(JSON.parse(stdout)).toEqual({ uri: `${server.origin}/project/2/job/${id}`, url });
  });

  it('not for a Standalone job: the error suggests report', async () => {
    const ended = await swjob([...words, '@latest'], { env: storeEnv(await unpackStore('real')), tty: TTY });
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(
      /a Standalone job has no page in a web console\nMake a page with: swjob report \w+ --out report\.html$/m,
    );
  });
});
