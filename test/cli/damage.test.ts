import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { makeOddFile } from '../support/odd-files.ts';
import { blockFile, blockText, type Write } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';
import { artifact, int, JOB, type WrittenStore, writeStore } from './written-store.ts';

// Two blocks of five rows; the second is damaged in every possible way. Rows of the first may be printed, but the command
// says that they are incomplete.

let store: WrittenStore;
let second: string;

const row = (key: number): Write => ({ key, revision: 1n, cells: { a: int(key) } });
const BLOCKS = [[0, 1, 2, 3, 4].map(row), [5, 6, 7, 8, 9].map(row)];
const SECOND_TEXT = blockText(BLOCKS[1] ?? [], 'id', 'INT64');

beforeEach(async () => {
  store = await writeStore({ t: { keyType: 'INT64', blocks: BLOCKS } });
  second = blockFile(store.folderOf('t'), 2);
});

const rows = async (...args: string[]) => {
  const ended = await swjob(['rows', JOB, 't', ...args], { env: storeEnv(store.root) });
  return { ...ended, stderr: ended.stderr.replaceAll(store.root, 'ROOT') };
};

const replaceSecondLine = (line: string) => {
  const lines = SECOND_TEXT.split('\n');
  lines[1] = line;
  writeFileSync(second, zipFile(lines.join('\n')));
};
const secondLine = () => SECOND_TEXT.split('\n')[1] ?? '';

const DAMAGE: readonly [what: string, damage: () => void, error: RegExp][] = [
  ['a block that is gone', () => rmSync(second), /data\.0000002\.zip: the block is missing$/],
  ['a block that is no archive', () => writeFileSync(second, 'no archive'), /data\.0000002\.zip: not a readable ZIP/],
  [
    'a block that is cut off',
    () => writeFileSync(second, readFileSync(second).subarray(0, 60)),
    /data\.0000002\.zip: not a/,
  ],
  ['a block whose checksum is wrong', () => writeFileSync(second, zipFile(SECOND_TEXT, { checksum: 1 })), /checksum/],
  ['a folder in the place of a block', () => makeOddFile('a folder', second), /data\.0000002\.zip/],
  ['a line that is cut off', () => replaceSecondLine(secondLine().slice(0, 40)), /data\.0000002\.zip.* line 2/],
  ['a line that is no object', () => replaceSecondLine('[1]'), /data\.0000002\.zip.* line 2/],
  ['an unknown type', () => replaceSecondLine(secondLine().replaceAll('INT64', 'INT99')), /line 2.*INT99/],
  ['a value that its type cannot hold', () => replaceSecondLine(secondLine().replaceAll('0006"', '00zz"')), /line 2/],
  ['lines that are nested without end', () => replaceSecondLine('['.repeat(100_000)), /line 2/],
];

describe('damage in the middle of a table', () => {
  it.each(DAMAGE)('%s makes every format end with 6 and name the file', async (_what, damage, error) => {
    damage();
    for (const form of [['-o', 'jsonl'], ['--json'], ['-o', 'csv'], [], ['-q'], ['-o', 'jsonl', '--where', 'a >= 0']]) {
      const { status, stdout, stderr } = await rows(...form);
      expect({ form, status }).toEqual({ form, status: 6 });
      const [message = ''] = stderr.split('\n');
      expect(message).toMatch(/^swjob: /);
      expect(message).toMatch(error);
      expect(stderr).not.toMatch(/^\s+at /m);
      // What was printed is the beginning of the complete output, and incomplete JSON is not valid JSON.
      expect(stdout.split('\n').length).toBeLessThan(12);
      if (form[0] === '--json') expect(() => JSON.parse(stdout) as unknown).toThrow();
    }
  });

  it.each(DAMAGE)('%s is reported by tables --count and by every search', async (_what, damage) => {
    damage();
    expect((await swjob(['tables', JOB, '--count', '--json'], { env: storeEnv(store.root) })).status).toBe(6);
    expect((await rows('--tail', '1')).status).toBe(6);
    expect((await rows('--start', '6')).status).toBe(6);
  });

  it('does not matter to a range that it does not touch', async () => {
    rmSync(second);
    expect(await rows('--end', '3', '-q')).toEqual({ status: 0, stdout: '0\n1\n2\n', stderr: '' });
  });

  it('names --skip-damaged in a hint, unless it was given', async () => {
    writeFileSync(second, 'no archive');
    const { stderr } = await rows('-q');
    expect(stderr).toMatch(/not a readable ZIP archive.*\nRun it with --skip-damaged to see the rest\.\n$/);
    expect((await rows('-q', '--skip-damaged')).stderr).not.toContain('Run it with');
  });

  it('is skipped with --skip-damaged, which reports what and how often', async () => {
    replaceSecondLine('{"key"');
    const { status, stdout, stderr } = await rows('-q', '--skip-damaged');
    expect({ status, keys: stdout.split('\n').slice(0, -1) }).toEqual({
      status: 0,
      keys: ['0', '1', '2', '3', '4', '5', '7', '8', '9'],
    });
    expect(stderr).toMatch(
      /^swjob: skipped: ROOT\/.*data\.0000002\.zip.* line 2.*\nswjob: incomplete: skipped 1 damaged line or block\n$/,
    );
  });
});

