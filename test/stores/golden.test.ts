import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance, JobSource } from '../../src/job/instance.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import {
  expectSameJob,
  expectSameList,
  expectSameRows,
  expectSameSummary,
  given,
  isFullScan,
  rowsOf,
} from '../support/agreement.ts';
import type { Failure, JobAnswers, RowAnswer, ScanAnswer } from '../support/answers.ts';
import { canonRows, expectedRows } from '../support/canon.ts';
import { expectRanges } from '../support/ranges.ts';
import { expectedAnswers, QUICK_STORES, STORE_NAMES, type StoreName, unpackStore } from '../support/stores.ts';
import { isThorough } from '../support/thorough.ts';
import { CLIENT_FINDS, clientFound, errorOf, idOrError, withManifest } from './client-found.ts';
import * as right from './right-answers.ts';

const NO_SUCH_TABLE = 'no/such/table';

// Compares everything that the client answered about the stores. right-answers.ts lists where it is wrong; there the tests
// assert both its mistake and the right answer. Nothing else may differ.

for (const store of isThorough ? STORE_NAMES : QUICK_STORES) {
  const answers = await expectedAnswers(store);

  describe(`the store ${store}`, () => {
    let root: string;
    let instance: Instance;
    let before: readonly string[];

    beforeAll(async () => {
      root = await unpackStore(store);
      before = await filesOf(root);
      instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    });
    afterAll(() => instance.close());

    for (const [project, projectAnswers] of Object.entries(answers.projects)) {
      const place = `${store} ${project}`;
      const removed = right.REMOVED[place] ?? [];
      const notJobs = right.NOT_JOBS[place] ?? [];

      it(`lists the jobs of ${project}`, async () => {
        const { jobs: list, total } = await instance.listJobs(project, {});
        const jobs = [...list];
        const manifests = given(projectAnswers.list_manifests);
        const active = manifests.filter(({ version }) => !removed.includes(version) && !notJobs.includes(version));
        expectSameList(jobs, active);
        const without = jobs.filter((job) => !active.some((manifest) => manifest.version === job.id));
        expect(without.map((job) => job.id).sort()).toEqual(right.WITHOUT_MANIFEST[place] ?? []);
        expect(without.every((job) => job.status === 'UNKNOWN')).toBe(true);
        expect(total).toBe(jobs.length);
      });

      it(`lists the jobs of ${project} by pages`, async () => {
        const all = await instance.listJobs(project, {});
        const page = await instance.listJobs(project, { page: 2, size: 3 });
        expect([...page.jobs]).toEqual(all.jobs.slice(3, 6));
        expect(page.total).toBe(all.total);
      });

      it(`lists the removed jobs of ${project} apart`, async () => {
        const { jobs, total } = await instance.listJobs(project, { removed: true });
        expect(jobs.map((job) => job.id)).toEqual(removed);
        expect(jobs.some((job) => !job.removed)).toBe(false);
        expect(total).toBe(removed.length);
      });

      for (const [version, jobAnswers] of Object.entries(projectAnswers.jobs)) {
        if (notJobs.includes(version)) {
          it(`knows no job ${version} in ${project}`, async () => {
            expect(errorOf(jobAnswers)).toBe('NotFoundError');
            await expect(instance.findJob(project, version, 'active')).rejects.toMatchObject({ code: 'not-found' });
          });
        } else {
          describe(`the job ${version} of ${project}`, () => {
            const known = withManifest(jobAnswers, projectAnswers.list_manifests);
            describeJob(() => instance.findJob(project, version, 'active'), store, version, known);
          });
        }
      }

      it(`finds the jobs of ${project} by what the client was given`, async () => {
        for (const [uri, answer] of Object.entries(projectAnswers.resolve)) {
          // `version/ID` is not one of our forms.
          if (uri.startsWith('version/')) continue;
          const found = await idOrError(instance, uri);
          const rightly = right.FOUND[`${store} ${uri}`];
          const client = clientFound(answer, right.WITHOUT_MANIFEST[place] ?? []);
          if (rightly !== undefined) {
            expect(CLIENT_FINDS[rightly.client](client), uri).toBe(true);
            expect(found, uri).toBe(rightly.right);
          } else {
            expect(found, uri).toBe(client);
          }
        }
      });
    }

    it('is unchanged after all that reading', async () => {
      expect(await filesOf(root)).toEqual(before);
    });
  });
}

