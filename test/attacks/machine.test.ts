import { type ChildProcess, execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { artifact, int, JOB, writeStore } from '../cli/written-store.ts';
import { PROGRAM, storeEnv, swjob } from '../support/cli.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../support/stores.ts';
import { type Write, writeTable } from '../support/write-table.ts';
import { expectCleanExit, footprint } from './expect-clean-exit.ts';
import { type ProcessEnd, type ProcessOptions, peakMiB, runProcess, TELL_PEAK } from './process.ts';

// What the machine may do to a process: runs the built program in real processes, under real limits.

const TABLE = ['rows', '@latest', 'blocks-25k'];
const TEMPORARY = /\.tmp$/;

let folder: string;
let env: Record<string, string>;
let tables: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  tables = await unpackStore('tables');
  env = storeEnv(tables);
});
const newFolder = (name = 'out-') => mkdtempSync(join(folder, name));

/** A store with one table, which has an artifact of that size in each row. */
async function storeOfArtifacts(count: number, size: number): Promise<string> {
  const { root, folderOf } = await writeStore({ t: { keyType: 'INT64', blocks: [] } });
  const writes = Array.from(
    { length: count },
    (_, key): Write => ({
      key,
      revision: 1n,
      cells: { a: artifact(root, `${key} `.repeat(size / 2)) },
    }),
  );
  writeTable(folderOf('t'), { keyType: 'INT64', blocks: [writes] });
  return root;
}

/** Makes one of the store's manifests say that its job is running; returns the job's version. */
async function runningJob(root: string): Promise<string> {
  const jobs = JSON.parse((await swjob(['list', '--all', '--json'], { env: storeEnv(root) })).stdout) as {
    id: string;
  }[];
  const version = jobs[0]?.id ?? '';
  writeFileSync(join(root, 'self', 'job', version.slice(0, 2), version, '_manifest.yaml'), 'status: running\n');
  return version;
}

describe('a full disk', () => {
  const FORMS = [['--json'], ['-o', 'csv'], ['-q'], []];

  it.each(FORMS.map((form) => [form] as const))('at stdout ends rows %j with 1 and the reason', async (form) => {
    const ended = await runProcess([...TABLE, ...form], { env, redirect: '> /dev/full' });
    expectCleanExit(ended);
    expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining('no space left on the device') });
  });

  it('at stdout ends commands that print little, too', async () => {
    for (const args of [['list'], ['info', '@latest', '--json'], ['tables', '@latest']]) {
      const ended = await runProcess(args, { env, redirect: '> /dev/full' });
      expect({ args, ...ended }).toMatchObject({ status: 1, stderr: expect.stringContaining('no space') });
    }
  });

  it('at --out ends with 1, even for a device', async () => {
    const ended = await runProcess([...TABLE, '--out', '/dev/full'], { env });
    expectCleanExit(ended);
    expect(ended).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('no space') });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  it('leaves no partial file under the name of --out, nor beside it', async () => {
    for (const form of [['--json'], ['-o', 'csv']]) {
      const target = newFolder();
      const out = join(target, 'rows.txt');
      const limited = { env, prelude: 'ulimit -f 100' };
      const ended = await runProcess([...TABLE, ...form, '--out', out], limited);
      expectCleanExit(ended);
      expect([ended.status, readdirSync(target)]).toEqual([1, []]);
      writeFileSync(out, 'what was there before');
      expect((await runProcess([...TABLE, ...form, '--out', out], limited)).status).toBe(1);
      expect([readdirSync(target), readFileSync(out, 'utf8')]).toEqual([['rows.txt'], 'what was there before']);
    }
  });

  it('leaves no partial artifact under its name', async () => {
    const root = await storeOfArtifacts(3, 300_000);
    const target = newFolder();
    const ended = await runProcess(['rows', JOB, 't', '-q', '--save-artifacts', target], {
      env: storeEnv(root),
      prelude: 'ulimit -f 100',
    });
    expectCleanExit(ended);
    expect([ended.status, readdirSync(target)]).toEqual([1, ['index.csv']]);
    expect(readFileSync(join(target, 'index.csv'), 'utf8')).not.toMatch(/\.bin/);
  });
});