describe('tables --count', () => {
  const count = async (...args: string[]) => swjob(['tables', JOB, '--count', ...args], { env: storeEnv(store.root) });
  const other = { keyType: 'INT64' as const, blocks: [[row(1)]] };

  beforeEach(async () => {
    store = await writeStore({ a: other, t: { keyType: 'INT64', blocks: BLOCKS }, z: other });
    second = blockFile(store.folderOf('t'), 2);
  });

  it.each(DAMAGE)('continues after %s, prints complete JSON, and ends with 6', async (_what, damage) => {
    damage();
    const { status, stdout, stderr } = await count('--json');
    expect(status).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'a', rows: 1 },
      { name: 't', rows: null, columns: null, bytes: null, revisions: null },
      { name: 'z', rows: 1 },
    ]);
    expect(stderr).toMatch(/^swjob: table "t": .*data\.0000002\.zip.*\nRun it with --skip-damaged .*\n$/);
    expect((await count('-q')).stdout).toBe('a\nt\nz\n');
  });

  it('counts the rest with --skip-damaged, and reports what is missing', async () => {
    replaceSecondLine('{"key"');
    const { status, stdout, stderr } = await count('--json', '--skip-damaged');
    expect({ status, rows: (JSON.parse(stdout) as { rows: number }[]).map(({ rows }) => rows) }).toEqual({
      status: 0,
      rows: [1, 9, 1],
    });
    expect(stderr).toMatch(/^swjob: skipped: .* line 2.*\nswjob: incomplete: skipped 1 damaged line or block\n$/);
  });

  it('continues after a table with an unreadable manifest', async () => {
    writeFileSync(join(store.folderOf('t'), 'manifest.json'), '{');
    const { status, stdout } = await count('--json');
    expect({ status, names: (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name) }).toEqual({
      status: 6,
      names: ['a', 't', 'z'],
    });
  });
});

describe('damage elsewhere', () => {
  const damaged = async (args: readonly string[], path: string) => {
    const { status, stdout, stderr } = await swjob(args, { env: storeEnv(store.root) });
    expect({ status, stdout }).toEqual({ status: 6, stdout: '' });
    expect(stderr).toContain(relative(store.root, path));
    expect(stderr).not.toMatch(/^\s+at |internal error/m);
    return stderr.replaceAll(store.root, 'ROOT');
  };

  it("in the datastore's manifest", async () => {
    const path = join(store.root, '.datastore', 'manifest.json');
    writeFileSync(path, '{"version": "0.1", "tables": [');
    await damaged(['tables', JOB], path);
    writeFileSync(path, '{"version": "9.9", "tables": []}');
    expect(await damaged(['rows', JOB, 't'], path)).toContain('9.9');
  });

  it("in a table's manifest", async () => {
    const path = join(store.folderOf('t'), 'manifest.json');
    const manifest = readFileSync(path, 'utf8');
    writeFileSync(path, manifest.slice(0, 50));
    await damaged(['rows', JOB, 't'], path);
    writeFileSync(path, manifest.replace('0.1.2', '7.0'));
    expect(await damaged(['rows', JOB, 't'], path)).toContain('7.0');
  });

  it("in a job's manifest, which does not hide the other jobs", async () => {
    const path = join(store.root, 'self', 'job', JOB.slice(0, 2), JOB, '_manifest.yaml');
    writeFileSync(path, 'status: [');
    await damaged(['info', JOB], path);
    const list = await swjob(['list', '--json'], { env: storeEnv(store.root) });
    expect(JSON.parse(list.stdout)).toMatchObject([{ id: JOB, status: 'UNKNOWN' }]);
    expect(list.stderr).toContain('_manifest.yaml');
  });

  it('in an object that a value needs', async () => {
    const { root } = await writeStore({});
    const note = artifact(root, 'kept outside');
    const { root: without } = await writeStore({
      t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: { note } }]] },
    });
    const ended = await swjob(['rows', JOB, 't', '--save-artifacts', join(without, 'saved')], {
      env: storeEnv(without),
    });
    expect(ended).toMatchObject({ status: 6, stdout: expect.stringMatching(/^1\t/) });
    expect(ended.stderr).toMatch(/^swjob: 1, note: .*\.objectstore.*the object of an artifact is missing\n/);
  });
});