function describeJob(
  find: () => Promise<JobSource>,
  store: StoreName,
  version: string,
  answers: JobAnswers | Failure,
): void {
  const rightly = right.JOBS[`${store} ${version}`];
  if (rightly !== undefined) {
    describeUnreadJob(find, rightly, answers);
    return;
  }
  if (answers.error !== undefined) throw new Error(`the client cannot read ${version} of ${store}`);

  const unlisted = right.UNLISTED_TABLES[`${store} ${version}`] ?? {};
  it('has the status, manifest, summary and tables that the client shows', async () => {
    const tables = given(answers.tables).concat(Object.keys(unlisted));
    const extraFields = right.EXTRA_FIELDS[`${store} ${version}`] ?? [];
    await expectSameJob(await find(), { ...answers, tables: { ok: tables } }, extraFields);
  });

  it('refuses an unknown table, which the client shows as empty', async () => {
    expect(answers.rows[NO_SUCH_TABLE]?.map((scan) => scan.ok)).toEqual(expect.arrayContaining([[]]));
    await expect(find().then((job) => job.table(NO_SUCH_TABLE))).rejects.toMatchObject({ code: 'not-found' });
  });

  for (const [table, rows] of Object.entries(unlisted)) {
    it(`reads ${table}, which the client does not`, async () => {
      expect(answers.rows).not.toHaveProperty([table]);
      await expectRows(await find(), table, rows);
    });
  }

  for (const [table, scans] of Object.entries(answers.rows)) {
    if (table !== NO_SUCH_TABLE) describeTable(find, `${store} ${version} ${table}`, table, scans);
  }
}

function describeUnreadJob(
  find: () => Promise<JobSource>,
  rightly: right.RightJob,
  answers: JobAnswers | Failure,
): void {
  it(`is shown although the client fails: ${rightly.mistake}`, async () => {
    expect(errorOf(answers)).toBe(rightly.client);
    const job = await find();
    expect(await job.status()).toBe(rightly.status);
    await expectSameSummary(job, rightly.summary);
    expect(await job.tables()).toEqual(Object.keys(rightly.rows));
    for (const [table, rows] of Object.entries(rightly.rows)) await expectRows(job, table, rows);
  });
}

function describeTable(
  find: () => Promise<JobSource>,
  place: string,
  table: string,
  scans: readonly ScanAnswer[],
): void {
  const full = scans.find(isFullScan);
  if (full === undefined) throw new Error(`${place}: the client was not asked for all rows`);
  const empty = right.EMPTY_TABLES[place];
  const unread = right.UNREAD_TABLES[place];
  const block = right.MISSING_BLOCKS[place];
  if (block !== undefined) {
    it(`names the missing block of ${table}`, async () => {
      expect(full).toMatchObject({ error: 'RuntimeError', message: expect.stringContaining(block) });
      const source = await (await find()).table(table);
      await expect(rowsOf(source)).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining(block) });
    });
  } else if (unread !== undefined) {
    it(`reads ${table}, which the client cannot`, async () => {
      expect(full.error && full.message).toBe(unread.client);
      await expectRows(await find(), table, unread.rows);
    });
  } else if (empty !== undefined) {
    it(`reads ${table} as empty: ${empty.mistake}`, async () => {
      expect(full.error).toBe(empty.client);
      await expectRows(await find(), table, []);
    });
  } else {
    it(`reads all rows of ${table} as the client does`, async () => {
      const job = await find();
      await expectSameRows(job, await rowsOf(await job.table(table)), full);
    });
    it(`reads the ranges of ${table} that the client was asked for`, async () => {
      await expectRanges(await find(), table, scans, right.WRONG_RANGES.has(place));
    });
  }
}

async function expectRows(job: JobSource, table: string, rows: readonly RowAnswer[]): Promise<void> {
  expect(await canonRows(await rowsOf(await job.table(table)), job.artifacts)).toEqual(expectedRows(rows));
}

/** Every file with its size and time. */
async function filesOf(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const lines = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(path);
    return `${path} ${entry.isFile() ? size : 'folder'} ${mtimeMs}`;
  });
  return (await Promise.all(lines)).sort();
}
