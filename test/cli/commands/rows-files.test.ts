import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';
import { blockFile } from '../../support/write-table.ts';
import { artifact, int, JOB, text, writeStore } from '../written-store.ts';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'out-'));
});

describe('rows --out', () => {
  it('writes to the file what else goes to standard output', async () => {
    const env = storeEnv(await unpackStore('tables'));
    const file = join(folder, 'rows.csv');
    const ended = await swjob(['rows', '@latest', 'deletes', '-o', 'csv', '--out', file], { env });
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe((await swjob(['rows', '@latest', 'deletes', '-o', 'csv'], { env })).stdout);
  });

  it('prints a table as for a pipe, also from a terminal', async () => {
    const env = storeEnv(await unpackStore('tables'));
    const file = join(folder, 'rows');
    await swjob(['rows', '@latest', 'other-key', '--out', file], { env, tty: { columns: 80 } });
    expect(readFileSync(file, 'utf8')).toBe('a\t1\nb\t2\n');
  });

  it('replaces a file when all is written, and leaves it where reading fails', async () => {
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

describe('rows --save-artifacts', () => {
  it('saves the contents of artifacts, wherever in a record they stand', async () => {
    const env = storeEnv(await unpackStore('types'));
    const target = join(folder, 'saved');
    const ended = await swjob(['rows', '@latest', 'artifacts', '-q', '--save-artifacts', target], { env });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout.split('\n')).toHaveLength(38);
    const names = readdirSync(target);
    expect(names).toEqual(expect.arrayContaining(['0-v.png', '2-v.bin']));
    expect(readFileSync(join(target, '0-v.png')).byteLength).toBe(300);
    expect(readFileSync(join(target, '2-v.bin')).byteLength).toBe(784);
  });

  it('tells how many there were', async () => {
    const env = storeEnv(await unpackStore('types'));
    const { stderr } = await swjob(['rows', '@latest', 'artifacts', '--limit', '2', '--save-artifacts', folder], {
      env,
    });
    expect(stderr).toBe(`2 artifacts saved to ${folder}\n`);
    expect(readdirSync(folder).sort()).toEqual(['0-v.png', '1-v.bin']);
  });

  it('goes on past content that its writer kept elsewhere, and tells so', async () => {
    const env = storeEnv(await unpackStore('types'));
    const args = ['rows', '@latest', 'artifacts', '--start', '29', '--end', '30', '--save-artifacts', folder];
    expect(await swjob(args, { env })).toMatchObject({
      status: 0,
      stderr: `0 artifacts saved to ${folder}; the content of 1 lies outside of the instance\n`,
    });
  });

  it('lets no key, column or name lead out of the folder or over another file', async () => {
    const keys = ['../up', '/etc/passwd', '..', 'a/b', 'a_b', 'A_B', '\u0000nul', `${'long'.repeat(100)}`, ''];
    const { root } = await writeStore({ t: { keyType: 'STRING', blocks: [[]] } });
    const blocks = [
      keys.map((key) => ({
        key,
        revision: 1n,
        cells: { '../col': artifact(root, `content of ${key}`, { display_name: '../../evil.sh/.x' }) },
      })),
    ];
    const { root: store } = await writeStore({ t: { keyType: 'STRING', blocks } });
    // The objects lie in the first store; the second has none of its own.
    const target = join(folder, 'deep', 'saved');
    const missing = await swjob(['rows', JOB, 't', '--save-artifacts', target], { env: storeEnv(store) });
    expect(missing.status).toBe(6);
    const skipped = await swjob(['rows', JOB, 't', '-q', '--save-artifacts', target, '--skip-damaged'], {
      env: storeEnv(store),
    });
    expect(skipped).toMatchObject({ status: 0, stderr: expect.stringContaining(`: ${keys.length} damaged`) });
    expect(readdirSync(target)).toEqual([]);
    for (const [index, key] of keys.entries()) artifact(store, `content of ${key}`, { n: String(index) });
    const ended = await swjob(['rows', JOB, 't', '-q', '--save-artifacts', target], { env: storeEnv(store) });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    const names = readdirSync(target);
    expect(names).toHaveLength(keys.length);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(keys.length);
    expect(names.filter((name) => !/^[\w.-]{1,140}$/.test(name) || name.startsWith('.'))).toEqual([]);
    expect(names.map((name) => readFileSync(join(target, name), 'utf8')).sort()).toEqual(
      keys.map((key) => `content of ${key}`).sort(),
    );
    expect(readdirSync(folder)).toEqual(['deep']);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['saved']);
  });

  it('refuses a file in the place of the folder before it prints anything', async () => {
    const env = storeEnv(await unpackStore('types'));
    const file = join(folder, 'file');
    writeFileSync(file, 'kept');
    const ended = await swjob(['rows', '@latest', 'artifacts', '--save-artifacts', file], { env });
    expect(ended).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('cannot save artifacts to') });
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it('saves those of the chosen records only', async () => {
    const { root } = await writeStore({});
    mkdirSync(folder, { recursive: true });
    const cells = [0, 1, 2].map((n) => ({
      key: n,
      revision: 1n,
      cells: { note: artifact(root, `note ${n}`, { _mime_type: 'text/plain' }), n: int(n), s: text('x') },
    }));
    const store = await writeStore({ t: { keyType: 'INT64', blocks: [cells] } });
    for (const n of [0, 1, 2]) artifact(store.root, `note ${n}`);
    await swjob(['rows', JOB, 't', '--where', 'n > 0', '--limit', '1', '--save-artifacts', folder], {
      env: storeEnv(store.root),
    });
    expect(readdirSync(folder)).toEqual(['1-note.txt']);
  });
});
