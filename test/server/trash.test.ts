import { describe, expect, it } from 'vitest';
import { instanceServer, numbered } from './instance-server.ts';
import { recordedData } from './recorded.ts';
import { json } from './support.ts';
import { type Record_, tableServer } from './table-server.ts';

const ids = (page: { jobs: readonly { id: string }[] }): string[] => page.jobs.map(({ id }) => id);

describe('removed jobs', () => {
  const removedServer = async () => {
    const summary = (recordedData(6) as { records: Record_[] }).records;
    const jobs = summary.map((record, i) => ({ id: `${i}`, uuid: String(record['id']?.value), removed: true }));
    const table = await tableServer(summary);
    const server = await instanceServer([...jobs, ...numbered(40).map((job) => ({ ...job, removed: false }))], {
      instead: (request, response) => {
        if (!request.path.includes('datastore')) return false;
        fetch(`${table.origin}${request.path}`, { method: 'POST', body: request.body })
          .then((answer) => answer.text())
          .then((text) => response.setHeader('content-type', 'application/json').end(text));
        return true;
      },
    });
    return { server, jobs };
  };

  it('are listed from the trash with details from the summary, newest first', async () => {
    const { server, jobs } = await removedServer();
    const { jobs: listed, total } = await server.instance.listJobs('1', { removed: true });
    expect(total).toBe(jobs.length);
    const record = listed.find((job) => job.uuid === '31de266260fb424db53cc73adcdadc98');
    expect(record).toEqual({
      uri: `${server.origin}/project/1/job/3`,
      instance: 'srv',
      project: 'starwhale',
      id: '3',
      uuid: '31de266260fb424db53cc73adcdadc98',
      status: 'FAIL',
      handler: 'evalmod:evaluate',
      model: { name: 'tiny', version: 'qcvfuxypexhuqeibdffyoj4m47bkeen77rlujaxx' },
      datasets: [
        {
          name: 'nums',
          version: '4557lpf427johmpkqzl7wrf4xu3k2elwlmfrs7tw',
          uri: `${server.origin}/project/starwhale/dataset/nums/version/4557lpf427johmpkqzl7wrf4xu3k2elwlmfrs7tw`,
        },
      ],
      runtime: { name: 'tinyrt', version: 'kcw3egsl464q7nll45vb7tacrdhegojkzsibk6t6' },
      resource_pool: 'default',
      owner: 'starwhale',
      created_at: '2026-11-23T08:45:53.077Z',
      finished_at: expect.stringContaining('2026-11-23T08:45'),
      duration_ms: 1789,
      error_message: null,
      comment: null,
      pinned: false,
      removed: true,
    });
    expect(ids({ jobs: listed })).toEqual(['3', '2', '1']);
    expect(ids(await server.instance.listJobs('1', { removed: true, page: 2, size: 2 }))).toEqual(['1']);
  });

  it('are found by uuid or number among removed and all jobs, not among active ones', async () => {
    const { server, jobs } = await removedServer();
    const { instance } = server;
    const name = jobs[0]?.uuid ?? '';
    for (const scope of ['removed', 'any'] as const) {
      const job = await instance.findJob('1', name, scope);
      expect(await job.record()).toMatchObject({ uuid: name, removed: true });
      expect(await job.status()).toBe('FAIL');
      expect(await job.details()).toMatchObject({ manifest: null, tasks: [], job: { name } });
    }
    expect(await (await instance.findJob('1', '0', 'removed')).record()).toMatchObject({ uuid: name, removed: true });
    expect(await (await instance.findJob('1', '0', 'any')).record()).toMatchObject({ uuid: name, removed: true });
    await expect(instance.findJob('1', name, 'active')).rejects.toMatchObject({ exitCode: 3 });
    await expect(instance.findJob('1', '0', 'active')).rejects.toThrow('is removed');
    await expect(instance.findJob('1', '40', 'removed')).rejects.toThrow('no removed job 40');
  });

  it('are recovered through the trash', async () => {
    const { server, jobs } = await removedServer();
    await server.instance.act('recover', '1', jobs[1]?.uuid ?? '');
    expect(server.asked().at(-1)).toBe('PUT project/1/trash/t1');
    expect(jobs[1]?.removed).toBe(false);
    await expect(server.instance.act('recover', '1', '40')).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('--removed'),
    });
    expect(server.requests.some(({ path }) => path.includes('/recover'))).toBe(false);
  });

  it('are not found by users who may not see the trash', async () => {
    const server = await instanceServer(numbered(1), {
      instead: ({ path }, response) => {
        if (!path.includes('/trash')) return false;
        json(response, 403, { code: 'X', message: 'not yours' });
        return true;
      },
    });
    await expect(server.instance.findJob('1', 'ffff', 'any')).rejects.toMatchObject({ exitCode: 3 });
    await expect(server.instance.findJob('1', 'ffff', 'removed')).rejects.toMatchObject({ exitCode: 4 });
  });
});
