import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isSwjobError, Job, Starwhale, SwjobError } from '../../src/index.ts';
import { failure } from '../server/support.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';
import { useGoldenStore } from './environment.ts';

const PLAIN = '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s';

describe('views of stores', () => {
  it('are independent of each other and of the environment', async () => {
    await useGoldenStore('types');
    const jobs = new Starwhale({ storage: await unpackStore('jobs'), project: 'local/project/self' });
    const others = new Starwhale({ storage: await unpackStore('real'), project: 'local/project/self' });
    const [some, more] = await Promise.all([jobs.listJobs(), others.listJobs()]);
    expect(some.pagination.total).toBe(14);
    expect(some.jobs[0]?.uri).not.toBe(more.jobs[0]?.uri);
    expect(await jobs.job(PLAIN).status()).toBe('SUCCESS');
    expect(await failure(others.job(PLAIN).status())).toMatchObject({ code: 'not-found' });
    await Promise.all([jobs.close(), others.close()]);
  });

  it('iterate over all pages, from the requested one', async () => {
    const starwhale = new Starwhale({ storage: await unpackStore('jobs') });
    const all = (await starwhale.listJobs('self')).jobs.map(({ uri }) => uri);
    const seen: string[] = [];
    for await (const { uri } of starwhale.jobs({ project: 'self', pageIndex: 2, pageSize: 3 })) seen.push(uri);
    expect(seen).toEqual(all.slice(3));
  });

  it('have a project for jobs that name none', async () => {
    const starwhale = new Starwhale({ storage: await unpackStore('jobs'), project: 'another' });
    const { jobs } = await starwhale.listJobs();
    expect(jobs.map(({ uri }) => uri)).toEqual([expect.stringContaining('local/project/another/job/jnxp')]);
    expect((await starwhale.job('jnxp').record()).uri).toBe(jobs[0]?.uri);
  });

  it('remove and recover a job', async () => {
    const starwhale = new Starwhale({ storage: await unpackStore('jobs') });
    const found = starwhale.job(`local/project/self/job/${PLAIN}`);
    expect((await found.record()).removed).toBe(false);
    await found.remove();
    expect((await found.record()).removed).toBe(true);
    await found.recover();
    expect((await found.record()).removed).toBe(false);
    expect(await failure(found.pin())).toMatchObject({ code: 'usage', hint: expect.not.stringContaining('--') });
  });

  it('refuse a missing config', async () => {
    const starwhale = new Starwhale({ config: join(await unpackStore('jobs'), 'none.yaml') });
    expect(await failure(starwhale.listJobs())).toMatchObject({ code: 'usage' });
  });
});

describe('views of servers', () => {
  let one: StandInServer;
  let two: StandInServer;
  let config = '';

  beforeAll(async () => {
    one = await startStandIn({ root: await unpackStore('jobs'), token: 'token-one' });
    two = await startStandIn({ root: await unpackStore('jobs'), token: 'token-two' });
    config = (await loggedIn(one, { token: 'stale' })).SW_CLI_CONFIG;
  });
  beforeEach(() => useGoldenStore('jobs'));
  afterAll(() => Promise.all([one.close(), two.close()]));

  it('send each token to its own server, in preference to the config’s', async () => {
    const first = new Starwhale({ config, token: one.token });
    const second = new Starwhale({ config, token: two.token, project: `${two.origin}/project/self` });
    const [jobs, others] = await Promise.all([first.listJobs(), second.listJobs()]);
    expect(jobs.jobs.every(({ uri }) => !uri.startsWith(two.origin))).toBe(true);
    expect(others.jobs.every(({ uri }) => uri.startsWith(two.origin))).toBe(true);
    expect(others.jobs.length).toBeGreaterThan(0);
    const asked = one.requests.length;
    const stale = await failure(second.job('cloud://srv/project/self/job/1').status());
    expect(stale).toMatchObject({ code: 'not-allowed' });
    const sent = JSON.stringify(one.requests.slice(asked));
    expect(sent).not.toContain(two.token);
    await Promise.all([first.close(), second.close()]);
  });

  it.each(['srv/project/self', 'cloud://srv/project/self'])('find the owner of a token by %s', async (project) => {
    await using starwhale = new Starwhale({ config, token: one.token, project });
    expect((await starwhale.listJobs()).jobs.length).toBeGreaterThan(0);
  });

  it('speak of the option for a token', async () => {
    await using starwhale = new Starwhale({ config, token: one.token });
    const refused = await failure(starwhale.listJobs(`${two.origin}/project/self`));
    expect(refused).toMatchObject({
      code: 'not-allowed',
      message: `not logged in to ${two.origin}: the option token is for ${one.origin} only`,
      hint: `Give another Starwhale the token for it, or log in with swcli instance login.`,
    });
    for (const token of ['secret\n2', 'secret 🙂', '  ']) {
      const wrong = await failure((async () => new Starwhale({ config, token }))());
      expect(wrong).toMatchObject({ code: 'usage', message: 'token contains invalid characters (a line break?)' });
    }
  });

  it('request nothing for records and first statuses of listed jobs, and all summaries at once', async () => {
    await using starwhale = new Starwhale({ config, token: one.token });
    const { jobs } = await starwhale.listJobs();
    expect(jobs.length).toBeGreaterThan(2);
    let before = one.requests.length;
    for (const job of jobs) expect(await job.status()).toBe((await job.record()).status);
    expect(one.requests.length).toBe(before);
    const summaries = await Promise.all(jobs.map((job) => job.summary()));
    // A long string in a summary is an artifact; the rows come with one query.
    const queries = one.requests.slice(before).filter(({ path }) => path.includes('/datastore/'));
    expect(queries).toHaveLength(1);
    for (const job of jobs) job.refresh();
    expect(await Promise.all(jobs.map((job) => job.summary()))).toEqual(summaries);
    before = one.requests.length;
    jobs[0]?.refresh();
    await jobs[0]?.status();
    expect(one.requests.length).toBeGreaterThan(before);
  });

  it('comment and pin', async () => {
    await using starwhale = new Starwhale({ config, token: one.token });
    const [job] = (await starwhale.listJobs()).jobs;
    await job?.comment('as good as it gets');
    expect((await job?.record())?.comment).toBe('as good as it gets');
    await job?.pin();
    expect((await job?.record())?.pinned).toBe(true);
  });
});

