import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

const JOB = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

async function printed(...args: readonly string[]) {
  return (await swjob(args, { env: storeEnv(await unpackStore('real')) })).stdout;
}

describe('--precision', () => {
  it('rounds the numbers of tables', async () => {
    expect((await printed('rows', JOB, 'labels', '--columns', 'id,recall', '--precision', '2')).split('\n')[0]).toBe(
      'ant\t0.87',
    );
    expect(await printed('summary', JOB, '--precision', '1')).toMatch(/^accuracy\t0\.8$/m);
    expect(await printed('list', '--metric', 'accuracy', '--filter', 'accuracy == 0.85', '--precision', '1')).toMatch(
      /\t0\.(?:8|9)\n/,
    );
    expect(await printed('summary', JOB, JOB, '--fields', 'accuracy', '--precision', '0')).toBe('accuracy\t1\t1\n');
  });

  it('does not change formats for programs, nor keys', async () => {
    for (const format of ['json', 'jsonl', 'csv', 'tsv']) {
      const args = ['rows', JOB, 'labels', '-o', format];
      expect(await printed(...args, '--precision', '2')).toBe(await printed(...args));
    }
    expect(await printed('rows', JOB, 'labels', '-q', '--precision', '0')).toBe('ant\nbee\ncat\ndog\n');
  });

  it.each(['-1', 'x', '1.5', '16'])('refuses %s', async (digits) => {
    const { status, stderr } = await swjob(['list', '--precision', digits], { env: {} });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^swjob: --precision /) });
  });
});
