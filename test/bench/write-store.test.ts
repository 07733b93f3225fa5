import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStandalone } from '../../src/standalone/instance.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import { rowsOf } from '../support/agreement.ts';
import { temporaryFolder } from '../support/stores.ts';

const WRITER = fileURLToPath(new URL('../../bench/write-store.js', import.meta.url));
const ROWS = 20_005;
const JOBS = 12;

let root: string;
let job: string;

async function write(rows: number, jobs: number): Promise<string> {
  const folder = mkdtempSync(join(await temporaryFolder(), 'bench-'));
  const sizes = ['--rows', `${rows}`, '--jobs', `${jobs}`, '--level', '1'];
  job = execFileSync(process.execPath, [WRITER, folder, ...sizes], { encoding: 'utf8' }).trim();
  return folder;
}

beforeAll(async () => {
  root = await write(ROWS, JOBS);
});

const open = () => openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });

describe('the store that the bench writes', () => {
  it('has the requested jobs and rows, with the types that evaluations write', async () => {
    const instance = await open();
    const { jobs, total, problems } = await instance.listJobs('self', {});
    expect(problems).toEqual([]);
    expect(total).toBe(JOBS);
    expect(jobs.map(({ status }) => status)).toContain('SUCCESS');
    expect((await instance.summaries('self')).size).toBe(JOBS);

    const found = await instance.findJob('self', job, 'active');
    expect((await found.summary())?.size).toBe(22);
    const table = await found.table('results');
    expect(await table.stats()).toMatchObject({ rows: ROWS, columns: 10, revisions: ROWS });
    const [row] = await rowsOf(table, { start: ROWS - 1 });
    expect(Array.from(row ?? [], ([name, { type }]) => `${name} ${type}`)).toEqual([
      'id INT64',
      'input/label STRING',
      'output/label STRING',
      'output/scores LIST',
      'text STRING',
      'ok BOOL',
      'duration_seconds FLOAT64',
      'count INT64',
      'loss FLOAT64',
      '_index STRING',
    ]);
  });

  it('has blocks of 10,000 rows in the client\u2019s own spelling, which need no decoding', async () => {
    const table = await (await (await open()).findJob('self', job, 'active')).table('results');
    if (!(table instanceof StandaloneTable)) throw new Error('not a table of the local store');
    await rowsOf(table, { start: 10_000, end: 10_010 });
    expect(table.blocksRead).toBe(1);
    const folder = join(root, '.datastore', 'results');
    expect(readdirSync(folder).sort()).toEqual([
      'data.0000001.zip',
      'data.0000002.zip',
      'data.0000003.zip',
      'manifest.json',
    ]);
  });

  it('is the same each time', async () => {
    const digest = (folder: string) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .sort()
        .map((path) => `${path.slice(folder.length)} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);
    expect(digest(await write(100, 5))).toEqual(digest(await write(100, 5)));
  });
});
