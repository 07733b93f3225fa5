import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';
import { int, JOB, writeStore } from '../written-store.ts';

const PICKLED = 'vks7ntm2kkkml2qtkxu3lmhexvhrz4hjpmi6hwxu';
const PLAIN = 'ao2skra2nbzikdhp5es5rde2inwxd2j3rgfb4qpw';
const CHOSEN = ['--columns', 'id,output', '--flatten', '--limit', '2'];

let env: Record<string, string>;
beforeAll(async () => {
  env = storeEnv(await unpackStore('vision'));
});

const rows = (job: string, ...options: string[]) => swjob(['rows', job, 'results', ...options], { env });

async function written(job: string, ...options: string[]): Promise<ArrayBuffer> {
  const out = join(mkdtempSync(join(await temporaryFolder(), 'flat-')), 'x.parquet');
  const ended = await rows(job, ...options, '--out', out);
  expect(ended.status, ended.stderr).toBe(0);
  return new Uint8Array(readFileSync(out)).buffer;
}

/** The type of each column, with its converted type. */
const typesOf = (file: ArrayBuffer) =>
  Object.fromEntries(
    parquetMetadata(file)
      .schema.slice(1)
      .map(({ name, type, converted_type, logical_type }) => [name, logical_type?.type ?? converted_type ?? type]),
  );

describe('rows --flatten', () => {
  it('makes columns of inner values, with the names that --columns accepts', async () => {
    const flat = await rows(PICKLED, ...CHOSEN, '-o', 'csv');
    const [header = ''] = flat.stdout.split('\n');
    expect(header).toBe(
      'id,output/label,output/scores/0,output/scores/1,output/scores/2,output/scores/3,output/scores/4',
    );
    expect(flat.stdout).toBe((await rows(PICKLED, '--columns', header, '--limit', '2', '-o', 'csv')).stdout);
    expect(flat).toMatchObject({ status: 0, stderr: '' });
  });

  it('says the same in every format', async () => {
    const lines = (await rows(PICKLED, ...CHOSEN, '-o', 'jsonl')).stdout.trim().split('\n');
    const expected = lines.map((line) => JSON.parse(line));
    expect(Object.keys(expected[0])).toHaveLength(7);
    expect(JSON.parse((await rows(PICKLED, ...CHOSEN, '--json')).stdout)).toEqual(expected);
    expect(await parquetReadObjects({ file: await written(PICKLED, ...CHOSEN) })).toEqual(expected);
    for (const format of ['tsv', 'md', 'table']) {
      const { stdout } = await rows(PICKLED, ...CHOSEN, '-o', format, '--no-truncate');
      for (const name of ['output/label', 'output/scores/4']) expect(stdout, format).toContain(name);
    }
    const typed = JSON.parse(
      (await rows(PICKLED, ...CHOSEN, '--typed', '--unpickle', '-o', 'jsonl')).stdout.split('\n')[0] ?? '',
    );
    expect(typed['output/scores/0']).toMatchObject({ type: 'FLOAT64' });
  });

  it('selects columns by --fields; all of them without it', async () => {
    const fields = await rows(PICKLED, '--fields', 'output', '--flatten', '-o', 'csv');
    expect(fields.stdout.split('\n')[0]).toMatch(/^output\/label,output\/scores\/0,/);
    const all = await rows(PLAIN, '--flatten', '-o', 'csv', '--limit', '1');
    expect(all.stdout).toContain('output/marked/link/extra_info/bin_size');
    expect((await rows(PLAIN, '--flatten', '-q')).stdout).toBe((await rows(PLAIN, '-q')).stdout);
  });

  it('also draws long tables and records', async () => {
    const table = await swjob(['rows', '@latest', 'blocks-25k', '--flatten', '-o', 'md', '--limit', '1500'], {
      env: storeEnv(await unpackStore('tables')),
    });
    expect(table.status).toBe(0);
    expect(table.stdout.split('\n').length).toBeGreaterThan(1500);
    const record = await swjob(['rows', PICKLED, '--flatten', '--record', '--limit', '1', '--color', 'never'], {
      env,
      tty: { columns: 100 },
    });
    expect(record.stdout).toMatch(/output\/scores\/4: +0\.47/);
  });

  it('keeps the scalars of a column that also holds empty lists', async () => {
    const empty = [{ type: 'LIST', elementType: { type: 'UNKNOWN' } }, []] as const;
    const cells = [empty, int(2), int(3)];
    const { root } = await writeStore({
      t: { keyType: 'INT64', blocks: [cells.map((mixed, key) => ({ key, revision: 1n, cells: { mixed } }))] },
    });
    const printed = async (format: string) =>
      (await swjob(['rows', JOB, 't', '--flatten', '-o', format], { env: storeEnv(root) })).stdout;
    expect(await printed('jsonl')).toBe('{"id":0}\n{"id":1,"mixed":2}\n{"id":2,"mixed":3}\n');
    expect(await printed('csv')).toBe('id,mixed\n0,\n1,2\n2,3\n');
  });

  it('reports what is left out if two values of a row have the same name', async () => {
    const map = (...keys: string[]) =>
      [
        { type: 'MAP', keyType: { type: 'STRING' }, valueType: { type: 'INT64' } },
        keys.map((key) => [key, int(1)[1]]),
      ] as const;
    const { root } = await writeStore({
      t: { keyType: 'INT64', blocks: [[{ key: 0, revision: 1n, cells: { 'm/a': int(7), m: map('a', 'b') } }]] },
    });
    const ended = await swjob(['rows', JOB, 't', '--flatten', '-o', 'jsonl'], { env: storeEnv(root) });
    expect(ended.stdout).toBe('{"id":0,"m/a":7,"m/b":1}\n');
    expect(ended.stderr).toContain('--flatten left out 1 value whose name another value of the row already has');
  });
});