describe('few file descriptors', () => {
  it('are enough for thousands of blocks, each read once', async () => {
    const block = (at: number): Write[] => [{ key: at, revision: 1n, cells: { a: int(at) } }];
    const { root } = await writeStore({
      t: { keyType: 'INT64', blocks: Array.from({ length: 1500 }, (_, at) => block(at)) },
    });
    for (const form of [['-o', 'jsonl'], ['-o', 'csv'], ['-q']]) {
      const ended = await runProcess(['rows', JOB, 't', ...form], { env: storeEnv(root), prelude: 'ulimit -n 40' });
      expect({ ...ended, stdout: ended.stdout.split('\n').filter((line) => /\d/.test(line)).length }).toMatchObject({
        status: 0,
        stdout: 1500,
        stderr: '',
      });
    }
  });

  it('that do not suffice for one file end with a reason', async () => {
    for (const limit of [22, 26, 30]) {
      const ended = await runProcess(TABLE, { env, prelude: `ulimit -n ${limit}` });
      // Node itself needs about twenty.
      if (ended.status < 0 || ended.status > 130 || ended.stderr.includes('node:internal')) continue;
      if (ended.status === 0) expect(ended.stdout.split('\n')).toHaveLength(25_204);
      else expect(ended.stderr).toMatch(/^swjob: /);
    }
  });
});

describe('little memory', () => {
  it.each([[['--json']], [['-o', 'csv']], [['-q']]])('is enough for a large table in rows %j', async (form) => {
    const ended = await runProcess([...TABLE, ...form], {
      env: { ...env, NODE_OPTIONS: '--max-old-space-size=128' },
      nodeArgs: TELL_PEAK,
    });
    expect(ended.status).toBe(0);
    expect(peakMiB(ended)).toBeLessThan(260);
  });
});

