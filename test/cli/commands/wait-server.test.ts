import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instanceServer, numbered } from '../../server/instance-server.ts';
import { json } from '../../server/support.ts';
import { swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';

/** How many times in a row the server fails after its first answer. */
let failures = 0;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  let looks = 0;
  const jobs = numbered(1).map((job) => ({ ...job, jobStatus: 'RUNNING' }));
  const server = await instanceServer(jobs, {
    instead: ({ path }, response) => {
      if (!/\/job\/1$/.test(path)) return false;
      looks++;
      const [job] = jobs;
      if (looks > 2 + failures && job) job.jobStatus = 'SUCCESS';
      if (looks <= 2 || looks > 2 + failures) return false;
      json(response, 500, { code: 'internalServerError', message: 'busy' });
      return true;
    },
  });
  env = await loggedIn({ origin: server.origin, token: 'x' }, { project: '1' });
});

// What was just fetched is not asked for again: the clock goes on while the command sleeps.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const onSleep = () => {
  vi.setSystemTime(Date.now() + 1200);
};

describe.each([
  ['status', '1', '--wait', '--interval', '1200ms'],
  ['watch', '1', '--interval', '1200ms'],
])('swjob %s of a job whose server fails for a while', (...args) => {
  it('continues at the next interval', async () => {
    failures = 30;
    const ended = await swjob(args, { env, onSleep });
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS'), stderr: '' });
  });

  it('gives up if it keeps failing', async () => {
    failures = 1000;
    const ended = await swjob(args, { env, onSleep });
    expect(ended).toMatchObject({ status: 5, stderr: expect.stringContaining('500: busy') });
  });
});

it('swjob status --wait says on a terminal that its server does not answer', async () => {
  failures = 2;
  const shown: string[] = [];
  // Other tests of this worker have loaded the module that is replaced.
  vi.resetModules();
  vi.doMock('../../../src/cli/progress.ts', async (original) => ({
    ...(await original<typeof import('../../../src/cli/progress.ts')>()),
    progressOf: () => ({ update: (text: string) => shown.push(text), stop: () => {} }),
  }));
  const loaded = await import('../../support/cli.ts');
  await loaded.swjob(['status', '1', '--wait', '--interval', '1200ms'], { env, onSleep });
  vi.doUnmock('../../../src/cli/progress.ts');
  vi.resetModules();
  const away = 'waiting: the server does not answer';
  expect([...new Set(shown)]).toEqual(['waiting: the job is RUNNING', away]);
});

describe.each([
  ['status', '1', '--wait', '--interval', '1200ms', '--timeout', '1500ms'],
  ['watch', '1', '--interval', '1200ms', '--timeout', '1500ms'],
])('swjob %s of a job whose server stops answering', (...args) => {
  it.each([
    ['keeps silent', () => undefined],
    ['asks for a long pause', (response: ServerResponse) => json(response, 503, null, { 'retry-after': '50' })],
  ])('ends with 124 soon after --timeout, if it %s', async (_what, answer) => {
    let looks = 0;
    const server = await instanceServer([{ id: '1', uuid: 'abc', jobStatus: 'RUNNING' }], {
      instead: ({ path }, response) => {
        if (!/\/job\/1$/.test(path) || ++looks <= 2) return false;
        answer(response);
        return true;
      },
    });
    const login = await loggedIn({ origin: server.origin, token: 'x' }, { project: '1' });
    const started = performance.now();
    const ended = await swjob(args, { env: login, onSleep });
    expect(ended).toMatchObject({ status: 124, stderr: 'swjob: the job is still RUNNING after 1500ms\n' });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