describe('the types of a Parquet file', () => {
  it('are those of the inner values', async () => {
    const file = await written(PICKLED, '--columns', 'id,output/label,output/scores/0,output/scores,output');
    expect(typesOf(file)).toEqual({
      id: 'UTF8',
      'output/label': 'UTF8',
      'output/scores/0': 'DOUBLE',
      'output/scores': 'LIST',
      list: undefined,
      element: 'DOUBLE',
      output: 'JSON',
    });
  });

  it('are known with --flatten; integers among floats are doubles if that is exact', async () => {
    const types = typesOf(await written(PLAIN, '--flatten'));
    expect(types).toMatchObject({ 'input/picture/shape/0': 'INT64', 'input/picture/as_mask': 'BOOLEAN' });
    const { root } = await writeStore({
      t: {
        keyType: 'INT64',
        blocks: [
          [1, 2 ** 53].map((n, key) => ({
            key,
            revision: 1n,
            cells: {
              m: [
                { type: 'LIST', elementType: { type: key === 0 ? 'INT64' : 'FLOAT64' } },
                [key === 0 ? int(n)[1] : '3fe0000000000000'],
              ],
            },
          })),
        ],
      },
    });
    const out = join(mkdtempSync(join(await temporaryFolder(), 'flat-')), 'x.parquet');
    await swjob(['rows', JOB, 't', '--flatten', '--out', out], { env: storeEnv(root) });
    const file = new Uint8Array(readFileSync(out)).buffer;
    expect(typesOf(file)['m/0']).toBe('DOUBLE');
    expect(await parquetReadObjects({ file })).toEqual([
      { id: 0n, 'm/0': 1 },
      { id: 1n, 'm/0': 0.5 },
    ]);
  });

  it('include the datastore’s own in the metadata', async () => {
    const told = parquetMetadata(await written(PICKLED)).key_value_metadata ?? [];
    const types = JSON.parse(told.find(({ key }) => key === 'swjob.types')?.value ?? '');
    expect(types).toMatchObject({ id: ['STRING'], _index: ['INT64'], output: ['BYTES', 'OBJECT'] });
  });
});

describe('rows --save-artifacts into a Parquet file', () => {
  it('has the path of each file after its column, as the JSON lines do', async () => {
    const folder = mkdtempSync(join(await temporaryFolder(), 'saved-'));
    const save = ['--save-artifacts', folder];
    const file = await written(PLAIN, ...save);
    const names = parquetMetadata(file)
      .schema.slice(1)
      .map(({ name }) => name);
    expect(names.indexOf('output/why.path')).toBe(names.indexOf('output/why') + 1);
    const expected = (await rows(PLAIN, ...save, '-o', 'jsonl')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const read = await parquetReadObjects({ file });
    for (const name of ['input/picture.path', 'output/why.path']) {
      expect(read.map((row) => row[name])).toEqual(expected.map((row) => row[name]));
      expect(readFileSync(read[0]?.[name])).not.toHaveLength(0);
    }
  });
});
