import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import type { Fault } from '../support/stand-in/faults.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

// Failures of a Server on the command line: each has its message, hint and exit status, and prints nothing on stdout.

const HTML = {
  status: 404,
  body: '<html><title>404 Not Found</title></html>',
  headers: { 'Content-Type': 'text/html' },
};

describe('a failing Server, on the command line', () => {
  let server: StandInServer;
  let id: string;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real') });
    id = String(server.jobs.filter((job) => job.project === 'self' && !job.removed).at(-1)?.id);
  });
  afterAll(() => server.close());

  it.each<[string, Fault, number, RegExp]>([
    [
      '401',
      { status: 401, body: { code: ['Unauthorized'], message: ['JWT token is expired or invalid.'] } },
      4,
      /401: JWT token is expired or invalid\.\nThe token is wrong or has expired: log in again/,
    ],
    ['403', { status: 403, body: { code: 'x', message: 'no right' } }, 4, /403: no right\nYour role in the project/],
    [
      '500 with its reason',
      { status: 500, body: { code: 'internalServerError', message: 'out of order' } },
      5,
      /500: out of order\n/,
    ],
    ['an HTML page', HTML, 5, /404.*404 Not Found/],
    ['no JSON', { status: 200, body: 'hello' }, 5, /GET .*/],
    [
      'JSON of another shape',
      { status: 200, body: { code: 'success', message: '', data: [] } },
      5,
      /the answer is not as expected/,
    ],
    [
      'a redirect to elsewhere',
      { status: 302, headers: { Location: 'http://elsewhere.test/' } },
      5,
      /refused a redirect to another origin/,
    ],
  ])('%s', async (_what, fault, exitStatus, message) => {
    const match = `GET /api/v1/project/self/job/${id}`;
    server.fail(match, fault);
    const ended = await swjob(['status', id], { env: await loggedIn(server) });
    expect([ended.status, ended.stdout]).toEqual([exitStatus, '']);
    expect(ended.stderr).toMatch(/^swjob: /);
    expect(ended.stderr).toMatch(message);
  });

  it('is asked again where that may help, and the answer is complete', async () => {
    server.fail(`/job/${id}`, { status: 503, body: '', headers: { 'Retry-After': '0' }, times: 2 });
    const ended = await swjob(['status', id], { env: await loggedIn(server) });
    expect(ended).toEqual({ status: 0, stdout: 'SUCCESS\n', stderr: '' });
  });

  it('that cannot be reached ends with 5 and says what to check', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
    const ended = await swjob(['list'], { env: await loggedIn({ origin, token: 'x' }) });
    expect([ended.status, ended.stdout]).toEqual([5, '']);
    expect(ended.stderr).toMatch(/connection refused \(\d tries\)\nIs the server running/);
  });

  it('that does not answer in time ends with 5', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const env = await loggedIn({ origin, token: 'x' });
    const ended = await swjob(['pin', '1', '--request-timeout', '100ms'], { env });
    silent.closeAllConnections();
    silent.close();
    expect([ended.status, ended.stdout]).toEqual([5, '']);
    expect(ended.stderr).toMatch(/no answer in time\nRaise --request-timeout/);
  });

  it.each([
    ['pause', 'Only jobs that have not finished can be paused.'],
    ['resume', 'Only paused, failed and cancelled jobs can be resumed.'],
    ['cancel', 'Only running and paused jobs can be cancelled.'],
  ] as const)('that refuses to %s a finished job ends with 1 and says which jobs it takes', async (action, hint) => {
    const message = 'not allowed operation from job status SUCCESS';
    server.fail(`POST /api/v1/project/self/job/${id}/${action}`, { status: 400, body: { code: 'x', message } });
    const words = action === 'resume' ? [action, id] : [action, id, '--yes'];
    const ended = await swjob(words, { env: await loggedIn(server) });
    expect([ended.status, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toBe(`swjob: the job ${id} has finished (SUCCESS)\n${hint}\n`);
  });

  it('is never sent a change twice if it may have arrived', async () => {
    server.fail('/pin', { status: 503, body: '' });
    const before = server.requests.length;
    const ended = await swjob(['pin', id], { env: await loggedIn(server) });
    expect(ended.status).toBe(5);
    expect(server.requests.slice(before).filter(({ path }) => path.endsWith('/pin'))).toHaveLength(1);
  });

  it('that cannot read a table gives its own reason at once', async () => {
    const table = 'results';
    server.fail('scanTable', { status: 500, body: { code: 'x', message: 'Character N is neither a digit' } });
    const job = server.jobs.find(
      (one) => one.handler === 'evaluator:summarize' && !one.removed && one.status === 'SUCCESS',
    );
    const ended = await swjob(['rows', String(job?.id), table], { env: await loggedIn(server) });
    expect([ended.status, ended.stdout]).toEqual([5, '']);
    expect(ended.stderr).toContain('500: Character N is neither a digit');
  });

  it('that refuses remove --force ends with 2, before anything is sent', async () => {
    const before = server.requests.length;
    const ended = await swjob(['remove', '--force', '--yes', id], { env: await loggedIn(server) });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain('remove --force is not possible on a Server');
    expect(server.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });
});
