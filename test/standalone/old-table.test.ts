import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openStandalone } from '../../src/standalone/instance.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { checkStore, type StoreProblem } from '../../src/standalone/store-check.ts';
import { ProjectTables } from '../../src/standalone/tables.ts';
import { rowsOf } from '../support/agreement.ts';
import { jsonLines } from '../support/json-rows.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../support/stores.ts';
import { zipFile } from '../support/zip-file.ts';

const JOB = '5gidfbf5m4gybxxm6esgoem7bhbptunr5dg5m64w';
const TABLE = `project/self/eval/5g/${JOB}/t`;
const SUMMARY = 'project/self/eval/summary';

let root: string;

beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'old-'));
  mkdirSync(join(root, 'self', 'job', '5g', JOB), { recursive: true });
});

const tables = () => new ProjectTables(root, 'self', 'eval/summary', new ObjectStore(root));
const header = (type: string, version = '0.1') =>
  JSON.stringify({ key_column: { name: 'id', type: { type } }, version });
const hex = (value: number) => value.toString(16).padStart(16, '0');

function line(id: number, a: number, revision = id): string {
  const schema = { id: { type: 'INT64' }, a: { type: 'INT64' } };
  return JSON.stringify({
    key: 'id',
    records: { [revision]: { schema, data: { id: hex(id), a: hex(a) } } },
  })
    .replaceAll(':', ': ')
    .replaceAll(',', ', ');
}

function textLine(id: string, a: number): string {
  const schema = { id: { type: 'STRING' }, a: { type: 'INT64' } };
  return JSON.stringify({ key: 'id', records: { 1: { schema, data: { id, a: hex(a) } } } });
}

function write(name: string, lines: readonly string[], extension = '.zip'): string {
  const path = join(root, '.datastore', `${name}.sw-datastore${extension}`);
  const content = Buffer.from(lines.map((text) => `${text}\n`).join(''));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, extension === '.zip' ? zipFile(content) : content);
  return path;
}

/** A table in the newer layout. */
function writeNew(name: string, dir: string, lines: readonly string[], type: string): void {
  const folder = join(root, '.datastore', dir);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'data.0000001.zip'), zipFile(Buffer.from(lines.map((text) => `${text}\n`).join(''))));
  const blocks = [{ block_id: 1, row_count: lines.length }];
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ version: '0.1.2', blocks, key_column: 'id', key_column_type: { type } }),
  );
  const path = join(root, '.datastore', 'manifest.json');
  writeFileSync(path, JSON.stringify({ version: '0.1', tables: [{ name, dir }] }));
}

async function problemsOf(store: string): Promise<StoreProblem[]> {
  const problems: StoreProblem[] = [];
  for await (const problem of checkStore(store)) problems.push(problem);
  return problems;
}

const cells = async (name = 't') =>
  (await rowsOf(await tables().table(JOB, name))).map((row) => [row.get('id')?.value, row.get('a')?.value]);

