import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { withFailing } from '../../support/failing-fs.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../../support/stores.ts';
import { int, JOB, writeStore } from '../written-store.ts';

const PLAIN = ['ao2skra2nbzikdhp5es5rde2inwxd2j3rgfb4qpw', 'gjeif2pw6dfaiqxm3z77yob6kefewgaoq5lw7cus'];
const TRAINING = 'hqspnlzkoixsj2jbasvibsvwfx3gughjrzkwkv2x';

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = join(mkdtempSync(join(await temporaryFolder(), 'folder-')), 'all');
  env = storeEnv(await unpackStore('vision'));
});

const write = (words: readonly string[], options = {}) =>
  swjob(['rows', ...words, '--out', folder, '-o', 'parquet'], { env, ...options });
const files = () => readdirSync(folder).sort();
const rowsOf = async (uuid: string) => {
  const bytes = new Uint8Array(readFileSync(join(folder, `${uuid}.parquet`)));
  return parquetReadObjects({ file: bytes.buffer });
};

/** Damages the blocks of a job's table, in the folder that the datastore's manifest names. */
function damage(root: string, uuid: string): void {
  const { tables } = JSON.parse(readFileSync(join(root, '.datastore', 'manifest.json'), 'utf8'));
  const { dir } = tables.find(({ name }: { name: string }) => name.endsWith(`/${uuid}/results`));
  const table = join(root, '.datastore', dir);
  for (const name of readdirSync(table)) if (name.endsWith('.zip')) writeFileSync(join(table, name), 'no archive');
}

describe('rows of several jobs', () => {
  it('are a file each, with a column that names the job', async () => {
    expect(await write([...PLAIN, 'results'])).toEqual({
      status: 0,
      stdout: '',
      stderr: `2 files written to ${folder}\n`,
    });
    expect(files()).toEqual(PLAIN.map((uuid) => `${uuid}.parquet`));
    for (const uuid of PLAIN) {
      const alone = await swjob(['rows', uuid, 'results', '-o', 'jsonl'], { env });
      const expected = alone.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const rows = await rowsOf(uuid);
      expect(rows.map(({ _job }) => _job)).toEqual(expected.map(() => uuid));
      expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(Object.keys(rows[0] ?? {}).slice(0, 2)).toEqual(['_job', 'id']);
    }
  });

  it('are there even if the folder cannot be listed', async () => {
    // Permissions do not stop the superuser, who may run this.
    const isListed = (path: unknown) => path === folder;
    const { status, stderr } = await withFailing('readdirSync', [isListed, 'EACCES'], () =>
      write([...PLAIN, 'results']),
    );
    const written = `2 files written to ${folder}\n`;
    expect([status, stderr]).toEqual([0, `${written}swjob: ${folder} cannot be listed: permission denied\n`]);
    expect(files()).toEqual(PLAIN.map((uuid) => `${uuid}.parquet`));
  });

  it('name their origin in each file', async () => {
    await write([...PLAIN, 'results']);
    const bytes = new Uint8Array(readFileSync(join(folder, `${PLAIN[0]}.parquet`)));
    const told = new Map(parquetMetadata(bytes.buffer).key_value_metadata?.map(({ key, value }) => [key, value]));
    expect(Object.fromEntries(told)).toMatchObject({
      'swjob.job': PLAIN[0],
      'swjob.uri': `local/project/self/job/${PLAIN[0]}`,
      'swjob.instance': 'local',
      'swjob.project': 'self',
      'swjob.table': 'results',
      'swjob.key_column': 'id',
    });
    expect(JSON.parse(told.get('swjob.types') ?? '')).toMatchObject({ id: ['STRING'], 'output/score': ['FLOAT64'] });
  });

  it.each([
    ['jsonl', (line: string) => JSON.parse(line)._job],
    ['csv', (line: string) => line.split(',')[0]],
    ['tsv', (line: string) => line.split('\t')[0]],
  ])('may be %s', async (format, jobOf) => {
    expect((await swjob(['rows', ...PLAIN, 'results', '--out', folder, '-o', format], { env })).status).toBe(0);
    expect(files()).toEqual(PLAIN.map((uuid) => `${uuid}.${format}`));
    const lines = readFileSync(join(folder, `${PLAIN[1]}.${format}`), 'utf8')
      .trim()
      .split('\n');
    expect(jobOf(lines.at(-1) ?? '')).toBe(PLAIN[1]);
  });

  it('come from the jobs on standard input, by default from the table results', async () => {
    const stdin = `${PLAIN.join('\n')}\n`;
    for (const words of [['-'], ['-', 'results']]) {
      expect((await write(words, { stdin })).status).toBe(0);
      expect(files()).toEqual(PLAIN.map((uuid) => `${uuid}.parquet`));
    }
    expect(await write(['-'])).toMatchObject({ status: 2, stderr: expect.stringContaining('no job URIs') });
  });

  it('can be selected and flattened like those of one job', async () => {
    const words = [...PLAIN, 'results', '--columns', 'id,input/picture', '--flatten', '--limit', '2'];
    expect((await write(words)).status).toBe(0);
    const rows = await rowsOf(PLAIN[0] ?? '');
    expect(rows).toHaveLength(2);
    expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(['_job', 'id', 'input/picture/shape/0']));
  });

  it('are written once for a job named twice', async () => {
    expect(await write([PLAIN[0] ?? '', (PLAIN[0] ?? '').slice(0, 8), 'results'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('1 file written'),
    });
  });

  it('of one job go into an existing folder, or one whose name ends in a slash', async () => {
    const one = [PLAIN[0] ?? '', 'results', '-o', 'parquet', '--out'];
    expect((await swjob(['rows', ...one, `${folder}/`], { env })).status).toBe(0);
    expect((await swjob(['rows', ...one, folder], { env })).status).toBe(0);
    expect(files()).toEqual([`${PLAIN[0]}.parquet`]);
  });
});

