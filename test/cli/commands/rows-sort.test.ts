import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';

const CLASSIFIED = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

async function rows(store: 'tables' | 'real', args: readonly string[], job = '@latest') {
  return swjob(['rows', job, ...args], { env: storeEnv(await unpackStore(store)) });
}

async function keys(store: 'tables' | 'real', args: readonly string[], job?: string): Promise<string> {
  const { status, stdout, stderr } = await rows(store, [...args, '-q'], job);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trimEnd().replaceAll('\n', ' ');
}

describe('rows --sort', () => {
  it('sorts by several columns, missing values last both ways, equal rows in key order', async () => {
    expect(await keys('tables', ['deletes', '--sort', 'a'])).toBe('4 6 9 10 11 20 2 3 1 5');
    expect(await keys('tables', ['deletes', '--sort=-a'])).toBe('3 2 20 11 10 9 6 4 1 5');
    expect(await keys('tables', ['deletes', '--sort', 'c,-a'])).toBe('5 3 2 20 11 10 9 6 4 1');
  });

  it('sorts before --limit and --tail, and after --where', async () => {
    expect(await keys('tables', ['deletes', '--sort=-a', '--limit', '2'])).toBe('3 2');
    expect(await keys('tables', ['deletes', '--sort=-a', '--tail', '3'])).toBe('4 1 5');
    expect(await keys('tables', ['deletes', '--where', 'a < 10', '--sort=-a', '--limit', '2'])).toBe('9 6');
    expect(await keys('tables', ['deletes', '--sort', 'a', '--limit', '0'])).toBe('');
    expect(await keys('tables', ['keys/int', '--sort=-id', '--tail', '2'])).toBe('-100 -9223372036854775808');
  });

  it('can use columns that are not printed, and prints the same rows in every format', async () => {
    const args = ['labels', '--sort=-support', '--columns', 'recall', '--limit', '2'];
    const { stdout } = await rows('real', [...args, '-o', 'csv'], CLASSIFIED);
    expect(stdout).toBe('recall\n0.8928571428571429\n0.8679245283018868\n');
    for (const format of ['json', 'tsv', 'md', 'table']) {
      expect((await rows('real', [...args, '-o', format], CLASSIFIED)).stdout).toMatch(/0\.89.*\n(.*\n?)*?.*0\.86/);
    }
  });

  it('reaches into values', async () => {
    expect(await keys('real', ['objects', '--sort=-box.width', '--limit', '1'], 'irti')).toMatch(/^\d+$/);
    const { stdout } = await rows(
      'real',
      ['objects', '--sort=-box/width', '--columns', 'box/width', '-o', 'csv'],
      'irti',
    );
    const widths = stdout.split('\n').slice(1, -1).filter(Boolean).map(Number);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  });

  it('refuses what no row has, and an empty name', async () => {
    const unknown = await rows('real', ['labels', '--sort=-suport'], CLASSIFIED);
    expect(unknown).toMatchObject({ status: 3, stdout: '' });
    expect(unknown.stderr).toMatch(/no column "suport"\n.*support/);
    expect(await rows('real', ['labels', '--sort', 'a,,b'], CLASSIFIED)).toMatchObject({ status: 2, stdout: '' });
    expect((await rows('real', ['objects', '--sort', 'box.widht'], 'irti')).stderr).toMatch(/no value of "box" has/);
  });
});
