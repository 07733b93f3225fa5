import { beforeAll, describe, expect, it } from 'vitest';
import { notFound } from '../../src/errors.ts';
import { findSelected } from '../../src/job/find.ts';
import type { Instance } from '../../src/job/instance.ts';
import { chosenFrom } from '../../src/job/list.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { unpackStore } from '../support/stores.ts';

let instance: Instance;
beforeAll(async () => {
  instance = await openStandalone({ root: await unpackStore('jobs'), alias: 'local', summaryTable: 'eval/summary' });
});

const latest = { kind: 'latest' } as const;

describe('the job that a selector names', () => {
  it('is the one with its id', async () => {
    expect((await findSelected(instance, 'self', { kind: 'id', id: '6jfe' }, 'any')).id).toMatch(/^6jfe/);
  });

  it('is the newest, or the newest of a status', async () => {
    expect((await findSelected(instance, 'self', latest, 'any')).id).toMatch(/^llye/);
    expect((await findSelected(instance, 'self', { ...latest, status: 'FAIL' }, 'any')).id).toMatch(/^dkjc/);
    expect((await findSelected(instance, 'self', { ...latest, status: 'UNKNOWN' }, 'active')).id).toMatch(/^cufh/);
  });

  it('is the newest removed one among removed jobs', async () => {
    expect((await findSelected(instance, 'self', latest, 'removed')).id).toMatch(/^wwa4/);
  });

  it('does not exist if no job has the status', async () => {
    await expect(findSelected(instance, 'self', { ...latest, status: 'PAUSED' }, 'any')).rejects.toMatchObject({
      code: 'not-found',
      message: 'the project self has no job whose status is PAUSED',
    });
  });

  it('may be on a later page', async () => {
    const pages: number[] = [];
    const record = (await instance.listJobs('self', {})).jobs.at(0);
    if (record === undefined) throw new Error('the store has jobs');
    const many: Instance = {
      ...instance,
      kind: 'server',
      async *jobPages() {
        for (let page = 1; page <= 3; page++) {
          pages.push(page);
          yield { jobs: [{ ...record, status: page === 3 ? 'FAIL' : 'SUCCESS' }], total: 150, problems: [] };
        }
      },
      findJob: (project, id, among) => instance.findJob(project, id, among),
    };
    expect((await findSelected(many, 'self', { ...latest, status: 'FAIL' }, 'any')).id).toBe(record.id);
    expect(pages).toEqual([1, 2, 3]);
    await expect(findSelected(many, 'self', { ...latest, status: 'PAUSED' }, 'any')).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(pages).toHaveLength(6);
  });

  it('is looked for in a store by two listings at most, however many jobs there are', async () => {
    const asked: unknown[] = [];
    const [record] = (await instance.listJobs('self', {})).jobs;
    if (record === undefined) throw new Error('the store has jobs');
    const all = Array.from({ length: 1000 }, (_, index) => ({
      ...record,
      uuid: index === 900 ? record.uuid : `job ${index}`,
      status: 'SUCCESS' as const,
    }));
    const many: Instance = {
      ...instance,
      kind: 'standalone',
      listJobs: async (_project, { page = 1, size, choose }) => {
        asked.push(choose ? 'chosen' : size);
        const chosen = chosenFrom(all, choose, ({ uuid }) => uuid);
        const jobs = size === undefined ? chosen : chosen.slice((page - 1) * size, page * size);
        return { jobs, total: chosen.length, problems: [] };
      },
      summaries: async () => new Map([[record.uuid, new Map([['loss', { type: 'FLOAT64', value: 1 }]])]]),
      findJob: (project, id, among) => instance.findJob(project, id, among),
    };
    const best = { kind: 'best', metric: 'loss' } as const;
    expect((await findSelected(many, 'self', best, 'any')).id).toBe(record.id);
    expect(asked.splice(0)).toEqual(['chosen']);
    expect((await findSelected(many, 'self', { ...best, status: 'SUCCESS' }, 'any')).id).toBe(record.id);
    expect(asked).toEqual([50, undefined]);
  });

  it('is looked up without a list of a Server’s jobs if it has the best value', async () => {
    const [record] = (await instance.listJobs('self', {})).jobs;
    if (record === undefined) throw new Error('the store has jobs');
    const values = { a: 0.1, b: 0.2, c: 0.3, d: 0.1, e: Number.NaN };
    const ids = Object.keys(values);
    let gone = '';
    let lists = 0;
    const many: Instance = {
      ...instance,
      kind: 'server',
      jobPages: async function* () {
        lists++;
        const jobs = ids
          .filter((id) => id !== gone)
          .map((uuid) => ({ ...record, uuid, id: uuid, status: 'FAIL' as const }));
        yield { jobs, total: jobs.length, problems: [] };
      },
      listJobs: async (_project, { choose }) => {
        lists++;
        const all = ids.filter((id) => id !== gone).map((uuid) => ({ ...record, uuid, id: uuid }));
        return { jobs: chosenFrom(all, choose, ({ uuid }) => uuid), total: all.length, problems: [] };
      },
      summaries: async () =>
        new Map(Object.entries(values).map(([uuid, value]) => [uuid, new Map([['loss', { type: 'FLOAT64', value }]])])),
      findJob: async (_project, id) => {
        if (id === gone) throw notFound(`no job ${id}`);
        // The newest of equal ones.
        const created_at = id === 'd' ? '2026-11-02T00:00:00Z' : '2026-11-01T00:00:00Z';
        const found = { ...record, id, uuid: id, status: 'FAIL' as const, created_at };
        return { ...(await instance.findJob('self', record.id, 'any')), id, record: async () => found };
      },
    };
    const best = { kind: 'best', metric: 'loss' } as const;
    expect((await findSelected(many, 'self', best, 'active')).id).toBe('d');
    expect((await findSelected(many, 'self', { ...best, status: 'FAIL' }, 'active')).id).toBe('d');
    const unknown = findSelected(many, 'self', { ...best, metric: 'los' }, 'active');
    await expect(unknown).rejects.toMatchObject({ hint: 'Did you mean loss? The metrics are: loss' });
    expect(lists).toBe(0);
    gone = 'd';
    expect((await findSelected(many, 'self', best, 'active')).id).toBe('a');
    await expect(findSelected(many, 'self', { ...best, status: 'SUCCESS' }, 'active')).rejects.toThrow('no job whose');
    expect(lists).toBeGreaterThan(1);
  });
});