describe('a second run', () => {
  it('replaces the files, and reports those of other jobs', async () => {
    await write([...PLAIN, 'results']);
    const again = await write([PLAIN[0] ?? '', PLAIN[0] ?? '', 'results', '--limit', '1']);
    expect(again.status).toBe(0);
    expect(again.stderr).toContain(`also has 1 file that this run did not write: ${PLAIN[1]}.parquet`);
    expect(await rowsOf(PLAIN[0] ?? '')).toHaveLength(1);
    expect(await rowsOf(PLAIN[1] ?? '')).toHaveLength(60);
  });

  it('ignores what a killed run left, as readers of the folder do', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, `.${PLAIN[0]}.parquet.0123456789ab.tmp`), 'PAR1');
    const ended = await write([...PLAIN, 'results']);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: `2 files written to ${folder}\n` });
    expect(files().filter((name) => !name.startsWith('.'))).toEqual(PLAIN.map((uuid) => `${uuid}.parquet`));
  });
});

describe('a job that cannot be read', () => {
  it('is reported, and does not prevent writing the others', async () => {
    const root = await copyOfStore('vision');
    damage(root, PLAIN[0] ?? '');
    const ended = await write([...PLAIN, 'results'], { env: storeEnv(root) });
    expect(ended.status).toBe(6);
    expect(ended.stderr).toContain(`${PLAIN[0]}: `);
    expect(files()).toEqual([`${PLAIN[1]}.parquet`]);
    expect(await rowsOf(PLAIN[1] ?? '')).toHaveLength(60);
  });

  it('keeps the file of an earlier run', async () => {
    const root = await copyOfStore('vision');
    await write([...PLAIN, 'results'], { env: storeEnv(root) });
    damage(root, PLAIN[0] ?? '');
    const ended = await write([...PLAIN, 'results'], { env: storeEnv(root) });
    expect(ended.status).toBe(6);
    expect(ended.stderr).toContain(`1 file that this run did not write: ${PLAIN[0]}.parquet`);
    expect(await rowsOf(PLAIN[0] ?? '')).toHaveLength(3);
  });

  it('has its readable rows written with --skip-damaged', async () => {
    const root = await copyOfStore('vision');
    damage(root, PLAIN[0] ?? '');
    const ended = await write([...PLAIN, 'results', '--skip-damaged'], { env: storeEnv(root) });
    expect(ended.status).toBe(0);
    expect(ended.stderr.match(/^swjob: incomplete: skipped/gm)).toHaveLength(1);
    expect(await rowsOf(PLAIN[0] ?? '')).toEqual([]);
    expect(await rowsOf(PLAIN[1] ?? '')).toHaveLength(60);
  });

  it('may lack the table, or a column', async () => {
    const without = await write([TRAINING, ...PLAIN, 'results']);
    expect(without).toMatchObject({ status: 3, stderr: expect.stringContaining(`${TRAINING}: the job has no table`) });
    expect(files()).toEqual(PLAIN.map((uuid) => `${uuid}.parquet`));
  });

  it('is an error before anything is written if its name is mistyped', async () => {
    expect((await write([...PLAIN, 'nosuchjob', 'results'])).status).toBe(3);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('a contradiction', () => {
  it.each([
    [['-o', 'parquet'], 'go into a folder'],
    [['-o', 'parquet', '--out', 'all.parquet'], 'is one file'],
    [['--out', 'all'], 'need a format'],
    [['-q', '-o', 'jsonl', '--out', 'all'], '--quiet'],
    [['-o', 'jsonl', '--out', 'all', '--save-artifacts', 'x'], 'one job at a time'],
    [['-o', 'jsonl', '--out', 'all', '--record'], '--record'],
  ])('is a usage error: %j', async (words, message) => {
    const ended = await swjob(['rows', ...PLAIN, 'results', ...words], { env });
    expect(ended).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(existsSync('all')).toBe(false);
  });

  it('is a table with its own column _job', async () => {
    const { root } = await writeStore({
      t: { keyType: 'INT64', blocks: [[{ key: 0, revision: 1n, cells: { _job: int(1) } }]] },
    });
    const ended = await write([JOB, JOB, 't'], { env: storeEnv(root) });
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining('a column "_job" of its own') });
    expect(files()).toEqual([]);
  });

  it('is the same job in two places', async () => {
    const root = await copyOfStore('vision');
    cpSync(join(root, 'self'), join(root, 'copied'), { recursive: true });
    const ended = await write([PLAIN[0] ?? '', `copied/job/${PLAIN[0]}`, 'results'], { env: storeEnv(root) });
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining('are the same job') });
    expect(existsSync(folder)).toBe(false);
  });
});
