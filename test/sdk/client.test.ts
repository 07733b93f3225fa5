import { setTimeout as delay } from 'node:timers/promises';
import { Agent, MockAgent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Job, SwjobError } from '../../src/index.ts';
import { failure } from '../server/support.ts';
import type { StandInServer } from '../support/stand-in.ts';
import { collect, type ServedClients, serveClients } from './served-clients.ts';

// How a Starwhale sends its requests.

let server: StandInServer;
let open: ServedClients['open'];
let sent: ServedClients['sent'];
let closeOpened: ServedClients['closeOpened'];

beforeAll(async () => {
  ({ server, open, sent, closeOpened } = await serveClients());
});
afterEach(() => closeOpened());
afterAll(() => server.close());

const tableOf = async (job: Job | undefined) => {
  const [table = ''] = (await job?.tables()) ?? [];
  const rows: unknown[] = [];
  for await (const row of job?.getTableRows(table, { limit: 3 }) ?? []) rows.push(row);
  return { table, rows };
};

describe('a fetch of the program', () => {
  it('sends all requests, with the same results', async () => {
    const urls: string[] = [];
    const own = open({
      fetch: (url, init) => {
        urls.push(url);
        return fetch(url, init);
      },
    });
    const [mine, usual] = [(await own.listJobs()).jobs, (await open().listJobs()).jobs];
    expect(mine.map(({ uri }) => uri)).toEqual(usual.map(({ uri }) => uri));
    expect(await Promise.all(mine.map((job) => job.summary()))).toEqual(
      await Promise.all(usual.map((job) => job.summary())),
    );
    expect(await tableOf(mine.at(-1))).toEqual(await tableOf(usual.at(-1)));
    expect(urls.length).toBeGreaterThan(4);
    expect(await failure(own.job('987654').status())).toMatchObject({ code: 'not-found' });
  });

  it('can answer by itself', async () => {
    const own = open({
      maxRetries: 0,
      fetch: async (url) =>
        url.includes('/job')
          ? Response.json({ code: 'success', message: 'Success', data: { list: [], total: 0 } })
          : new Response('<html><title>no</title></html>', { status: 502, headers: { 'content-type': 'text/html' } }),
    });
    const error = (await failure(own.listJobs())) as SwjobError;
    expect(error).toMatchObject({ code: 'network', status: 502, uri: undefined });
    expect(error.message).toContain('an HTML page, "no"');
  });

  it('follows no redirect with a token', async () => {
    const own = open({
      fetch: async (_, { redirect }) => {
        expect(redirect).toBe('manual');
        return new Response(null, { status: 302, headers: { location: 'https://example.invalid/' } });
      },
    });
    expect(await failure(own.listJobs())).toMatchObject({ code: 'network' });
  });

  it('has to resolve to a Response', async () => {
    const plain = open({ fetch: async () => ({ ok: true, json: async () => ({}) }) as unknown as Response });
    expect(await failure(plain.listJobs())).toMatchObject({
      code: 'usage',
      message: 'the option fetch resolved to something other than a Response',
    });
    const one = Response.json({ code: 'success', message: 'Success', data: { id: '1', name: 'self' } });
    const again = open({ fetch: async () => one });
    expect(await failure(again.listJobs())).toMatchObject({
      code: 'usage',
      message: 'the option fetch resolved to a Response that was already read',
    });
  });

  it('is subject to the timeout, even if it ignores its signal', async () => {
    const deaf = open({ timeout: 30, maxRetries: 0, fetch: () => new Promise<Response>(() => undefined) });
    expect(await failure(deaf.listJobs())).toMatchObject({ code: 'timeout', hint: expect.stringContaining('option') });
    // From the same moment, as it may take long to get there.
    const ended = new Promise((resolve) => {
      const fetch = () => {
        delay(590, 'twice the time').then(resolve);
        return new Promise<Response>(() => undefined);
      };
      failure(open({ timeout: 300, maxRetries: 0, fetch }).listJobs()).then(({ code }) => resolve(code));
    });
    expect(await ended).toBe('timeout');
    const stuck = open({
      timeout: 30,
      maxRetries: 0,
      fetch: async () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array([123])) })),
    });
    expect(await failure(stuck.listJobs())).toMatchObject({ code: 'timeout' });
  });

  it('cannot follow a log, and says so', async () => {
    const job = server.jobs.find(({ removed, tasks }) => !removed && tasks.length > 0);
    job?.become('RUNNING');
    job?.tasks[0]?.become('RUNNING');
    const following = collect(open({ fetch }).job(String(job?.id)).logs({ follow: true }));
    expect(await failure(following)).toMatchObject({
      code: 'operation-failed',
      hint: expect.stringContaining('fetch'),
    });
    job?.become('SUCCESS');
  });
});

describe('a dispatcher of the program', () => {
  it('sends all requests', async () => {
    const agent = new Agent({ connections: 1 });
    const own = open({ dispatcher: agent });
    const [mine, usual] = [(await own.listJobs()).jobs, (await open().listJobs()).jobs];
    expect(mine.map(({ uri }) => uri)).toEqual(usual.map(({ uri }) => uri));
    expect(await tableOf(mine.at(-1))).toEqual(await tableOf(usual.at(-1)));
    await own.close();
    // The program owns it, and closes it.
    expect(agent.closed).toBe(false);
    await agent.close();
  });

  it('may be the MockAgent of a test', async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const data = { list: [], total: 0, pageNum: 1, pageSize: 20, size: 0 };
    const pool = agent.get(server.origin);
    pool.intercept({ path: /\/job\?/ }).reply(200, { code: 'success', message: 'Success', data });
    pool.intercept({ path: /\/project\/self$/ }).reply(200, {
      ...{ code: 'success', message: 'Success' },
      data: { id: '1', name: 'self', owner: { id: '1', name: 'starwhale' } },
    });
    expect((await open({ dispatcher: agent }).listJobs()).pagination.total).toBe(0);
    await agent.close();
  });
});

describe('retries and time', () => {
  it.each([0, 1, 3])('are limited to %s retries', async (maxRetries) => {
    server.fail('GET /api/v1/project/self/job', {
      status: 503,
      headers: { 'retry-after': '0' },
      times: maxRetries + 1,
    });
    const asked = await sent(() => failure(open({ maxRetries }).listJobs()));
    expect(asked.filter((path) => path.includes('/job'))).toHaveLength(maxRetries + 1);
  });

  it('report a slow answer as a timeout', async () => {
    const slow = open({ timeout: 50, maxRetries: 0 });
    server.fail('GET /api/v1/project/self/job', { delay: 400 });
    expect(await failure(slow.listJobs())).toMatchObject({ code: 'timeout', exitCode: 124 });
    await delay(400);
  });

  it('belong to one Starwhale', async () => {
    server.fail('GET /api/v1/project/self/job', { delay: 150, times: 2 });
    const [hasty, patient] = [open({ timeout: 30, maxRetries: 0 }), open()];
    const [failed, listed] = await Promise.all([failure(hasty.listJobs()), patient.listJobs()]);
    expect(failed).toMatchObject({ code: 'timeout' });
    expect(listed.jobs.length).toBeGreaterThan(0);
  });
});
