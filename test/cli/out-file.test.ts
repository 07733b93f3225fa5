import { spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROGRAM, storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'swjob-out-'));

async function run(...args: string[]) {
  return swjob(args, { env: storeEnv(await unpackStore('real')) });
}

describe('--out', () => {
  it.each([
    ['x.json', /^\[\n/],
    ['x.jsonl', /^\{"id":"ant"/],
    ['x.csv', /^id,/],
    ['x.tsv', /^id\t/],
    ['x.md', /^\| id \| /],
    ['no-ending', /^ant\t/],
  ])('writes %s in the format of its extension', async (name, text) => {
    const out = join(folder(), name);
    const ended = await run('rows', 'qsrg', 'labels', '--out', out);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(out, 'utf8')).toMatch(text);
  });

  it.each(['list', 'summary qsrg', 'summary qsrg 27v6'])('is taken by %s', async (line) => {
    const out = join(folder(), 'x.json');
    expect((await run(...line.split(' '), '--out', out)).stdout).toBe('');
    expect(readFileSync(out, 'utf8')).toBe((await run(...line.split(' '), '--json')).stdout);
  });

  it.each([
    [['--out', 'x.xls'], 'unknown ending ".xls"'],
    [['--out', 'x.csv', '--json'], '--out "x.csv" contradicts --output json'],
    [['--out', 'x.json', '-o', 'table'], 'contradicts --output table'],
    [['--out', ''], '--out needs the name of a file'],
  ])('refuses %j before anything is read', async (args, message) => {
    const { status, stderr } = await run('rows', 'nosuchjob', 'labels', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it('accepts any extension if the format is given', async () => {
    const out = join(folder(), 'labels.txt');
    expect((await run('rows', 'qsrg', 'labels', '-o', 'csv', '--out', out)).status).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^id,/);
  });

  it('says in words why a path leads nowhere', async () => {
    const where = folder();
    symlinkSync('loop.csv', join(where, 'loop.csv'));
    symlinkSync('/dev/null', join(where, 'file'));
    for (const [name, status, reason] of [
      ['loop.csv', 1, 'too many symbolic links encountered'],
      [`${'x'.repeat(300)}.csv`, 1, 'the name is too long'],
      [join('file', 'x.csv'), 2, `the folder ${join(where, 'file')} does not exist`],
    ] as const) {
      const ended = await run('rows', 'qsrg', 'labels', '--out', join(where, name));
      expect(ended).toMatchObject({ status, stderr: expect.stringContaining(`${name}: ${reason}\n`) });
    }
  });

  it('does not follow a dangling link', async () => {
    const where = folder();
    symlinkSync('nothing', join(where, 'link.csv'));
    const { status, stderr } = await run('list', '--out', join(where, 'link.csv'));
    expect({ status, stderr: stderr.split('link.csv: ')[1] }).toEqual({
      status: 2,
      stderr: 'the link points to nothing, which does not exist\nCreate that file, or remove the link.\n',
    });
    expect(readdirSync(where)).toEqual(['link.csv']);
  });

  it.skipIf(process.platform === 'win32').each(['/dev/stdout', '/dev/fd/1', '/dev/fd/3', '/dev/stderr'])(
    'of %s appends to what is open there',
    async (out) => {
      const path = join(folder(), 'all.jsonl');
      appendFileSync(path, 'before\n');
      const opened = openSync(path, 'a');
      const args = [PROGRAM, 'rows', 'qsrg', 'labels', '-o', 'jsonl', '--columns', 'id', '--out', out];
      const { status } = spawnSync(process.execPath, args, {
        env: storeEnv(await unpackStore('real')),
        stdio: ['ignore', opened, opened, opened],
      });
      closeSync(opened);
      expect(status).toBe(0);
      expect(readFileSync(path, 'utf8')).toMatch(/^before\n\{"id":"ant"\}\n/);
    },
  );
});

describe('-o md', () => {
  it.each([
    'list',
    'summary qsrg',
    'summary qsrg 27v6',
    'tables qsrg',
    'rows qsrg labels',
  ])('draws %s', async (line) => {
    const { status, stdout } = await run(...line.split(' '), '-o', 'md');
    expect(status).toBe(0);
    for (const each of stdout.trimEnd().split('\n')) expect(each).toMatch(/^\| .* \|$/);
  });
});

describe('csv for Excel', () => {
  it('begins with a byte order mark, by --bom and by --excel', async () => {
    const plain = (await run('rows', 'qsrg', 'labels', '-o', 'csv')).stdout;
    expect((await run('rows', 'qsrg', 'labels', '-o', 'csv', '--bom')).stdout).toBe(`\ufeff${plain}`);
    expect((await run('rows', 'qsrg', 'labels', '--excel')).stdout).toBe(`\ufeff${plain}`);
    expect((await run('list', '--excel')).stdout).toMatch(/^\ufeffuri,/);
    expect((await run('list', '--excel', '--json')).status).toBe(2);
    expect((await run('rows', 'qsrg', 'labels', '-o', 'tsv', '--bom')).stdout).toMatch(/^id\t/);
  });
});
