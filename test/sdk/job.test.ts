import { readdirSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  isSwjobError,
  Job,
  job,
  Project,
  type Row,
  SwjobError,
  type TableRowsOptions,
  unpickle,
} from '../../src/index.ts';
import { useGoldenStore, useStore } from './environment.ts';

const PLAIN = '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s';
const REMOVED = 'z67ux3zccljwospxmwyxhomwlnbbhmsu7ctzkiy5';

async function rowsOf(found: Job, table: string, options?: TableRowsOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of found.getTableRows(table, options)) rows.push(row);
  return rows;
}

describe('job() and Job.get()', () => {
  beforeEach(() => useGoldenStore('jobs'));

  it.each([
    PLAIN,
    '6jfe',
    `job/${PLAIN}`,
    `self/job/${PLAIN}`,
    `local/project/self/job/${PLAIN}`,
  ])('find a job by %s', async (uri) => {
    expect(await job(uri).status()).toBe('SUCCESS');
    expect((await Job.get(uri).record()).id).toBe(PLAIN);
    expect(job(uri).uri).toBe(uri);
  });

  it('find the newest job, and removed ones', async () => {
    expect((await job('@latest').record()).id).toBe('llye34ysrktk6hsjimuaubhp4rrai3a4nhmz5dj3');
    expect((await job('@latest:fail').record()).status).toBe('FAIL');
    expect((await job(REMOVED).record()).removed).toBe(true);
  });

  it('read nothing until a method is called, which then reports a missing job', async () => {
    const none = job('nope');
    await expect(none.status()).rejects.toThrowError(SwjobError);
    await expect(none.summary()).rejects.toMatchObject({ code: 'not-found', exitCode: 3, hint: expect.any(String) });
    await expect(rowsOf(none, 'results')).rejects.toMatchObject({ code: 'not-found' });
    await expect(job('').status()).rejects.toMatchObject({ code: 'usage' });
  });

  it('do not cache a failure: a job that appears later is found', async () => {
    const late = job(PLAIN);
    await useGoldenStore('types');
    await expect(late.status()).rejects.toMatchObject({ code: 'not-found' });
    await useGoldenStore('jobs');
    expect(await job(PLAIN).status()).toBe('SUCCESS');
  });

  it('fail with the right codes', async () => {
    const error: unknown = await job('hjdm')
      .status()
      .catch((caught: unknown) => caught);
    expect(isSwjobError(error)).toBe(true);
    expect(isSwjobError(error, 'ambiguous')).toBe(true);
    expect(isSwjobError(error, 'damaged')).toBe(false);
  });
});

