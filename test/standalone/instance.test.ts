import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openStandalone, StandaloneInstance, type StandaloneOptions } from '../../src/standalone/instance.ts';
import { NO_RUN_RECORDS } from '../../src/standalone/run-records.ts';
import { makeOddFile, ODD_FILES } from '../support/odd-files.ts';
import { copyOfStore, STORE_NAMES, temporaryFolder, unpackStore } from '../support/stores.ts';
import { writeTable } from '../support/write-table.ts';

let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'store-'));
});

const open = (options: Partial<StandaloneOptions> = {}) =>
  openStandalone({ root, alias: 'mine', summaryTable: 'eval/summary', ...options });

function makeJob(version: string, manifest: string | null, removed = false): string {
  const folder = join(root, 'self', 'job', removed ? '.recover' : '', version.slice(0, 2), version);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, '_manifest.yaml');
  if (manifest !== null) writeFileSync(path, manifest);
  return path;
}
/** The time of a job's folder, which changes with its contents. */
function setTime(version: string, time: string): void {
  utimesSync(join(root, 'self', 'job', version.slice(0, 2), version), new Date(), new Date(time));
}
const at = (time: string) => `created_at: 2026-11-23 ${time} UTC\nstatus: success\n`;

describe('listJobs', () => {
  it.each(STORE_NAMES)('lists the jobs in the store %s with the same records as each job alone', async (name) => {
    const instance = await open({ root: await unpackStore(name) });
    const { jobs, total, problems } = await instance.listJobs('self', {});
    expect([jobs.length, problems]).toEqual([total, []]);
    expect(total).toBeGreaterThan(0);
    for (const record of jobs) {
      const job = await instance.findJob('self', record.id, 'active');
      expect(await job.record()).toEqual(record);
      expect(await job.status()).toBe(record.status);
      expect([job.uri, job.uuid]).toEqual([`mine/project/self/job/${record.id}`, record.id]);
    }
  });

  it("is newest first, then by id; jobs without a time have their folder's", async () => {
    makeJob('bb', at('08:00:00'));
    makeJob('aa', at('08:00:00'));
    makeJob('cc', at('09:00:00'));
    makeJob('zz', null);
    makeJob('yy', 'created_at: some day');
    makeJob('old', 'created_at: 2026-11-23 16:30:00+08:00\nstatus: failed');
    makeJob('rr', at('10:00:00'), true);
    setTime('zz', '2026-11-23T08:00:00.500Z');
    setTime('yy', '2026-11-24T08:00:00.500Z');
    const instance = await open();
    const ids = async (query: object) => (await instance.listJobs('self', query)).jobs.map(({ id }) => id);
    expect(await ids({})).toEqual(['yy', 'cc', 'old', 'zz', 'aa', 'bb']);
    expect(await ids({ size: 4 })).toEqual(['yy', 'cc', 'old', 'zz']);
    expect(await ids({ page: 2, size: 4 })).toEqual(['aa', 'bb']);
    expect(await ids({ page: 3, size: 4 })).toEqual([]);
    expect(await ids({ removed: true })).toEqual(['rr']);
    expect((await instance.listJobs('self', { page: 2, size: 4 })).total).toBe(6);
  });

  it('chooses among all jobs by their ids before paging, and reads only those of the page', async () => {
    for (let hour = 1; hour <= 6; hour++) makeJob(`job${hour}`, at(`0${hour}:00:00`));
    // The time in its first line is enough to sort by.
    makeJob('job5', `${at('05:00:00')}a: [`);
    const instance = await open();
    const seen: (readonly string[])[] = [];
    const chosen = async (positions: readonly number[], query: object = {}) => {
      const choose = (uuids: readonly string[]) => {
        seen.push(uuids);
        return positions;
      };
      const { jobs, total, problems } = await instance.listJobs('self', { choose, ...query });
      return [jobs.map(({ id }) => id).join(), total, problems.length];
    };
    expect(await chosen([3, 0, 2])).toEqual(['job3,job6,job4', 3, 0]);
    expect(await chosen([3, 0, 2], { page: 2, size: 2 })).toEqual(['job4', 3, 0]);
    expect(await chosen([1, 0], { size: 1 })).toEqual(['job5', 2, 1]);
    expect(await chosen([])).toEqual(['', 0, 0]);
    expect(seen).toEqual(Array(4).fill(['job6', 'job5', 'job4', 'job3', 'job2', 'job1']));
  });

  it.each<[string, (path: string) => void]>([
    ['broken YAML', (path) => writeFileSync(path, 'a: [')],
    ['no mapping', (path) => writeFileSync(path, '- a')],
    ['a YAML bomb', (path) => writeFileSync(path, 'a: &a [*a]')],
    ['a tag', (path) => writeFileSync(path, 'a: !!python/object:x {}')],
    ...ODD_FILES.map((kind): [string, (path: string) => void] => [kind, (path) => makeOddFile(kind, path)]),
  ])('with %s for a manifest among good ones shows all jobs, and says what is wrong', async (_what, damage) => {
    makeJob('good', at('08:00:00'));
    const path = makeJob('bad', at('09:00:00'));
    damage(path);
    setTime('bad', '2026-11-22T08:00:00Z');
    const { jobs, total, problems } = await (await open()).listJobs('self', {});
    expect(jobs.map(({ id, status }) => [id, status])).toEqual([
      ['good', 'SUCCESS'],
      ['bad', 'UNKNOWN'],
    ]);
    expect(total).toBe(2);
    expect(problems).toMatchObject([{ code: 'damaged', message: expect.stringContaining(path) }]);
    expect(jobs.at(1)?.error_message).toBe(problems[0]?.message);
  });

  it('shows a job without a manifest as running while a process is working on it', async () => {
    makeJob('one', null);
    makeJob('two', '');
    makeJob('end', at('08:00:00'));
    makeJob('gone', null, true);
    setTime('one', '2026-11-24T08:00:00Z');
    setTime('two', '2026-11-22T08:00:00Z');
    const asked: string[] = [];
    const instance = await open({
      runs: { ...NO_RUN_RECORDS, isRunning: (version) => asked.push(version) > 0 && version !== 'two' },
    });
    const { jobs } = await instance.listJobs('self', {});
    expect(jobs.map(({ id, status }) => [id, status])).toEqual([
      ['one', 'RUNNING'],
      ['end', 'SUCCESS'],
      ['two', 'UNKNOWN'],
    ]);
    expect((await instance.listJobs('self', { removed: true })).jobs.at(0)?.status).toBe('UNKNOWN');
    expect(asked.sort()).toEqual(['one', 'two']);
    expect(await (await instance.findJob('self', 'one', 'active')).status()).toBe('RUNNING');
  });

  it('lets others have their turn between very many jobs, such as a signal', async () => {
    for (let job = 0; job < 600; job++) makeJob(`job${job}`, at('08:00:00'));
    const instance = await open();
    for (const query of [{}, { size: 10 }, { size: 600 }]) {
      let turns = 0;
      let next = setImmediate(function again() {
        turns++;
        next = setImmediate(again);
      });
      expect((await instance.listJobs('self', query)).total).toBe(600);
      clearImmediate(next);
      expect(turns).toBeGreaterThanOrEqual(2);
    }
  });

  it('refuses a missing store or project, and an unreadable folder', async () => {
    for (const project of ['none', '..', ''])
      await expect((await open()).listJobs(project, {})).rejects.toMatchObject({ code: 'not-found' });
    await expect((await open({ root: join(root, 'none') })).listJobs('self', {})).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('there is no Starwhale store'),
    });
    mkdirSync(join(root, 'self'));
    expect(await (await open()).listJobs('self', {})).toMatchObject({ jobs: { length: 0 }, total: 0, problems: [] });
    for (const kind of ['a FIFO', 'a link to itself', 'an endless device'] as const) {
      makeOddFile(kind, join(root, 'self', 'job'));
      await expect((await open()).listJobs('self', {})).rejects.toMatchObject({
        code: 'damaged',
        message: expect.stringContaining(join(root, 'self', 'job')),
      });
    }
  });
});

