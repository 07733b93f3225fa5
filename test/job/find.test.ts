import { beforeAll, describe, expect, it } from 'vitest';
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
});
