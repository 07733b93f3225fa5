import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../support/stores.ts';
import { expectCleanExit, footprint } from './expect-clean-exit.ts';
import { runningJob, TABLE } from './machine.ts';
import { runProcess } from './process.ts';

// Runs the built program in odd environments, and checks that reading leaves no traces.

let folder: string;
let tables: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await temporaryFolder();
  tables = await unpackStore('tables');
  env = storeEnv(tables);
});
const newFolder = (name = 'out-') => mkdtempSync(join(folder, name));

describe('an odd environment', () => {
  it('without HOME, or with a missing folder, still reads; an empty HOME says what to set', async () => {
    const expected = (await runProcess(['list', '-q'], { env })).stdout;
    for (const home of [{}, { HOME: '/nonexistent' }, { HOME: '/dev/null' }]) {
      const ended = await runProcess(['list', '-q'], { env: { ...home, SW_LOCAL_STORAGE: tables } });
      expectCleanExit(ended);
      expect({ home, ...ended }).toMatchObject({ status: 0, stdout: expected });
    }
    const empty = await runProcess(['list', '-q'], { env: { HOME: '', SW_LOCAL_STORAGE: tables } });
    expectCleanExit(empty);
    expect(empty.status).toBe(1);
    expect(empty.stderr).toContain('Set $HOME, or $SW_CLI_CONFIG and $SW_LOCAL_STORAGE.');
    const named = { HOME: '', SW_LOCAL_STORAGE: tables, SW_CLI_CONFIG: '/nonexistent' };
    expect(await runProcess(['list', '-q'], { env: named })).toMatchObject({ status: 0, stdout: expected });
  });

  it('with any locale prints the same bytes', async () => {
    const of = async (locale: Record<string, string>) =>
      (await runProcess([...TABLE, '--limit', '3', '-o', 'csv'], { env: { ...env, ...locale } })).stdout;
    const expected = await of({ LANG: 'C.UTF-8' });
    for (const name of ['C', 'de_DE.ISO-8859-1', 'tr_TR.UTF-8', '']) {
      expect(await of({ LANG: name, LC_ALL: name })).toBe(expected);
    }
  });

  it('with spaces, emoji and quotes in paths works throughout', async () => {
    const place = newFolder('a path 🚀 é "quoted" $(x) \'y\' -');
    const root = join(place, 'store %41 #1?x');
    renameSync(await copyOfStore('jobs'), root);
    const there = { env: storeEnv(root), cwd: place };
    expect((await runProcess(['list', '-q'], there)).stdout.split('\n').length).toBeGreaterThan(2);
    const ended = await runProcess(
      ['rows', '6jfe', 'results', '--out', 'rows 🚀.csv', '-o', 'csv', '--save-artifacts', 'sav ed'],
      there,
    );
    expect(ended.status).toBe(0);
    expect(readdirSync(place).sort()).toEqual(['rows 🚀.csv', 'sav ed', 'store %41 #1?x']);
    expect((await runProcess(['doctor', '--store'], there)).status).toBe(0);
  });

  it('with closed standard streams causes no internal error', async () => {
    for (const redirect of ['>&-', '2>&-', '<&-', '>&- 2>&-']) {
      const ended = await runProcess(['list'], { env, redirect });
      expect(ended.stderr).not.toMatch(/internal error|^\s+at /m);
      expect([0, 1]).toContain(ended.status);
    }
  });

  it('whose clock jumps back and forth still has valid ages', async () => {
    const root = await copyOfStore('jobs');
    for (const now of [0, -1e12, 8.64e15, '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
      const ended = await swjob(['list'], { env: storeEnv(root), now, tty: { columns: 120 } });
      expectCleanExit(ended, true);
      expect({ now, ...ended }).toMatchObject({ status: 0, stderr: expect.not.stringContaining('NaN') });
      expect(ended.stdout).not.toContain('NaN');
    }
  });

  it('whose clock is set back again and again lengthens no wait', async () => {
    const root = await copyOfStore('jobs');
    const version = await runningJob(root);
    const setBack = 'const real = Date.now; let asked = 0; Date.now = () => real() - 3_600_000 * asked++';
    const started = performance.now();
    const ended = await runProcess(['status', version, '--wait', '--interval', '200ms', '--timeout', '1s'], {
      env: storeEnv(root),
      nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(setBack)}`],
    });
    expectCleanExit(ended);
    expect(ended).toMatchObject({ status: 124, stdout: '' });
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('reading', () => {
  it('writes nothing: neither to the store, nor to the home, nor to the working directory', async () => {
    const root = await copyOfStore('jobs');
    const home = newFolder('home-');
    const options = { env: { HOME: home, SW_LOCAL_STORAGE: root, TMPDIR: home }, cwd: home };
    const before = footprint(root);
    for (const args of [
      ['list'],
      ['list', '--removed', '--json'],
      ['info', '@latest'],
      ['summary', '@latest'],
      ['tables', '@latest', '--count'],
      ['rows', '6jfe', 'results'],
      ['status', '@latest'],
      ['doctor', '--store'],
      ['logs', '@latest'],
      ['instance', 'list'],
      ['list', '--bogus'],
    ]) {
      await runProcess(args, options);
    }
    expect(footprint(root)).toEqual(before);
    expect(readdirSync(home)).toEqual([]);
  });

  it('leaves no file of a store open', async () => {
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const probe = openSync('/dev/null', 'r');
    closeSync(probe);
    mkdirSync(join(folder, 'fd'), { recursive: true });
    const before = descriptors();
    for (let at = 0; at < 2; at++) {
      for (const form of [
        ['--limit', '1'],
        ['--limit', '1', '--json'],
        ['--columns', 'nope'],
        ['-q', '--where', 'v < 0'],
        ['--tail', '2'],
      ]) {
        await swjob([...TABLE, ...form], { env });
      }
    }
    expect(descriptors()).toBeLessThanOrEqual(before + 2);
  });
});
