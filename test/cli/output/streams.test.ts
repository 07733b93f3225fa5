import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';

const jobs = async () => storeEnv(await unpackStore('jobs'));

describe('standard output and standard error', () => {
  it('get data on stdout and everything else on stderr', async () => {
    const env = { ...(await jobs()), NO_COLOR: '1' };
    const ended = await swjob(['list', '--size', '2', '--metric', 'loss'], { env, tty: { columns: 120 } });
    expect(ended.stderr).toBe(
      'swjob: no listed job has the metric "loss"\n14 jobs, page 1 of 7 (--page 2 for the next, --all for all)\n',
    );
    expect(ended.stdout.split('\n')).toHaveLength(4);
  });

  it('get nothing but the error, on stderr, if a command fails', async () => {
    const ended = await swjob(['info', 'nope', '--json'], { env: await jobs() });
    expect(ended).toEqual({
      status: 3,
      stdout: '',
      stderr: 'swjob: no job "nope" in the project self\nList the jobs there are: swjob list -p self\n',
    });
  });

  it('show the total only on a terminal', async () => {
    const env = await jobs();
    expect((await swjob(['list'], { env })).stderr).toBe('');
    expect((await swjob(['list', '--json'], { env, tty: { columns: 80 } })).stderr).toBe('');
  });

  it('omit notes, but not warnings, with --quiet', async () => {
    const ended = await swjob(['list', '-q', '--size', '2', '--metric', 'loss'], {
      env: await jobs(),
      tty: { columns: 80 },
    });
    expect(ended.stderr).toBe('swjob: no listed job has the metric "loss"\n');
    expect((await swjob(['summary', 'hzc7', '-q'], { env: await jobs() })).stderr).toBe('');
  });

  it('show stack traces only with --verbose', async () => {
    const env = await jobs();
    expect((await swjob(['info', 'nope'], { env })).stderr).not.toContain('    at ');
    expect((await swjob(['info', 'nope', '--verbose'], { env })).stderr).toContain('\n    at ');
  });

  it('get help on stdout', async () => {
    for (const args of [['--help'], ['list', '--help'], ['help', 'list'], []]) {
      const { status, stdout, stderr } = await swjob(args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('Usage: swjob');
    }
  });
});

describe('the place of options', () => {
  it('may be before and after the command for global options', async () => {
    const env = await jobs();
    const after = await swjob(['list', '-o', 'json'], { env });
    expect(await swjob(['-o', 'json', 'list'], { env })).toEqual(after);
    expect(await swjob(['--json', 'list'], { env })).toEqual(after);
    expect(await swjob(['list', '--output=json'], { env })).toEqual(after);
  });

  it('does not change with the word job before the command, as in swcli', async () => {
    const env = await jobs();
    const plain = await swjob(['list', '-o', 'json'], { env });
    expect(await swjob(['job', 'list', '-o', 'json'], { env })).toEqual(plain);
    expect(await swjob(['-o', 'json', 'job', 'list'], { env })).toEqual(plain);
    expect(await swjob(['--output', 'json', 'job', 'ls'], { env })).toEqual(plain);
  });

  it('does not allow --json with another format', async () => {
    expect(await swjob(['list', '--json', '-o', 'csv'], { env: await jobs() })).toMatchObject({
      status: 2,
      stderr: 'swjob: --json and --output csv cannot be used together\n',
    });
  });
});