describe('a table of the clients 0.4.4 to 0.5.12', () => {
  it.each(['.zip', '.json'])('is read in key order, as %s', async (extension) => {
    write(TABLE, [header('INT64'), line(3, 30), line(1, 10), '', line(2, 20)], extension);
    expect(await tables().names(JOB)).toEqual(['t']);
    expect(await cells()).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    const table = await tables().table(JOB, 't');
    expect(await table.key()).toEqual({ column: 'id', type: 'INT64' });
    expect(await table.stats()).toMatchObject({ rows: 3, columns: 2, revisions: 3 });
    expect(await table.columns({})).toEqual(['id', 'a']);
    const text = await jsonLines(table);
    expect(text).toBe('{"id":1,"a":10}\n{"id":2,"a":20}\n{"id":3,"a":30}\n');
    expect((await rowsOf(table, { start: 2, end: 3 })).length).toBe(1);
    expect((await rowsOf(table, { tail: 1 }))[0]?.get('id')?.value).toBe(3);
  });

  it('orders the text of keys by code point', async () => {
    write(TABLE, [header('STRING'), textLine('\u{1F600}', 1), textLine('\uFF21', 2), textLine('b', 3)]);
    expect((await cells()).map(([id]) => id)).toEqual(['b', '\uFF21', '\u{1F600}']);
  });

  it('has no rows if nothing follows its header', async () => {
    write(TABLE, [header('INT64')]);
    expect(await cells()).toEqual([]);
  });

  it('names a damaged line by its number in the file, wherever its key sorts it', async () => {
    const path = write(TABLE, [header('INT64'), line(3, 30), '{"key": "id", "rec', line(1, 10)]);
    await expect(cells()).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(`${path}, line 3: `),
    });
    const problems: string[] = [];
    const table = await tables().table(JOB, 't');
    const rows = await rowsOf(table, { skipDamaged: ({ message }) => problems.push(message) });
    expect(rows.length).toBe(2);
    expect(problems).toEqual([expect.stringContaining(`${path}, line 3: `)]);
  });

  it('is damaged if a key occurs twice', async () => {
    write(TABLE, [header('INT64'), line(1, 10), line(2, 20), line(1, 11)]);
    await expect(cells()).rejects.toMatchObject({ code: 'damaged' });
  });

  it.each([
    ['another version', header('INT64', '0.2'), 'unknown table version "0.2"'],
    ['no header', line(1, 10), 'line 1: not the header of a table'],
    ['nothing', '', 'line 1: not the header of a table'],
  ])('is damaged with %s', async (_, first, message) => {
    write(TABLE, [first, line(2, 20)]);
    const table = await tables().table(JOB, 't');
    await expect(table.key()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining(message) });
  });

  it('is damaged if the archive is truncated, or packed differently', async () => {
    const path = write(TABLE, [header('INT64'), line(1, 10)]);
    writeFileSync(path, zipFile(Buffer.from(`${header('INT64')}\n${line(1, 10)}\n`)).subarray(0, 100));
    await expect(cells()).rejects.toMatchObject({ code: 'damaged' });
    rmSync(path);
    write(TABLE, [header('INT64')], '.zst');
    await expect(cells()).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('neither .zip nor'),
    });
  });

  it('is hidden by a newer table with the same name', async () => {
    write(TABLE, [header('INT64'), line(1, 10)]);
    write(`${TABLE}/inner`, [header('INT64'), line(1, 11)]);
    writeNew(TABLE, 'ab/c', [line(1, 99)], 'INT64');
    expect(await tables().names(JOB)).toEqual(['t', 't/inner']);
    expect(await cells()).toEqual([[1, 99]]);
    expect(await cells('/t/inner/')).toEqual([[1, 11]]);
  });

  it('holds the summary rows that the newer summary table lacks', async () => {
    write(SUMMARY, [header('STRING'), textLine(JOB, 1), textLine('other', 2)]);
    writeNew(SUMMARY, 'ab/c', [textLine('newer', 3), textLine('other', 4)], 'STRING');
    mkdirSync(join(root, 'self', 'job', 'ot', 'other'), { recursive: true });
    const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    const metricOf = async (id: string) =>
      (await (await instance.findJob('self', id, 'any')).summary())?.get('a')?.value;
    expect([await metricOf(JOB), await metricOf('other')]).toEqual([1, 4]);
    const all = await instance.summaries('self');
    expect([...all].map(([id, row]) => [id, row.get('a')?.value]).sort()).toEqual([
      [JOB, 1],
      ['newer', 3],
      ['other', 4],
    ]);
    expect(Array.from(await instance.summaries('self', ['other', JOB]), ([uuid]) => uuid).sort()).toEqual([
      JOB,
      'other',
    ]);
  });

  it('is reported as an older layout if it is a folder of Parquet files', async () => {
    const folder = join(root, '.datastore', TABLE);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'base-0.parquet'), 'PAR1');
    expect(await tables().names(JOB)).toEqual(['t']);
    const problem = {
      code: 'damaged',
      message: `${folder}: a table in Parquet files, as clients before 0.4.4 wrote it, cannot be read`,
    };
    await expect(cells()).rejects.toMatchObject(problem);
    const summary = join(root, '.datastore', SUMMARY);
    mkdirSync(summary, { recursive: true });
    writeFileSync(join(summary, 'base-0.parquet'), 'PAR1');
    const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
    await expect((await instance.findJob('self', JOB, 'any')).summary()).rejects.toMatchObject({ code: 'damaged' });
  });

  it('is checked with the rest of the store', async () => {
    const copy = await copyOfStore('old');
    expect(await problemsOf(copy)).toEqual([]);
    const path = join(copy, '.datastore', `project/self/eval/5g/${JOB}/roc_auc/bee.sw-datastore.zip`);
    expect(existsSync(path)).toBe(true);
    writeFileSync(path, zipFile(Buffer.from(`${header('INT64')}\n${line(1, 10)}\n{}\n`)));
    expect(await problemsOf(copy)).toEqual([{ path, kind: 'block', problem: 'line 3: a line without its records' }]);
    writeFileSync(path, 'nothing');
    expect(await problemsOf(copy)).toEqual([
      { path, kind: 'table', problem: expect.stringContaining('not the header of a table') },
    ]);
  });

  it('belongs to the job with the whole id of its folder', async () => {
    const store = await unpackStore('old');
    const own = new ProjectTables(store, 'self', 'eval/summary', new ObjectStore(store));
    expect(await own.names('zk3fc6xrec6gons3hr74rgfkrzsotmf27vjatquv')).toEqual(['train/steps']);
    expect(await own.names('zk3f')).toEqual([]);
  });
});
