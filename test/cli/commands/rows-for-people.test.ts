import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';
import { artifact, int, JOB, text, writeStore } from '../written-store.ts';

async function shown(store: StoreName, args: readonly string[], columns: number | null = 100) {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  const ended = await swjob(['rows', ...args], { env, ...(columns !== null && { tty: { columns, rows: 500 } }) });
  return { ...ended, stderr: ended.stderr.replaceAll('\n', ' ').trim() };
}

describe('the note under the rows of a table', () => {
  it.each([
    [['qsrg', 'labels'], '4 rows'],
    [['qsrg', 'labels', '--limit', '2'], '2 of 4 rows'],
    [['qsrg', 'labels', '--tail', '1'], '1 of 4 rows'],
    [['qsrg', 'labels', '--start', 'bee', '--end', 'dog'], '2 of 4 rows'],
    [['qsrg', 'labels', '--where', 'id == "cat"'], '1 of 4 rows'],
    [['qsrg', 'labels', '--limit', '0'], '0 of 4 rows'],
    [
      ['qsrg', 'labels', '--start', 'zoo'],
      '0 of 4 rows fit --start: swjob rows qsrg labels --limit 10 shows the first.',
    ],
  ])('of %j has their number', async (args, note) => {
    const { stderr } = await shown('real', args, 200);
    expect(stderr).toBe(note);
  });

  it('is missing in a pipe, for programs, and with --quiet', async () => {
    expect((await shown('real', ['qsrg', 'labels', '--limit', '2'], null)).stderr).toBe('');
    expect((await shown('real', ['qsrg', 'labels', '--limit', '2', '--json'])).stderr).toBe('');
    expect((await shown('real', ['qsrg', 'labels', '-q'])).stderr).toBe('');
    expect(
      (await shown('real', ['qsrg', 'labels', '-o', 'table', '--limit', '2', '--columns', 'id'], null)).stderr,
    ).toBe('2 of 4 rows');
  });

  it('says that an earlier revision of a table was empty', async () => {
    const note = 'The table had no rows at revision 0: swjob rows dffx keys/int shows the newest.';
    expect((await shown('tables', ['dffx', 'keys/int', '--revision', '0'])).stderr).toBe(note);
    expect((await shown('tables', ['dffx', 'keys/int', '--revision', '0', '--limit', '2'])).stderr).toBe(note);
  });

  it('says that a table is empty', async () => {
    expect((await shown('tables', ['dffx', 'empty-after-delete'])).stderr).toBe('The table has no rows.');
    expect((await shown('tables', ['dffx', 'empty-after-delete', '--limit', '1'])).stderr).toBe(
      'The table has no rows.',
    );
  });
});

describe('rows --record', () => {
  it('has one column per line, within the width of a terminal', async () => {
    const { stdout, stderr } = await shown('real', ['qsrg', 'labels', '-r', '--limit', '2', '--columns', 'id,auc'], 60);
    expect({ stdout, stderr }).toEqual({
      stdout: 'id:   ant\nauc:  0.9665\n\nid:   bee\nauc:  0.97855\n',
      stderr: '2 of 4 rows',
    });
  });

  it('cuts lines to the terminal, but not in a pipe', async () => {
    const { root } = await writeStore({});
    const cells = {
      long: text('word '.repeat(60).trim()),
      note: artifact(root, 'x', { _mime_type: 'text/plain' }),
      n: int(1),
    };
    const store = await writeStore({ t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells }]] } });
    const env = { ...storeEnv(store.root), NO_COLOR: '1' };
    const narrow = await swjob(['rows', JOB, 't', '-r'], { env, tty: { columns: 40 } });
    expect(Math.max(...narrow.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
    const piped = await swjob(['rows', JOB, 't', '-r'], { env });
    expect(piped.stdout.split('\n')[1]).toBe(`long:  ${'word '.repeat(60).trim()}`);
  });

  it('is refused with a format for programs', async () => {
    expect(await shown('real', ['qsrg', 'labels', '-r', '--json'])).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('rows without a table', () => {
  it('reads results', async () => {
    expect(await shown('real', ['qsrg', '--limit', '1'])).toEqual(
      await shown('real', ['qsrg', 'results', '--limit', '1']),
    );
    expect((await shown('real', ['qsrg', '--json'])).stdout).toBe(
      (await shown('real', ['qsrg', 'results', '--json'])).stdout,
    );
  });

  it('lists the tables if there are no results, except in formats for programs', async () => {
    const listed = await shown('tables', ['dffx'], null);
    expect(listed.status).toBe(0);
    expect(listed.stdout.split('\n')).toContain('deletes');
    expect(listed.stderr).toBe('Name one of them: swjob rows dffx TABLE');
    const refused = await shown('tables', ['dffx', '--json']);
    expect(refused).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('deletes') });
  });
});
