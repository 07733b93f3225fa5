import { describe, expect, it, onTestFinished } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import type { JobSource, KeyValue } from '../../src/job/instance.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { HttpClient } from '../../src/server/http.ts';
import { createServerInstance } from '../../src/server/instance.ts';
import { compareServerKeys } from '../../src/server/key-order.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { projectNames } from '../../src/standalone/job-folders.ts';
import { comparableRow } from './stand-in/comparable.ts';
import { startStandIn } from './stand-in.ts';
import { QUICK_STORES, STORE_NAMES, type StoreName, unpackStore } from './stores.ts';
import { isThorough } from './thorough.ts';

/** How many rows each store has, to be sure that something was compared. */
const ROWS: Readonly<Record<StoreName, number>> = {
  types: 266,
  tables: 26675,
  jobs: 15,
  prefix: 8,
  real: 729,
  weird: 31,
  vision: 761,
  old: 97,
};

describe.each(
  isThorough ? STORE_NAMES : QUICK_STORES,
)('the store %s, read directly and through the server', (store) => {
  it('has the same jobs, tables and rows', async () => {
    const root = await unpackStore(store);
    const direct = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    const { instance: remote } = await instanceOf(root);
    let rows = 0;
    for (const project of projectNames(root)) {
      const jobs = [...(await direct.listJobs(project, {})).jobs];
      const { jobs: sent } = await remote.listJobs(project, {});
      expect(sent.map(facts).sort(byUuid)).toEqual(jobs.map(facts).sort(byUuid));
      // A server does not know the times of folders, which order the jobs that have no time.
      expect(sent.filter(tellsTime).map(facts)).toEqual(jobs.filter(tellsTime).map(facts));
      for (const { uuid } of jobs) {
        const here = await direct.findJob(project, uuid, 'active');
        const there = await remote.findJob(project, uuid, 'active');
        const names = await here.tables();
        expect(await there.tables()).toEqual(names);
        for (const name of names) {
          const expected = await rowsOf(here, name);
          expect(await rowsOf(there, name)).toEqual(expected);
          rows += expected.length;
        }
      }
      const summaries = await remote.summaries(project);
      for (const [uuid, row] of await direct.summaries(project)) {
        const logged = new Map(Array.from(summaries.get(uuid) ?? []).filter(([name]) => !name.startsWith('sys/')));
        expect(comparableRow(logged)).toBe(comparableRow(row));
      }
    }
    expect(rows).toBe(ROWS[store]);
  });
});

describe('a removed job of a store', () => {
  it('is in the trash of the server, and leaves it when it is recovered', async () => {
    const root = await unpackStore('jobs');
    const direct = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    const { instance: remote } = await instanceOf(root);
    const removed = (await direct.listJobs('self', { removed: true })).jobs.map(({ uuid }) => uuid);
    expect(removed.length).toBeGreaterThan(0);
    const listed = (await remote.listJobs('self', { removed: true })).jobs.map(({ uuid }) => uuid);
    expect(listed.toSorted()).toEqual(removed.toSorted());
    await remote.act('recover', 'self', removed[0] ?? '');
    const left = (await remote.listJobs('self', { removed: true })).jobs.map(({ uuid }) => uuid);
    expect(left.toSorted()).toEqual(removed.slice(1).toSorted());
  });
});

async function instanceOf(root: string) {
  const server = await startStandIn({ root });
  onTestFinished(() => server.close());
  const http = new HttpClient({
    address: server.origin,
    token: `Bearer ${server.token}`,
    requestTimeoutMs: 20_000,
    insecure: false,
    env: {},
    log: () => {},
    sleep: async () => {},
    random: () => 0.5,
    now: () => Date.now(),
  });
  onTestFinished(() => http.close());
  return { server, instance: createServerInstance({ http, alias: 'srv', summaryTable: 'eval/summary' }) };
}

const tellsTime = ({ created_at }: JobRecord): boolean => created_at !== null;
const byUuid = (a: { readonly uuid: string }, b: { readonly uuid: string }): number => (a.uuid < b.uuid ? -1 : 1);

function facts({ uuid, status, handler, created_at, finished_at, duration_ms, removed }: JobRecord) {
  const millis = (time: string | null) => (time === null ? null : Date.parse(time));
  return { uuid, status, handler, created: millis(created_at), finished: millis(finished_at), duration_ms, removed };
}

/** A table's rows as text, in the order of their keys on a server; for a damaged table only that it is damaged, since a server can say only that it failed. */
async function rowsOf(job: JobSource, name: string): Promise<readonly string[]> {
  const rows: { readonly key: KeyValue; readonly text: string }[] = [];
  try {
    const table = await job.table(name);
    const { column } = await table.key();
    for await (const batch of table.scan({ keepNone: true })) {
      for (const row of batch) rows.push({ key: row.get(column)?.value as KeyValue, text: comparableRow(row) });
    }
    return rows.sort((a, b) => compareServerKeys(a.key, b.key)).map(({ text }) => text);
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    return [];
  }
}
