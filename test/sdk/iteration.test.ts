import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../src/index.ts';
import type { StandInServer } from '../support/stand-in.ts';
import { collect, type ServedClients, serveClients } from './served-clients.ts';

// How many requests an iteration over jobs sends, and which jobs it returns.

let server: StandInServer;
let open: ServedClients['open'];
let sent: ServedClients['sent'];
let closeOpened: ServedClients['closeOpened'];

beforeAll(async () => {
  ({ server, open, sent, closeOpened } = await serveClients());
});
afterEach(() => closeOpened());
afterAll(() => server.close());

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
