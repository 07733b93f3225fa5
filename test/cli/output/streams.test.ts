import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';

const jobs = async () => storeEnv(await unpackStore('jobs'));

describe('standard output and standard error', () => {
  it('has data on stdout and everything else on stderr', async () => {
    const env = { ...(await jobs()), NO_COLOR: '1' };
    const ended = await swjob(['list', '--size', '2', '--metric', 'loss'], { env, tty: { columns: 120 } });
    expect(ended.stderr).toBe(
      'swjob: no listed job has the metric "loss"\n14 jobs, page 1 of 7 (--page 2 for the next, --all for all)\n',
    );
    expect(ended.stdout.split('\n')).toHaveLength(4);
  });

  it('has nothing on stdout when a command fails, and nothing but the error on stderr', async () => {
    const ended = await swjob(['info', 'nope', '--json'], { env: await jobs() });
    expect(ended).toEqual({
      status: 3,
      stdout: '',
      stderr: 'swjob: no job "nope" in the project self\nList the jobs there are: swjob list -p self\n',
    });
  });

  it('tells the total on a terminal only', async () => {
    const env = await jobs();
    expect((await swjob(['list'], { env })).stderr).toBe('');
    expect((await swjob(['list', '--json'], { env, tty: { columns: 80 } })).stderr).toBe('');
  });

  it('keeps notes, but not warnings, from --quiet', async () => {
    const ended = await swjob(['list', '-q', '--size', '2', '--metric', 'loss'], {
      env: await jobs(),
      tty: { columns: 80 },
    });
    expect(ended.stderr).toBe('swjob: no listed job has the metric "loss"\n');
    expect((await swjob(['summary', 'hzc7', '-q'], { env: await jobs() })).stderr).toBe('');
  });

  it('tells where something went wrong with --verbose only', async () => {
    const env = await jobs();
    expect((await swjob(['info', 'nope'], { env })).stderr).not.toContain('    at ');
    expect((await swjob(['info', 'nope', '--verbose'], { env })).stderr).toContain('\n    at ');
  });

  it('prints help on stdout', async () => {
    for (const args of [['--help'], ['list', '--help'], ['help', 'list'], []]) {
      const { status, stdout, stderr } = await swjob(args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('Usage: swjob');
    }
  });
});

describe('where options may stand', () => {
  it('takes global options before and after the command', async () => {
    const env = await jobs();
    const after = await swjob(['list', '-o', 'json'], { env });
    expect(await swjob(['-o', 'json', 'list'], { env })).toEqual(after);
    expect(await swjob(['--json', 'list'], { env })).toEqual(after);
    expect(await swjob(['list', '--output=json'], { env })).toEqual(after);
  });

  it('takes the word job before the command, as swcli does', async () => {
    const env = await jobs();
    const plain = await swjob(['list', '-o', 'json'], { env });
    expect(await swjob(['job', 'list', '-o', 'json'], { env })).toEqual(plain);
    expect(await swjob(['-o', 'json', 'job', 'list'], { env })).toEqual(plain);
    expect(await swjob(['--output', 'json', 'job', 'ls'], { env })).toEqual(plain);
  });

  it('refuses --json beside another format', async () => {
    expect(await swjob(['list', '--json', '-o', 'csv'], { env: await jobs() })).toMatchObject({
      status: 2,
      stderr: 'swjob: --json and --output csv exclude each other\n',
    });
  });
});
