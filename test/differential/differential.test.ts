import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../../src/job/instance.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { expectSameJob, expectSameList, expectSameRows, given, jobUri, rowsOf } from '../support/agreement.ts';
import type { Answers, JobAnswers, ScanAnswer } from '../support/answers.ts';
import { randomSeeds } from '../support/seeds.ts';
import { temporaryFolder } from '../support/stores.ts';

// The real Python client writes random stores, which it and swjob read. Only full scans of current and earlier revisions are
// compared: the client is wrong about ranges over overlapping blocks, and about None.

const environment = fileURLToPath(new URL('../../.python/', import.meta.url));
const made = existsSync(join(environment, 'complete')) ? join(environment, 'bin/python') : undefined;
const python = process.env['SWJOB_PYTHON'] || made;
const seeds = randomSeeds(2);

if (python === undefined) {
  const message = 'the differential test needs the real client: run scripts/python-env.sh, or set SWJOB_PYTHON';
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
} else {
  process.stderr.write(`differential test: SWJOB_SEED=${seeds.join(',')}\n`);
}

describe.skipIf(python === undefined).each(seeds)('a store that the real client wrote from seed %i', (seed) => {
  let instance: Instance;
  let answers: Answers;

  beforeAll(async () => {
    const folder = join(await temporaryFolder(), `seed-${seed}`);
    await mkdir(folder);
    const root = join(folder, 'store');
    await run('write_store.py', root, String(seed));
    await run('ask_client.py', root, join(folder, 'answers.json'));
    answers = JSON.parse(await readFile(join(folder, 'answers.json'), 'utf8')) as Answers;
    instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
  });
  afterAll(() => instance?.close());

  it('is large enough to compare', () => {
    const jobs = jobsOf(answers);
    const rows = jobs.flatMap(({ client }) => scansOf(client)).map(({ answer }) => given(answer));
    expect(Object.keys(answers.projects)).toEqual(['other-project', 'self']);
    expect(jobs.length).toBeGreaterThanOrEqual(5);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.flat().length).toBeGreaterThan(1000);
  });

  it('has the same jobs, and the removed ones apart', async () => {
    for (const [project, { list_manifests, jobs }] of Object.entries(answers.projects)) {
      // The client lists removed jobs among the others.
      const [active, removed] = partition(given(list_manifests), ({ version }) => version in jobs);
      const ours = [...(await instance.listJobs(project, {})).jobs];
      expectSameList(ours, active);
      expect(ours.map((job) => job.id).sort()).toEqual(Object.keys(jobs).sort());
      const oursRemoved = await instance.listJobs(project, { removed: true });
      expect([...oursRemoved.jobs].map((job) => job.id).sort()).toEqual(removed.map(({ version }) => version).sort());
    }
  });

  it('has the same status, manifest, summary and tables of every job', async () => {
    for (const { project, version, client } of jobsOf(answers)) {
      const job = await instance.findJob(project, version, 'active');
      // The client cannot show a job without a manifest.
      if (client.status.error === 'NotFoundError') expect(await job.status()).toBe('UNKNOWN');
      else await expectSameJob(job, client, []);
    }
  });

  it('has the same rows in every table, now and at earlier revisions', async () => {
    for (const { project, version, client } of jobsOf(answers)) {
      const job = await instance.findJob(project, version, 'active');
      for (const { table, revision, answer } of scansOf(client)) {
        await expectSameRows(job, await rowsOf(await job.table(table), { revision }), answer);
      }
    }
  });

  it('finds the same jobs by the beginnings of their ids', async () => {
    for (const [uri, answer] of Object.values(answers.projects).flatMap(({ resolve }) => Object.entries(resolve))) {
      const { project, id } = jobUri(uri);
      const found = instance.findJob(project, id, 'active');
      if (answer.error === undefined) expect((await found).id, uri).toBe(answer.ok.version);
      else await expect(found, uri).rejects.toMatchObject({ code: 'ambiguous' });
    }
  });
});

interface AnsweredJob {
  readonly project: string;
  readonly version: string;
  readonly client: JobAnswers;
}

function jobsOf({ projects }: Answers): AnsweredJob[] {
  return Object.entries(projects).flatMap(([project, { jobs }]) =>
    Object.entries(jobs).map(([version, client]) => {
      if (client.error !== undefined) throw new Error(`the client cannot open ${version}: ${client.message}`);
      return { project, version, client };
    }),
  );
}

interface AnsweredScan {
  readonly table: string;
  readonly revision: bigint | undefined;
  readonly answer: ScanAnswer;
}

function scansOf({ rows, revisions = {} }: JobAnswers): AnsweredScan[] {
  const now = Object.entries(rows).flatMap(([table, scans]) =>
    scans.map((answer) => ({ table, revision: undefined, answer })),
  );
  const earlier = Object.entries(revisions).flatMap(([table, scans]) =>
    Object.entries(scans).map(([revision, answer]) => ({ table, revision: BigInt(revision), answer })),
  );
  return [...now, ...earlier];
}

function partition<T>(all: readonly T[], fits: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}

/** Runs a script beside this file; if it fails, its output is the error's message. */
async function run(script: string, ...args: readonly string[]): Promise<void> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  try {
    await promisify(execFile)(python ?? '', [path, ...args], { timeout: 90_000, killSignal: 'SIGKILL' });
  } catch (error) {
    throw new Error(`${script} ${args.join(' ')} failed: ${(error as { stderr?: string }).stderr || error}`);
  }
}