describe('Job.wait()', () => {
  beforeEach(() => useGoldenStore('jobs'));

  it('gives the status of a job that has finished', async () => {
    expect(await Job.get(PLAIN).wait()).toBe('SUCCESS');
    expect(await Job.get('@latest:fail').wait({ timeout: 0 })).toBe('FAIL');
  });

  it('ends soon after the timeout, even if the server stops answering', async () => {
    const server = await startStandIn({ root: await unpackStore('jobs') });
    await using starwhale = new Starwhale({ config: (await loggedIn(server)).SW_CLI_CONFIG });
    const job = starwhale.job('1');
    await job.status();
    server.fail('/job/1', { delay: 20_000, times: 9 });
    const started = performance.now();
    // What was just fetched is not asked for again within a second.
    const ended = await failure(job.wait({ timeout: 1200, interval: 10 }));
    expect(ended).toMatchObject({ code: 'timeout', message: expect.stringMatching(/ after 1200 ms$/) });
    expect(performance.now() - started).toBeLessThan(8000);
    await server.close();
  });

  it('distinguishes a timeout from an abort', async () => {
    const server = await startStandIn({ root: await unpackStore('jobs') });
    const config = (await loggedIn(server)).SW_CLI_CONFIG;
    await using starwhale = new Starwhale({ config });
    const job = (await starwhale.listJobs()).jobs[0] ?? starwhale.job('1');
    for (const each of server.jobs) Object.assign(each, { status: 'RUNNING' });
    expect(await failure(job.wait({ timeout: 30, interval: 10 }))).toMatchObject({ code: 'timeout' });
    const late = AbortSignal.timeout(30);
    expect(await failure(job.wait({ interval: 10_000, signal: late }))).toMatchObject({ code: 'timeout' });
    const controller = new AbortController();
    const waiting = failure(job.wait({ interval: 10_000, signal: controller.signal }));
    setTimeout(() => controller.abort('enough'), 30);
    expect(await waiting).toMatchObject({ code: 'interrupted', cause: 'enough' });
    await server.close();
  });
});

describe('isSwjobError()', () => {
  it('knows the errors of another copy of the package', () => {
    const other = Object.assign(new Error('no job'), { name: 'SwjobError', code: 'not-found' });
    expect(other).not.toBeInstanceOf(SwjobError);
    expect(isSwjobError(other, 'not-found')).toBe(true);
    expect(isSwjobError(other, 'usage')).toBe(false);
    expect(isSwjobError(Object.assign(new Error('x'), { name: 'SwjobError', code: 'toString' }))).toBe(false);
    expect(isSwjobError(Object.assign(new Error('x'), { code: 'not-found' }))).toBe(false);
  });
});

describe('what jobs and errors look like', () => {
  beforeEach(() => useGoldenStore('jobs'));

  it('is their URI, state and record', async () => {
    const named = Job.get(PLAIN);
    expect(`${named} ${inspect(named)} ${JSON.stringify(named)}`).toBe(`${PLAIN} Job ${PLAIN} {"uri":"${PLAIN}"}`);
    const [listed] = (await Job.list()).jobs;
    expect(inspect(listed)).toMatch(/^Job local\/project\/self\/job\/\w+ \([A-Z]+\)$/);
    expect(JSON.parse(JSON.stringify(listed))).toEqual(await listed?.record());
  });

  it('is the message, hint and HTTP status', async () => {
    expect(JSON.parse(JSON.stringify(new SwjobError('usage', 'no', { hint: 'yes' })))).toEqual({
      ...{ name: 'SwjobError', code: 'usage', message: 'no', hint: 'yes' },
    });
    const server = await startStandIn({ root: await unpackStore('jobs') });
    const { SW_CLI_CONFIG: config } = await loggedIn(server);
    await using starwhale = new Starwhale({ config, token: 'wrong' });
    expect(await failure(starwhale.listJobs())).toMatchObject({ code: 'not-allowed', status: 401 });
    await server.close();
  });
});
