import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { instanceServer, numbered } from './instance-server.ts';
import { exchange } from './recorded.ts';
import { json } from './support.ts';

const ids = (page: { jobs: readonly { id: string }[] }): string[] => page.jobs.map(({ id }) => id);

describe('the jobs of a Server’s project', () => {
  it('come in pages of one request each, besides that for the project', async () => {
    const server = await instanceServer(numbered(45));
    const page = await server.instance.listJobs('starwhale', { page: 1, size: 20 });
    expect(page).toMatchObject({ total: 45, problems: [] });
    expect(ids(page)).toEqual(Array.from({ length: 20 }, (_, i) => `${45 - i}`));
    expect(page.jobs[0]).toMatchObject({
      uri: `${server.origin}/project/1/job/45`,
      instance: 'srv',
      project: 'starwhale',
      removed: false,
    });
    expect(server.asked()).toEqual(['GET project/starwhale/job?pageNum=1&pageSize=20']);
    expect(ids(await server.instance.listJobs('starwhale', { page: 3, size: 20 }))).toEqual(['5', '4', '3', '2', '1']);
  });

  it('are newest first even though the server puts pinned ones on its first page', async () => {
    const jobs = numbered(250).map((job) => (job.id === '2' ? { ...job, pinnedTime: 1795423511000 } : job));
    const server = await instanceServer(jobs);
    expect(ids(await server.instance.listJobs('1', { page: 1, size: 2 }))).toEqual(['250', '249']);
    expect(ids(await server.instance.listJobs('1', { page: 125, size: 2 }))).toEqual(['2', '1']);
    const all = await server.instance.listJobs('1', {});
    expect(ids(all)).toEqual(Array.from({ length: 250 }, (_, i) => `${250 - i}`));
    expect(all.jobs.at(-2)?.pinned).toBe(true);
  });

  it('can be chosen among all before paging', async () => {
    const server = await instanceServer(numbered(250));
    let all = 0;
    const choose = (uuids: readonly string[]) => {
      all = uuids.length;
      return [249, 0, 1];
    };
    const page = await server.instance.listJobs('1', { page: 1, size: 2, choose });
    expect([ids(page), page.total, all]).toEqual([['1', '250'], 3, 250]);
  });

  it('have the address as the instance’s name if the config has no alias', async () => {
    const server = await instanceServer(numbered(1), { alias: null });
    expect(server.instance.name).toBe(server.origin);
    expect((await server.instance.listJobs('1', {})).jobs[0]?.instance).toBe(server.origin);
  });

  it('of an unknown project are not found, with a hint', async () => {
    const server = await instanceServer([]);
    const error: unknown = await server.instance.listJobs('nope', { page: 1, size: 5 }).catch((reason) => reason);
    if (!isSwjobError(error, 'not-found')) throw error;
    expect(error.message).toContain(
      'no project nope on srv (GET /api/v1/project/nope: 404: Resource is not found Project',
    );
    expect(error.hint).toContain('swjob project list');
    await expect(server.instance.listJobs('..', {})).rejects.toMatchObject({ exitCode: 2 });
  });

  it('request the project once, and again after it was not found', async () => {
    let missing = true;
    const server = await instanceServer(numbered(1), {
      instead: ({ path }, response) => {
        if (!missing || !path.endsWith('project/p')) return false;
        json(response, 404, exchange(103).response.body);
        return true;
      },
    });
    await expect(server.instance.summaries('p')).rejects.toMatchObject({ exitCode: 3 });
    missing = false;
    await server.instance.summaries('p');
    await server.instance.summaries('p');
    expect(server.requests.filter(({ path }) => path.endsWith('project/p'))).toHaveLength(2);
  });
});

describe('actions', () => {
  it.each([
    ['cancel', 'POST project/1/job/1/cancel'],
    ['pause', 'POST project/1/job/1/pause'],
    ['resume', 'POST project/1/job/1/resume'],
    ['remove', 'DELETE project/1/job/1'],
  ] as const)('%s is one request', async (action, request) => {
    const server = await instanceServer(numbered(1));
    await server.instance.act(action, '1', '1');
    expect(server.asked()).toEqual([request]);
  });

  const refusing = (jobStatus: string, isThere = true) =>
    instanceServer([{ ...(numbered(1)[0] ?? { id: '1', uuid: 'u1' }), jobStatus }], {
      instead: ({ method }, response) => {
        if (method === 'POST') json(response, 400, exchange(72).response.body);
        else if (!isThere) json(response, 500, { code: 'internalServerError', message: 'no' });
        return method === 'POST' || !isThere;
      },
    });

  it.each([
    ['cancel', 'SUCCESS', 'has finished (SUCCESS)', 'Only running and paused jobs can be'],
    ['cancel', 'CREATED', 'is CREATED', 'Only running and paused jobs can be cancelled.'],
    ['pause', 'FAIL', 'has finished (FAIL)', 'Only jobs that have not finished can be paused.'],
    ['resume', 'RUNNING', 'is RUNNING', 'Only paused, failed and cancelled jobs can be'],
    ['resume', 'SUCCESS', 'has finished (SUCCESS)', 'Only paused, failed and cancelled jobs'],
  ] as const)('%s of a job that is %s fail with its state and exit code 1', async (action, status, message, hint) => {
    const server = await refusing(status);
    await expect(server.instance.act(action, '1', '1')).rejects.toMatchObject({
      exitCode: 1,
      status: 400,
      message: `the job 1 ${message}`,
      hint: expect.stringContaining(hint),
    });
    expect(server.asked()).toEqual([`POST project/1/job/1/${action}`, 'GET project/1/job/1']);
  });

  it.each([
    ['RUNNING', true],
    ['SOMETHING', true],
    ['SUCCESS', false],
  ])('refused for another reason fail with that: %s, %s', async (status, isThere) => {
    const server = await refusing(status, isThere);
    await expect(server.instance.act('cancel', '1', '1')).rejects.toMatchObject({
      exitCode: 1,
      message: "POST /api/v1/project/1/job/1/cancel: 400: not RUNNING/PAUSED job can't be canceled",
    });
  });

  it('do not include removing for good', async () => {
    const server = await instanceServer(numbered(1));
    await expect(server.instance.act('remove', '1', '1', { force: true })).rejects.toMatchObject({ exitCode: 2 });
    expect(server.requests).toHaveLength(0);
  });
});
