import { setTimeout as delay } from 'node:timers/promises';
import { Agent, MockAgent } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Job, Starwhale, type StarwhaleOptions, type SwjobError } from '../../src/index.ts';
import { failure } from '../server/support.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

// How a Starwhale sends its requests, and how many it sends.

let server: StandInServer;
let config: string;
const opened: Starwhale[] = [];

beforeAll(async () => {
  server = await startStandIn({ root: await unpackStore('jobs') });
  config = (await loggedIn(server)).SW_CLI_CONFIG;
});
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));
afterAll(() => server.close());

function open(options: StarwhaleOptions = {}): Starwhale {
  const starwhale = new Starwhale({ config, ...options });
  opened.push(starwhale);
  return starwhale;
}

/** The paths that a call requests. */
async function sent(call: () => unknown): Promise<string[]> {
  const before = server.requests.length;
  await call();
  return server.requests.slice(before).map(({ method, path }) => `${method} ${path.replace('/api/v1/', '')}`);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

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

  it('is subject to the timeout, even if it ignores its signal', async () => {
    const deaf = open({ timeout: 30, maxRetries: 0, fetch: () => new Promise<Response>(() => undefined) });
    expect(await failure(deaf.listJobs())).toMatchObject({ code: 'timeout', hint: expect.stringContaining('option') });
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

describe('the requests of an iteration over all jobs', () => {
  it('are one per page, and one for the project', async () => {
    const total = (await open().listJobs()).pagination.total;
    const asked = await sent(() => collect(open().jobs({ pageSize: 2 })));
    expect(asked.filter((path) => /\/job\?/.test(path))).toHaveLength(Math.ceil(total / 2));
    expect(asked).toHaveLength(Math.ceil(total / 2) + 1);
  });

  it('stop with the loop, or at the limit', async () => {
    const starwhale = open();
    await starwhale.listJobs();
    expect(await sent(() => collect(starwhale.jobs({ pageSize: 2, limit: 4 })))).toHaveLength(2);
    expect(await sent(() => collect(starwhale.jobs({ limit: 0 })))).toEqual([]);
  });

  it('are few even with pinned jobs first, and jobs are still ordered by age', async () => {
    const all = (await collect(open().jobs())).map(({ uri }) => uri);
    const pinned = open().job(all.at(-1) ?? '');
    await pinned.pin();
    const starwhale = open();
    let seen: string[] = [];
    const asked = await sent(async () => {
      seen = (await collect(starwhale.jobs({ pageSize: 2 }))).map(({ uri }) => uri);
    });
    expect(seen).toEqual(all);
    expect(asked.length).toBeLessThanOrEqual(4);
    await pinned.pin(false);
  });

  it('return each job once, even if new ones move others to the next page', async () => {
    const starwhale = open();
    const ids: string[] = [];
    const before = (await starwhale.listJobs()).pagination.total;
    for await (const job of starwhale.jobs({ pageSize: 3 })) {
      ids.push((await job.record()).id);
      // As if a new job was created: the last job of this page is the first of the next.
      if (ids.length === 3) server.jobs.find(({ removed }) => removed)?.become('SUCCESS');
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(before);
  });

  it('return each job that is removed in the loop, which moves others to earlier pages', async () => {
    const starwhale = open();
    const all = (await collect(starwhale.jobs())).map(({ uri }) => uri);
    const removed: Job[] = [];
    for await (const job of starwhale.jobs({ pageSize: 2 })) {
      await job.remove();
      removed.push(job);
    }
    expect(removed.map(({ uri }) => uri)).toEqual(all);
    for (const job of removed) await job.recover();
  });

  it('return each job, whoever removes the ones before it, and end although the count goes up and down', async () => {
    const starwhale = open();
    const all = (await collect(starwhale.jobs())).map(({ uri }) => uri);
    const seen: string[] = [];
    const [first] = (await starwhale.listJobs({ pageSize: 1 })).jobs;
    for await (const job of starwhale.jobs({ pageSize: 1 })) {
      seen.push(job.uri);
      if (seen.length % 2 === 1) await first?.remove();
      else await first?.recover();
    }
    expect(seen.sort()).toEqual([...all].sort());
    if (all.length % 2 === 1) await first?.recover();
  });

  it('are two for the summaries of twenty jobs, and none for their records', async () => {
    const starwhale = open();
    const { jobs } = await starwhale.listJobs();
    const asked = await sent(async () => {
      for (const job of jobs) await job.record();
      for (const job of jobs) await job.summary();
    });
    expect(asked.filter((path) => path.includes('datastore')).length).toBeLessThanOrEqual(2);
    expect(asked.filter((path) => /\/job\b/.test(path))).toEqual([]);
  });

  it('for chosen metrics read the summaries once', async () => {
    const starwhale = open();
    const [first] = (await starwhale.listJobs()).jobs;
    const [metric = ''] = Object.keys((await first?.summary()) ?? {}).filter((name) => name !== 'id');
    const asked = await sent(async () => {
      for await (const job of starwhale.jobs({ metrics: [metric], pageSize: 2 })) await job.summary();
    });
    expect(asked.filter((path) => path.includes('datastore')).length).toBeLessThanOrEqual(2);
  });
});

describe('a page of selected jobs', () => {
  let all: readonly Job[];
  beforeEach(async () => {
    all = await collect(open().jobs());
  });

  it('counts all selected jobs', async () => {
    const records = await Promise.all(all.map((job) => job.record()));
    const fitting = records.filter(({ status }) => status === 'SUCCESS').map(({ uri }) => uri);
    const page = await open().listJobs({ status: 'SUCCESS', pageIndex: 2, pageSize: 1 });
    expect(page.jobs.map(({ uri }) => uri)).toEqual(fitting.slice(1, 2));
    expect(page.pagination).toMatchObject({ total: fitting.length, page: 2, size: 1 });
  });
});
