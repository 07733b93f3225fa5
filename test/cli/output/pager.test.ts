import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../../src/cli/context.ts';
import { type SwjobOptions, storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';

/** Runs a command, by default list, on a terminal of ten lines with a real process as the pager; returns what it received. */
async function listThrough(
  pager: string,
  args: readonly string[] = [],
  rows = 10,
  store: StoreName = 'jobs',
  words = ['list'],
) {
  const started: { command: string; output: Promise<string> }[] = [];
  const begin: Context['spawn'] = (command, words, options): ChildProcess => {
    const child = spawn(command, [...words], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    started.push({ command, output: child.stdout ? text(child.stdout) : Promise.resolve('') });
    return child;
  };
  const options: SwjobOptions = {
    env: { ...storeEnv(await unpackStore(store)), NO_COLOR: '1', PATH: process.env['PATH'], PAGER: pager },
    tty: { columns: 100, rows },
    spawn: begin,
  };
  const ended = await swjob([...words, ...args], options);
  return { ...ended, paged: await Promise.all(started.map(({ output }) => output)) };
}

describe('$PAGER', () => {
  it('receives output longer than the terminal, with its arguments', async () => {
    const { status, stdout, paged } = await listThrough('sed s/SUCCESS/paged/');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(paged).toHaveLength(1);
    expect(paged[0]?.match(/ paged /g)).toHaveLength(12);
    expect(paged[0]?.split('\n')).toHaveLength(16);
  });

  it('is not started for output that fits, in a pipe, with --no-pager, or if it is cat', async () => {
    expect((await listThrough('sed p', [], 50)).paged).toEqual([]);
    expect((await listThrough('sed p', ['--no-pager'])).paged).toEqual([]);
    expect((await listThrough('cat')).paged).toEqual([]);
    const env = { ...storeEnv(await unpackStore('jobs')), PAGER: 'sed p' };
    expect((await swjob(['list'], { env })).stdout.split('\n')).toHaveLength(15);
  });

  it('is skipped if it cannot be started', async () => {
    const { status, stdout } = await listThrough('no-such-pager-anywhere');
    expect(status).toBe(0);
    expect(stdout.split('\n')).toHaveLength(16);
  });

  it('can be quit early, which is a normal end', async () => {
    const { status, stderr } = await listThrough('true');
    expect({ status, error: stderr.includes('swjob:') }).toEqual({ status: 0, error: false });
  });

  it('receives a table wider than the terminal with --no-truncate, however short', async () => {
    const rows = ['rows', 'qsrg', 'results', '--limit', '1'];
    expect((await listThrough('sed p', [], 50, 'real', rows)).paged).toEqual([]);
    expect((await listThrough('sed p', ['--no-truncate'], 50, 'real', rows)).paged).toHaveLength(1);
    expect((await listThrough('sed p', ['--no-truncate', '-o', 'jsonl'], 50, 'real', rows)).paged).toEqual([]);
  });
});

describe('without a pager', () => {
  it('a thousand rows are drawn, with a note on how to see the others', async () => {
    const rows = ['rows', 'dffx', 'blocks-25k'];
    const drawn = async (...args: string[]) => listThrough('cat', args, 50, 'tables', rows);
    for (const pager of ['cat', '', 'no-such-pager-anywhere', '/no/such/pager']) {
      const { stdout, stderr } = await listThrough(pager, [], 50, 'tables', rows);
      expect(stdout.split('\n'), pager).toHaveLength(1002);
      expect(stderr.replaceAll('\n', ' ')).toContain('Only the first 1000 rows are shown: --limit and --tail select');
      expect(stderr).toMatch(/^1000 of 25203 rows$/m);
    }
    for (const args of [['--no-pager'], ['--limit', '1500']]) {
      const all = await drawn(...args);
      expect(all.stdout.split('\n').length).toBeGreaterThan(1500);
      expect(all.stderr).not.toContain('Only');
    }
  });
});