describe('a signal', () => {
  const moments = [0, 70, 110, 170];

  /** Sends a signal after each of these times; returns how each process ended. */
  async function endedBy(
    signal: NodeJS.Signals,
    args: readonly string[],
    options: ProcessOptions,
    when: readonly number[] = moments,
  ): Promise<ProcessEnd[]> {
    const ends: ProcessEnd[] = [];
    for (const moment of when) {
      const onStart: ProcessOptions['onStart'] = (child) => void sleep(moment).then(() => child.kill(signal));
      ends.push(await runProcess(args, { ...options, onStart }));
    }
    return ends;
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s at any moment leaves a complete --out or none', async (signal, status) => {
    const target = newFolder();
    const out = join(target, 'rows.json');
    const whole = (await runProcess([...TABLE, '--json'], { env })).stdout;
    const onStart = (moment: number) => (child: ChildProcess) => void sleep(moment).then(() => child.kill(signal));
    for (const moment of moments) {
      const ended = await runProcess([...TABLE, '--json', '--out', out], { env, onStart: onStart(moment) });
      expect(ended.stderr).not.toMatch(/internal error|^\s+at /m);
      // Until the program is loaded, the signal itself ends the process.
      expect([0, status, -1]).toContain(ended.status);
      if (ended.status === -1) expect(ended.signal).toBe(signal);
      const left = readdirSync(target);
      expect(left).toEqual(ended.status === 0 ? ['rows.json'] : left.filter((name) => name === 'rows.json'));
      if (existsSync(out)) expect(readFileSync(out, 'utf8') === whole).toBe(true);
    }
  });

  it('SIGTERM at any moment leaves only complete artifacts, and no temporary file', async () => {
    const root = await storeOfArtifacts(100, 20_000);
    const target = newFolder();
    await endedBy('SIGTERM', ['rows', JOB, 't', '-q', '--save-artifacts', target], { env: storeEnv(root) });
    const left = readdirSync(target);
    expect(left.filter((name) => TEMPORARY.test(name))).toEqual([]);
    for (const name of left.filter((one) => one !== 'index.csv')) {
      const key = Number(/^\d+/.exec(name)?.[0]);
      expect(readFileSync(join(target, name), 'utf8')).toBe(`${key} `.repeat(10_000));
    }
  });

  it('SIGPIPE alone changes nothing', async () => {
    for (const { status, signal, stdout } of await endedBy('SIGPIPE', [...TABLE, '-q'], { env }, [30, 120, 400])) {
      if (status === 0) expect(stdout.split('\n')).toHaveLength(25_204);
      else expect(signal).toBe('SIGPIPE');
    }
  });

  it('SIGINT ends any kind of waiting at once', async () => {
    const root = await copyOfStore('jobs');
    const version = await runningJob(root);
    const started = performance.now();
    const ended = await runProcess(['status', version, '--wait', '--interval', '60s'], {
      env: storeEnv(root),
      onStart: (child) => void sleep(600).then(() => child.kill('SIGINT')),
    });
    expect(ended).toMatchObject({ status: 130, stdout: '' });
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('a user without rights', () => {
  // Root may do everything, so the tests then run as another user.
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? 65_534 : undefined;
  const asUser = (options: ProcessOptions): ProcessOptions => ({
    ...options,
    ...(user !== undefined && { user, cwd: '/' }),
  });
  let program: string;
  beforeAll(() => {
    chmodSync(folder, 0o755);
    // The project may be in a folder that only its owner can enter.
    program = join(newFolder('program-'), 'swjob');
    chmodSync(join(program, '..'), 0o755);
    for (const part of ['bin', 'dist', 'package.json'])
      cpSync(join(PROGRAM, '..', '..', part), join(program, part), { recursive: true, dereference: true });
  });
  const run = (args: readonly string[], options: ProcessOptions) =>
    runProcess(args, asUser({ ...options, program: join(program, 'bin', 'swjob.js') }));

  it('learns which file is not readable, with exit status 4', async () => {
    const root = await copyOfStore('jobs');
    chmodSync(join(root, '..'), 0o755);
    const there = { env: { SW_LOCAL_STORAGE: root } };
    const readable = await run(['list', '-q'], there);
    expect(readable).toMatchObject({ status: 0, stderr: '' });
    const secret = (path: string) => {
      chmodSync(path, 0);
      return path;
    };
    const cases: [string, string[]][] = [
      [secret(join(root, '.datastore', 'manifest.json')), ['tables', '@latest']],
      [secret(join(root, 'self', 'job')), ['list']],
      [secret(root), ['list']],
    ];
    for (const [path, args] of cases.toReversed()) {
      const ended = await run(args, there);
      expectCleanExit(ended);
      expect({ path, ...ended }).toMatchObject({ status: 4, stdout: '' });
      expect(ended.stderr).toContain(path);
      expect(ended.stderr).toContain('no permission');
      chmodSync(path, 0o755);
    }
  });

  it('can read without write access to the home folder, and learns when a write fails', async () => {
    const home = newFolder('home-');
    chmodSync(home, 0o555);
    const root = await copyOfStore('tables');
    execFileSync('chmod', ['-R', 'a+rX', join(root, '..')]);
    const options = { env: { HOME: home, SW_LOCAL_STORAGE: root } };
    expect((await run(['list', '-q'], options)).status).toBe(0);
    expect((await run([...TABLE, '-q', '--limit', '1'], options)).status).toBe(0);
    for (const args of [
      ['project', 'select', 'other'],
      ['instance', 'login', 'http://127.0.0.1:9', '--token', 'x', '--request-timeout', '1s'],
      [...TABLE, '--out', join(home, 'x')],
      [...TABLE, '--save-artifacts', join(home, 'x')],
    ]) {
      const ended = await run(args, options);
      expectCleanExit(ended);
      expect({ args, status: ended.status }).not.toMatchObject({ status: 0 });
    }
    expect(readdirSync(home)).toEqual([]);
  });
});

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