describe('Job.list()', () => {
  beforeEach(() => useGoldenStore('jobs'));

  it('returns all jobs of the current project, newest first, unless a page size is given', async () => {
    const { jobs, pagination } = await Job.list();
    expect(jobs).toHaveLength(14);
    expect(pagination).toEqual({ total: 14, page: 1, size: 14, pages: 1, has_next: false });
    // Jobs without a time are ordered by that of their folders.
    const all = await Promise.all(jobs.map(async (one) => (await one.record()).created_at ?? ''));
    const times = all.filter((time) => time !== '');
    expect(times).toEqual(times.toSorted().reverse());
    expect(jobs[0]?.uri).toBe('local/project/self/job/llye34ysrktk6hsjimuaubhp4rrai3a4nhmz5dj3');
  });

  it('returns pages of pageSize', async () => {
    const { jobs: all } = await Job.list();
    const { jobs, pagination } = await Job.list({ pageIndex: 3, pageSize: 5 });
    expect(jobs.map(({ uri }) => uri)).toEqual(all.slice(10).map(({ uri }) => uri));
    expect(pagination).toEqual({ total: 14, page: 3, size: 5, pages: 3, has_next: false });
    expect((await Job.list({ pageSize: 5 })).pagination.has_next).toBe(true);
    expect((await Job.list({ pageIndex: 9, pageSize: 5 })).jobs).toEqual([]);
  });

  it('accepts a project as a URI or a Project', async () => {
    for (const project of ['another', 'local/project/another', new Project('another')]) {
      const { jobs } = await Job.list({ project });
      expect(jobs.map(({ uri }) => uri)).toEqual([
        'local/project/another/job/jnxpwtyzcl27etsn3ulnb63rv22unqrfbzqsiufk',
      ]);
      expect(await jobs[0]?.status()).toBe('SUCCESS');
    }
  });

  it('refuses invalid pages and unknown projects', async () => {
    await expect(Job.list({ pageIndex: 0 })).rejects.toMatchObject({ code: 'usage' });
    await expect(Job.list({ pageSize: 0 })).rejects.toMatchObject({ code: 'usage' });
    await expect(Job.list({ pageSize: 1.5 })).rejects.toMatchObject({ code: 'usage' });
    await expect(Job.list({ project: 'nope' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what a job knows', () => {
  it('is its status, record, summary and tables', async () => {
    await useGoldenStore('jobs');
    expect(await job('dkjc').status()).toBe('FAIL');
    expect(await job(PLAIN).record()).toMatchObject({ id: PLAIN, duration_ms: 9000, model: { name: 'fxmodel' } });
    expect(await job(PLAIN).summary()).toEqual({ id: PLAIN, acc: 0.5, loss: 1.25 });
    expect(await job('hzc7').summary()).toEqual({});
    expect(await job('hjdmb').tables()).toEqual(['results', 'x/y']);
    expect(await job('4zzu').tables()).toEqual([]);
  });

  it('is its manifest, and no report without a summary', async () => {
    await useGoldenStore('jobs');
    expect(await job('4zzu').info()).toMatchObject({
      manifest: { version: '4zzus42aql5xzybje5wtfq6o6ejpetidkzqbpkgn' },
      job: null,
      tasks: [],
      report: null,
    });
    expect((await job(PLAIN).info()).report).toEqual({ kind: '', summary: { id: PLAIN, acc: 0.5, loss: 1.25 } });
  });

  it('is the report of a multi-classification', async () => {
    await useGoldenStore('real');
    const { report } = await job('qsrg').info();
    expect(report?.kind).toBe('multi_classification');
    expect(report?.labels?.map(({ id }) => id)).toEqual(['ant', 'bee', 'cat', 'dog']);
    expect(report?.confusion_matrix?.binarylabel[1]).toEqual({ '0': 0.03, '1': 0.21, '2': 0.015, '3': 0, id: 1 });
  });
});

describe('getTableRows() of pickled predictions', () => {
  beforeEach(() => useGoldenStore('vision'));

  it('returns bytes, or their values with unpickle', async () => {
    const stored = await rowsOf(job('624a'), 'results');
    const read = await rowsOf(job('624a'), 'results', { unpickle: true });
    expect(stored[0]?.['output']).toBeInstanceOf(Uint8Array);
    expect(await rowsOf(job('624a'), 'results', { unpickle: false })).toEqual(stored);
    expect(read.map(({ output }) => output)).toEqual(stored.map(({ output }) => unpickle(output as Uint8Array)));
    expect((read[0]?.['output'] as Map<string, unknown>).has('label')).toBe(true);
    expect(read.map(({ output: _, ...others }) => others)).toEqual(stored.map(({ output: _, ...others }) => others));
  });

  it('does not change other columns and names, and reads only the requested columns', async () => {
    const [row] = await rowsOf(job('624a'), 'results', { unpickle: true, columns: ['output'], limit: 1 });
    expect(Object.keys(row ?? {})).toEqual(['output']);
    expect(row?.['output']).toBeInstanceOf(Map);
  });
});

describe('getTableRows()', () => {
  beforeEach(() => useGoldenStore('tables'));
  const ids = async (table: string, options?: TableRowsOptions) =>
    (await rowsOf(job('@latest'), table, options)).map((row) => row['id']);

  it('yields the rows from start up to end, including end on request', async () => {
    expect(await ids('deletes')).toEqual([1, 2, 3, 4, 5, 6, 9, 10, 11, 20]);
    expect(await ids('deletes', { start: 2, end: 5 })).toEqual([2, 3, 4]);
    expect(await ids('deletes', { start: 2, end: 5, endInclusive: true })).toEqual([2, 3, 4, 5]);
    expect(await ids('deletes', { start: 4.5, end: 9.5 })).toEqual([5, 6, 9]);
    expect(await ids('keys/int', { start: 9007199254740993n })).toEqual([9007199254740993n, 9223372036854775807n]);
    expect(await ids('tombstones-str', { start: 'k048' })).toEqual(['k048', 'k049']);
    expect(await ids('blocks-25k', { start: 9_998, end: 10_003 })).toEqual([9998, 9999, 10000, 10001, 10002]);
  });

  it('yields None as null with keepNone, else omits it', async () => {
    const [without] = await rowsOf(job('@latest'), 'deletes', { start: 4, limit: 1 });
    expect(without).toEqual({ id: 4, a: 4 });
    const [kept] = await rowsOf(job('@latest'), 'deletes', { start: 4, limit: 1, keepNone: true });
    expect(kept).toEqual({ id: 4, a: 4, b: null });
  });

  it('yields limit rows with the chosen columns', async () => {
    expect(await rowsOf(job('@latest'), 'wide', { limit: 2, columns: ['c001', 'id'] })).toEqual([
      { c001: expect.anything(), id: 0 },
      { c001: expect.anything(), id: 1 },
    ]);
    await expect(rowsOf(job('@latest'), 'wide', { columns: ['nope'] })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses a bound that does not fit the keys', async () => {
    await expect(ids('keys/int', { start: 'a' })).rejects.toMatchObject({ code: 'usage' });
    await expect(ids('keys/str', { end: 3 })).rejects.toMatchObject({ code: 'usage' });
    await expect(ids('keys/int', { start: Number.NaN })).rejects.toBeInstanceOf(SwjobError);
  });

  it('refuses an unknown table, and lists the tables', async () => {
    await expect(ids('nope')).rejects.toMatchObject({ code: 'not-found', hint: expect.stringContaining('keys/int') });
  });

  it('closes its files if the loop is left early, and starts again each time', async () => {
    const latest = job('@latest');
    await latest.record();
    const open = () => readdirSync('/dev/fd').length;
    const before = open();
    for (let time = 0; time < 5; time++) {
      for await (const row of latest.getTableRows('blocks-25k')) {
        expect(row['id']).toBe(0);
        break;
      }
    }
    expect(open()).toBeLessThanOrEqual(before);
  });

  it('ends when its signal is aborted', async () => {
    const controller = new AbortController();
    let seen = 0;
    const reading = (async () => {
      for await (const row of job('@latest').getTableRows('blocks-25k', { signal: controller.signal })) {
        seen += row['id'] === undefined ? 0 : 1;
        controller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'interrupted', cause: expect.any(DOMException) });
    expect(seen).toBeLessThan(25_203);
  });
});

describe('a missing store', () => {
  it('is reported by every method', async () => {
    useStore('no-such-folder');
    await expect(Job.list()).rejects.toMatchObject({ code: 'not-found' });
    await expect(job('x').info()).rejects.toMatchObject({ code: 'not-found' });
  });
});
