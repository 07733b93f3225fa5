import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SwjobOptions, storeEnv, swjob } from '../../support/cli.ts';
import { copyOfStore } from '../../support/stores.ts';

const JOB = '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s';
const OTHER = 'dkjc7puchs2m6mp427co24p3n7mccqqpno2qjudu';
const URI = `local/project/self/job/${JOB}`;

let root: string;
beforeEach(async () => {
  root = await copyOfStore('jobs');
});

const run = (args: readonly string[], options: SwjobOptions = {}) => swjob(args, { env: storeEnv(root), ...options });
const ids = async (...args: string[]) => (await run(['list', '-q', '--all', ...args])).stdout.split('\n').slice(0, -1);

describe('remove and recover', () => {
  it('move a job to the trash and back', async () => {
    const before = await ids();
    expect(await run(['remove', '6jfe', '--yes'])).toEqual({ status: 0, stdout: `removed ${URI}\n`, stderr: '' });
    expect(await ids()).toEqual(before.filter((id) => id !== JOB));
    expect(await ids('--removed')).toContain(JOB);
    expect(await run(['recover', '6jfe'])).toEqual({ status: 0, stdout: `recovered ${URI}\n`, stderr: '' });
    expect(await ids()).toEqual(before);
  });

  it('ask on a terminal, and do nothing without a yes', async () => {
    for (const [typed, done] of [
      ['y\n', true],
      [' YES \n', true],
      ['n\n', false],
      ['\n', false],
      ['yesterday\n', false],
    ] as const) {
      const { status, stderr } = await run(['rm', '6jfe'], { stdin: typed, tty: { columns: 80 } });
      expect(stderr).toContain(`Remove the job fx.evaluator:run of 2024-03-01 10:00 (${JOB.slice(0, 12)})? [y/N] `);
      expect({ typed, status, done: !(await ids()).includes(JOB) }).toEqual({ typed, status: done ? 0 : 1, done });
      if (done) await run(['recover', JOB]);
    }
  });

  it('list the jobs that a prefix may mean, one per line', async () => {
    const { status, stderr } = await run(['remove', 'hjdm', '--yes']);
    expect(status).toBe(3);
    expect(stderr.split('\n').slice(1, -1)).toEqual([
      'Give more letters of one of:',
      '  hjdma34kotqcfc5r6vjme2m4rlw3umugdorphvls',
      '  hjdmb5bcwfsubusuj2esm4siqykvaxc5kxxsg4n3',
      '  hjdmzzrqqq',
    ]);
  });

  it('never wait if nobody can answer', async () => {
    expect(await run(['remove', '6jfe'], { stdin: 'y\n' })).toEqual({
      status: 2,
      stdout: '',
      stderr: `swjob: cannot ask for confirmation: not a terminal (Remove the job fx.evaluator:run of 2024-03-01 10:00 (${JOB.slice(0, 12)})?)\nAdd --yes to skip the question.\n`,
    });
    expect(await ids()).toContain(JOB);
  });

  it('delete only the one job for good with --force', async () => {
    const before = await ids();
    const ended = await run(['remove', '6jfe', '--force', '--yes']);
    expect(ended).toEqual({
      status: 0,
      stdout: `deleted ${URI}\n`,
      stderr:
        'Still in the store: 1 table (763 B) and 1 summary row. ' +
        'swjob doctor --store --prune deletes tables without a job.\n',
    });
    expect(await ids()).toEqual(before.filter((id) => id !== JOB));
    expect(await ids('--removed')).not.toContain(JOB);
    expect(existsSync(join(root, 'self', 'job', '6j', JOB))).toBe(false);
    expect((await run(['recover', JOB])).status).toBe(3);
  });

  it('continue with the other jobs if one does not exist, and end with its status', async () => {
    const ended = await run(['remove', 'nope', '6jfe', '--yes', '--json']);
    expect(ended.status).toBe(3);
    expect(JSON.parse(ended.stdout)).toEqual([
      { uri: 'nope', ok: false, error: 'no job "nope" in the project self' },
      { uri: URI, ok: true, error: null },
    ]);
    expect(ended.stderr).toContain('swjob: no job "nope" in the project self\n');
    expect(await ids()).not.toContain(JOB);
  });

  it('accept -y and -f as swcli and gh do, even if nothing is asked', async () => {
    expect((await run(['rm', '6jfe', '-y'])).status).toBe(0);
    expect((await run(['recover', JOB, '-y'])).status).toBe(0);
    expect((await run(['rm', '6jfe', '-y'])).status).toBe(0);
    expect((await run(['recover', JOB, '-f'])).status).toBe(0);
    // It asks because the deletion is for good.
    expect((await run(['rm', '6jfe', '-f'])).status).toBe(2);
    expect((await run(['rm', '6jfe', '-fy'])).stdout).toBe(`deleted ${URI}\n`);
    for (const action of ['pause', 'resume', 'cancel']) {
      for (const flag of ['-y', '-f']) expect((await run([action, OTHER, flag])).stderr).not.toMatch(/option|confirm/);
    }
  });

  it('print the affected jobs as JSON with --quiet', async () => {
    const ended = await run(['remove', 'nope', JOB, '--yes', '-q', '-o', 'json']);
    expect(ended.status).toBe(3);
    expect(JSON.parse(ended.stdout)).toEqual([URI]);
  });

  it('read URIs from standard input, and print the affected ones with --quiet', async () => {
    const ended = await run(['remove', '-', '--yes', '-q'], { stdin: `${JOB}\n${OTHER}\n` });
    expect(ended).toEqual({ status: 0, stdout: `${URI}\nlocal/project/self/job/${OTHER}\n`, stderr: '' });
  });

  it('find only jobs in the right state', async () => {
    expect((await run(['recover', JOB])).status).toBe(3);
    await run(['remove', JOB, '--yes']);
    expect((await run(['remove', JOB, '--yes'])).status).toBe(3);
    expect((await run(['status', JOB])).stdout).toBe('SUCCESS\n');
  });
});
