import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';
import { blockFile } from '../../support/write-table.ts';
import { int, JOB, writeStore } from '../written-store.ts';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'out-'));
});

describe('rows --out', () => {
  it('writes to the file instead of standard output', async () => {
    const env = storeEnv(await unpackStore('tables'));
    const file = join(folder, 'rows.csv');
    const ended = await swjob(['rows', '@latest', 'deletes', '-o', 'csv', '--out', file], { env });
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe((await swjob(['rows', '@latest', 'deletes', '-o', 'csv'], { env })).stdout);
  });

  it('prints a table as in a pipe, even on a terminal', async () => {
    const env = storeEnv(await unpackStore('tables'));
    const file = join(folder, 'rows');
    await swjob(['rows', '@latest', 'other-key', '--out', file], { env, tty: { columns: 80 } });
    expect(readFileSync(file, 'utf8')).toBe('a\t1\nb\t2\n');
  });

  it('replaces a file only once complete, and keeps it if reading fails', async () => {
    const { root, folderOf } = await writeStore({
      t: {
        keyType: 'INT64',
        blocks: [0, 1].map((block) => [{ key: block, revision: 1n, cells: { a: int(block) } }]),
      },
    });
    const file = join(folder, 'rows.jsonl');
    writeFileSync(file, 'before');
    const write = () => swjob(['rows', JOB, 't', '-o', 'jsonl', '--out', file], { env: storeEnv(root) });
    expect((await write()).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('{"id":0,"a":0}\n{"id":1,"a":1}\n');
    writeFileSync(file, 'before');
    writeFileSync(blockFile(folderOf('t'), 2), 'no archive');
    expect((await write()).status).toBe(6);
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['rows.jsonl']);
  });

  it('refuses a folder, and a path that leads nowhere', async () => {
    const env = storeEnv(await unpackStore('tables'));
    const write = async (path: string) => {
      const { status, stdout, stderr } = await swjob(['rows', '@latest', 'deletes', '--out', path], { env });
      return { status, stdout, stderr: stderr.replaceAll(folder, 'FOLDER') };
    };
    expect(await write(folder)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('FOLDER') });
    expect(await write(join(folder, 'no', 'such.csv'))).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('FOLDER'),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
