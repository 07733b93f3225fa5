import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { screenWidth } from '../../src/cli/screen.ts';
import { PROGRAM, storeEnv, swjob, swjobProcess } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';
import { JOB, text, writeStore } from './written-store.ts';

describe('the width of a screen', () => {
  it.each([
    [120, {}, 120],
    [120, { COLUMNS: '70' }, 120],
    [0, {}, 80],
    [0, { COLUMNS: '132' }, 132],
    [undefined, { COLUMNS: '132' }, 132],
    [undefined, { COLUMNS: '0' }, 80],
    [undefined, { COLUMNS: 'wide' }, 80],
  ])('of a terminal that reports %s, in %j, is %d', (columns, env, width) => {
    expect(screenWidth(columns === undefined ? {} : { columns }, env)).toBe(width);
  });

  it('of 0 columns counts as 80', async () => {
    const env = storeEnv(await unpackStore('real'));
    const shown = async (columns: number) => swjob(['list'], { env: { ...env, NO_COLOR: '1' }, tty: { columns } });
    expect(await shown(0)).toEqual(await shown(80));
    expect((await shown(0)).stdout).toContain('SUCCESS');
  });
});

describe('a terminal without UTF-8', () => {
  it.each([
    [['diff', 'jcnv', 'gjei'], ' > '],
    [['compare', 'jcnv', 'gjei'], '^'],
    [['rows', 'jcnv'], '~'],
    [['info', '624a'], '#'],
    [['watch', 'jcnv'], '~'],
  ])('gets %j in ASCII', async (args, sign) => {
    const env = { ...storeEnv(await unpackStore('vision')), NO_COLOR: '1', TERM: 'xterm' };
    const tty = { columns: 60, rows: 500 };
    const shown = await swjob(args, { env: { ...env, LC_ALL: 'C' }, tty });
    expect(shown.stdout + shown.stderr).toMatch(/^[\n\u001b -~]*$/);
    expect(shown.stdout).toContain(sign);
    const other = await swjob(args, { env: { ...env, LC_ALL: 'C.UTF-8' }, tty });
    expect(other.stdout).not.toBe(shown.stdout);
    expect(other.stdout.length).toBe(shown.stdout.length);
  });

  it('gets values in JSON as they are', async () => {
    const blocks = [[{ key: 1, revision: 1n, cells: { note: text('a → b…') } }]];
    const { root } = await writeStore({ t: { keyType: 'INT64', blocks } });
    const env = { ...storeEnv(root), LC_ALL: 'C' };
    const shown = await swjob(['rows', JOB, 't', '-o', 'jsonl'], { env, tty: { columns: 80 } });
    expect(shown.stdout).toBe('{"id":1,"note":"a → b…"}\n');
  });
});

describe('a table in a pipe', () => {
  const list = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    swjob(['list', '--size', '2', ...args], { env: { ...storeEnv(await unpackStore('real')), ...env } });

  it('is drawn with -o table, 80 or $COLUMNS cells wide, without colours', async () => {
    const drawn = await list(['-o', 'table']);
    expect(drawn.stdout.split('\n')[0]).toMatch(/^id {12}status {3}/i);
    expect(Math.max(...drawn.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(drawn.stdout).not.toContain('\u001b');
    const narrow = await list(['-o', 'table'], { COLUMNS: '40' });
    expect(Math.max(...narrow.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  it('is drawn with colours for --color always, but not for a variable that forces them', async () => {
    expect((await list(['--color', 'always'])).stdout).toMatch(/\u001b\[1mid/i);
    expect((await list([], { FORCE_COLOR: '1' })).stdout).toMatch(/^\S+\tSUCCESS\t/);
  });
});

describe('times for people', () => {
  it.each([
    [{ TZ: 'Asia/Kathmandu' }, [], '2026-11-23T14:40:30+05:45'],
    [{ TZ: 'America/St_Johns' }, [], '2026-11-23T05:25:30-03:30'],
    [{ TZ: 'UTC' }, [], '2026-11-23T08:55:30Z'],
    [{ TZ: 'Asia/Kathmandu' }, ['--utc'], '2026-11-23T08:55:30Z'],
  ])('in the zone of %j with %j are %s', async (zone, args, time) => {
    const env = { ...storeEnv(await unpackStore('real')), ...zone };
    const { stdout } = await swjobProcess(['info', 'qsrg', '-o', 'table', ...args], { env });
    expect(stdout).toMatch(new RegExp(`^Created: +${time.replace('+', '\\+')} \\(`, 'm'));
    expect((await swjobProcess(['list', '--json'], { env })).stdout).toContain('"2026-11-23T08:55:30Z"');
  });
});

describe.skipIf(process.platform !== 'linux')('a full disk', () => {
  it.each([
    ['--version'],
    ['--help'],
    ['list', '--help'],
    ['help', 'uris'],
    ['completion', 'bash'],
    ['list'],
  ])('makes `swjob %s` fail', async (...args) => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      env: storeEnv(await unpackStore('real')),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect({ status, stderr: stderr.split('\n')[0] }).toEqual({
      status: 1,
      stderr: 'swjob: cannot write the output: no space left on the device',
    });
  });
});