describe('summaries', () => {
  it('are the rows of the summary table for the requested jobs', async () => {
    const instance = await open({ root: await unpackStore('prefix') });
    const all = await instance.summaries('self');
    expect(all.size).toBeGreaterThan(1);
    const [[first] = ['']] = all;
    expect([...(await instance.summaries('self', [first, 'none']))]).toEqual([[first, all.get(first)]]);
    expect((await instance.summaries('self', [])).size).toBe(0);
    const job = await instance.findJob('self', first, 'any');
    expect(await job.summary()).toEqual(all.get(first));
  });

  it('have only the metrics that are asked for, unless one of these does not exist', async () => {
    const instance = await open({ root: await unpackStore('prefix') });
    const all = await instance.summaries('self');
    const [metric = ''] = [...([...all.values()][0]?.keys() ?? [])].filter((name) => name !== 'id');
    const few = [...(await instance.summaries('self', undefined, [metric])).values()];
    expect(few.map((row) => [...row.keys()].sort())).toEqual(few.map(() => ['id', metric].sort()));
    expect(few).toHaveLength(all.size);
    expect([...(await instance.summaries('self', undefined, [metric, 'none']))]).toEqual([...all]);
  });

  it('have all metrics if the one asked for is None in every row: errors then say which there are', async () => {
    makeJob('aa', at('08:00:00'));
    const datastore = join(root, '.datastore');
    const cells = { accuracy: [{ type: 'INT64' }, '000000000000000a'], loss: [{ type: 'UNKNOWN' }, null] } as const;
    writeTable(join(datastore, 's'), { keyType: 'STRING', blocks: [[{ key: 'aa', revision: 1n, cells }]] });
    const tables = [{ name: 'project/self/eval/summary', dir: 's', created_at: 0 }];
    writeFileSync(join(datastore, 'manifest.json'), JSON.stringify({ version: '0.1', tables }));
    const rows = await (await open()).summaries('self', undefined, ['loss']);
    expect([...(rows.get('aa')?.keys() ?? [])]).toEqual(['id', 'accuracy']);
  });

  it('are empty without a summary table, and an error without a project', async () => {
    makeJob('aa', at('08:00:00'));
    const instance = await open();
    expect([...(await instance.summaries('self'))]).toEqual([]);
    expect(await (await instance.findJob('self', 'aa', 'active')).summary()).toBeNull();
    await expect(instance.summaries('none')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('act', () => {
  it('moves a job to the trash and back, without touching the others', async () => {
    const instance = await open({ root: await copyOfStore('prefix') });
    const ids = async (removed: boolean) =>
      (await instance.listJobs('self', { removed })).jobs.map(({ id }) => id).toSorted();
    const before = await ids(false);
    const [id = ''] = before;
    await instance.act('remove', 'self', id);
    expect([await ids(false), await ids(true)]).toEqual([before.slice(1), [id]]);
    await instance.act('recover', 'self', id);
    expect([await ids(false), await ids(true)]).toEqual([before, []]);
    await instance.act('remove', 'self', id, { force: true });
    expect([await ids(false), await ids(true)]).toEqual([before.slice(1), []]);
    for (const action of ['remove', 'recover'] as const) {
      await expect(instance.act(action, 'self', 'none', { force: true })).rejects.toMatchObject({
        code: 'not-found',
        exitCode: 3,
      });
    }
  });
});

describe('StandaloneInstance', () => {
  it('has the name of its alias', async () => {
    makeJob('aa', at('08:00:00'));
    const instance = new StandaloneInstance({ root, alias: 'mine', summaryTable: 'eval/summary' });
    expect([instance.kind, instance.name]).toEqual(['standalone', 'mine']);
    await expect(instance.findJob('self', 'b', 'any')).rejects.toMatchObject({ code: 'not-found' });
    await instance.close();
  });
});
