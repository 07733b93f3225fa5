import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';
import { isThorough } from '../../support/thorough.ts';
import { JOB, text, writeStore } from '../written-store.ts';

async function on(columns: number, store: StoreName, ...args: string[]) {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  return swjob(args, { env, tty: { columns } });
}

async function piped(store: StoreName, ...args: string[]): Promise<string> {
  return (await swjob(args, { env: storeEnv(await unpackStore(store)) })).stdout;
}

const widest = (output: string) => Math.max(...output.split('\n').map((line) => line.length));

describe('a table on a terminal', () => {
  it('fits 60 columns by leaving out the least important', async () => {
    expect(await on(60, 'jobs', 'list', '--size', '4')).toMatchInlineSnapshot(`
      {
        "status": 0,
        "stderr": "A column does not fit the terminal (datasets): --no-truncate
      shows everything, --fields chooses.
      14 jobs, page 1 of 4 (--page 2 for the next, --all for all)
      ",
        "stdout": "id            status   model    handler          created
      llye34ysrktk  SUCCESS  fxmodel  fx.evaluator:r…  2 years ago
      bzgytovbhtpa  SUCCESS  fxmodel  fx.evaluator:r…  2 years ago
      mg6wt2cnqt6v  SUCCESS  fxmodel  fx.evaluator:r…  2 years ago
      t63hkxklju7v  SUCCESS  m/n      fx.evaluator:r…  2 years ago
      ",
      }
    `);
  });

  it('of a page beyond the last says which one that is', async () => {
    const { stdout, stderr } = await on(60, 'jobs', 'list', '--size', '10', '--page', '9');
    expect([stdout, stderr]).toEqual(['', '14 jobs, but page 9 is empty: the last one is 2\n']);
  });

  it('fits 100 columns', async () => {
    expect((await on(100, 'jobs', 'list', '--size', '4')).stdout).toMatchInlineSnapshot(`
      "id            status   model    handler           datasets         created      duration
      llye34ysrktk  SUCCESS  fxmodel  fx.evaluator:run                   2 years ago
      bzgytovbhtpa  SUCCESS  fxmodel  fx.evaluator:run                   2 years ago
      mg6wt2cnqt6v  SUCCESS  fxmodel  fx.evaluator:run                   2 years ago
      t63hkxklju7v  SUCCESS  m/n      fx.evaluator:run  mnist/latest, x  2 years ago
      "
    `);
  });

  it('does not stretch to 200 columns', async () => {
    const wide = await on(200, 'jobs', 'list', '--size', '4', '--fullname');
    expect(wide.stdout).toMatchInlineSnapshot(`
      "project  id                                        status   model        handler           datasets                 created      duration
      self     llye34ysrktk6hsjimuaubhp4rrai3a4nhmz5dj3  SUCCESS  fxmodel      fx.evaluator:run                           2 years ago
      self     bzgytovbhtpavjgxtdc5jif74z2lnxttexhxymb6  SUCCESS  fxmodel      fx.evaluator:run                           2 years ago
      self     mg6wt2cnqt6vfpugcu6wflc7pcmevithaeorbca6  SUCCESS  fxmodel      fx.evaluator:run                           2 years ago
      self     t63hkxklju7vqakathh76ep2swoladu5t44zjqxv  SUCCESS  m/version/n  fx.evaluator:run  mnist/version/latest, x  2 years ago
      "
    `);
  });

  it.each([60, 100, 200])('never exceeds %d columns', async (columns) => {
    for (const args of [['list'], ['list', '--metric', 'acc,accuracy,loss'], ['tables', 'hjdmb', '--count']]) {
      const { stdout } = await on(columns, 'jobs', ...args);
      expect(widest(stdout), args.join(' ')).toBeLessThanOrEqual(columns);
    }
    for (const table of ['labels', 'results']) {
      expect(widest((await on(columns, 'real', 'rows', 'qsrg', table)).stdout), table).toBeLessThanOrEqual(columns);
    }
  });

  it('never cuts an id, however narrow the terminal', async () => {
    const { stdout } = await on(20, 'jobs', 'list', '--fullname', '--size', '1');
    expect(stdout).toBe('id\nllye34ysrktk6hsjimuaubhp4rrai3a4nhmz5dj3\n');
    const keys = (await on(20, 'real', 'rows', 'qsrg', 'results', '--limit', '2')).stdout.split('\n').slice(1, -1);
    expect(keys.map((line) => line.split(' ')[0])).toEqual(['self/points_#@#_0', 'self/points_#@#_1']);
  });

  it('shows complete cells with --no-truncate, and suggests it on stderr if something was cut', async () => {
    const cut = await on(60, 'real', 'rows', 'qsrg', 'results', '--limit', '1');
    expect(cut.stderr.replaceAll('\n', ' ')).toBe(
      '2 columns do not fit the terminal (input/point, input/label): --no-truncate shows everything, --fields chooses. 1 of 200 rows ',
    );
    // The hint is wrapped between words.
    expect(widest(cut.stderr)).toBeLessThanOrEqual(60);
    const whole = await on(60, 'real', 'rows', 'qsrg', 'results', '--limit', '1', '--no-truncate');
    expect(whole.stderr).toBe('1 of 200 rows\n');
    expect(widest(whole.stdout)).toBeGreaterThan(60);
  });

  it('measures wide characters and emoji in cells', async () => {
    const write = (key: string, value: string) => ({ key, revision: 1n, cells: { a: text(value), b: text('|') } });
    const { root } = await writeStore({
      t: {
        keyType: 'STRING',
        blocks: [[write('1', '漢字漢字'), write('2', '👩‍🚀 up'), write('3', 'plain'), write('4', 'é')]],
      },
    });
    const { stdout } = await swjob(['rows', JOB, 't'], {
      env: { ...storeEnv(root), NO_COLOR: '1' },
      tty: { columns: 80 },
    });
    expect(stdout).toBe('id  a         b\n1   漢字漢字  |\n2   👩‍🚀 up     |\n3   plain     |\n4   é         |\n');
  });

  it('shows times relative to now', async () => {
    const env = { ...storeEnv(await unpackStore('real')), NO_COLOR: '1' };
    const at = async (now: string) =>
      (await swjob(['list', '--size', '1', '--fields', 'created_at'], { env, now, tty: { columns: 80 } })).stdout;
    expect(await at('2026-11-23T08:56:48Z')).toBe('created\n30 seconds ago\n');
    expect(await at('2026-11-25T09:00:00Z')).toBe('created\n2 days ago\n');
  });

  it('has a note if there is nothing to show', async () => {
    const note = async (...args: Parameters<typeof on>) => {
      const { status, stdout, stderr } = await on(...args);
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
      return stderr;
    };
    expect(await note(80, 'jobs', 'list', '--status', 'PAUSED')).toBe('No jobs fit --status; without it 14 do.\n');
    expect(await note(80, 'jobs', 'list', '--status', 'PAUSED', '--filter', 'pinned == true')).toBe(
      'No jobs fit --status and --filter; without them 14 do.\n',
    );
    expect(await note(80, 'types', 'list', '--removed')).toBe('No removed jobs in the project self.\n');
    expect(await note(80, 'tables', 'rows', 'dffx', 'empty-after-delete')).toBe('The table has no rows.\n');
    expect(await note(80, 'real', 'rows', 'qsrg', 'labels', '--limit', '0')).toBe('0 of 4 rows\n');
    expect(await piped('tables', 'rows', 'dffx', 'empty-after-delete')).toBe('');
  });

  it('shows an empty name of a table', async () => {
    expect((await on(80, 'weird', 'tables', 'weird')).stdout.split('\n')[1]).toBe('""');
    expect((await piped('weird', 'tables', 'weird')).split('\n')[0]).toBe('');
  });
});

describe('a table in a pipe', () => {
  it('is tab-separated without a header, with complete ids and ISO 8601 times', async () => {
    expect(await piped('jobs', 'list', '--size', '1')).toBe(
      'llye34ysrktk6hsjimuaubhp4rrai3a4nhmz5dj3\tSUCCESS\tfxmodel\tfx.evaluator:run\t\t2024-03-12T10:00:00Z\t\n',
    );
  });

  it('has a header with --header', async () => {
    const [header] = (await piped('jobs', 'list', '--header')).split('\n');
    expect(header).toBe('id\tstatus\tmodel\thandler\tdatasets\tcreated_at\tduration_ms');
  });

  it('is never cut', async () => {
    const [line = ''] = (await piped('jobs', 'summary', 'bzgy')).split('\n').slice(1);
    expect(line.length).toBeGreaterThan(5000);
    expect(line.startsWith('text\t')).toBe(true);
  });

  it('keeps a record on one line, whatever its cells contain', async () => {
    const { root } = await writeStore({
      t: { keyType: 'STRING', blocks: [[{ key: 'k', revision: 1n, cells: { a: text('1\t2\n3\\4\r5') } }]] },
    });
    expect((await swjob(['rows', JOB, 't'], { env: storeEnv(root) })).stdout).toBe('k\t1\\t2\\n3\\\\4\\r5\n');
  });
});

describe('csv and tsv', () => {
  it('have a header, except with --no-header', async () => {
    expect(await piped('tables', 'rows', '@latest', 'other-key', '-o', 'csv')).toBe('uid,x\na,1\nb,2\n');
    expect(await piped('tables', 'rows', '@latest', 'other-key', '-o', 'csv', '--no-header')).toBe('a,1\nb,2\n');
    expect(await piped('tables', 'rows', '@latest', 'other-key', '-o', 'tsv')).toBe('uid\tx\na\t1\nb\t2\n');
    expect(await piped('tables', 'rows', '@latest', 'other-key', '--no-header', '-o', 'tsv')).toBe('a\t1\nb\t2\n');
  });

  it('have a header with the chosen columns, whichever rows there are', async () => {
    const rows = (...args: string[]) => piped('tables', 'rows', 'dffx', 'keys/revisions', '-o', 'csv', ...args);
    for (const args of [
      ['--limit', '0'],
      ['--where', 'id > 9'],
      ['--where', 'id > 9', '--typed'],
      ['--start', '9'],
    ]) {
      expect((await rows(...args, '--columns', 'c,a')).trimEnd(), args.join(' ')).toBe('c,a');
    }
    expect(await rows('--tail', '1', '--columns', 'c,a')).toBe('c,a\n,\n');
    expect(await rows('--tail', '1', '--columns', 'c,a', '--typed')).toBe('c,a\n,\n');
    expect(await rows('--where', 'id > 9')).toBe('id,a,c,z,m\n');
    expect(await rows('--limit', '0')).toBe('id,a,c,z,m\n');
    expect(await rows('--start', '9')).toBe('id\n');
    expect(await rows('--where', 'id > 9', '--no-header')).toBe('');
    expect(await piped('jobs', 'list', '--filter', 'handler == "x"', '-o', 'tsv')).toMatch(/^uri\tinstance\t/);
  });

  it('quote where csv requires it, and guard spreadsheets with --safe-csv', async () => {
    const { root } = await writeStore({
      t: { keyType: 'STRING', blocks: [[{ key: '=1+1', revision: 1n, cells: { a: text('say "hi", all\nof you') } }]] },
    });
    const csv = async (...args: string[]) =>
      (await swjob(['rows', JOB, 't', '-o', 'csv', '--no-header', ...args], { env: storeEnv(root) })).stdout;
    expect(await csv()).toBe('=1+1,"say ""hi"", all\nof you"\n');
    expect(await csv('--safe-csv')).toBe('\'=1+1,"say ""hi"", all\nof you"\n');
  });

  it('and the output in a pipe are the same from the kernel as from the decoders', async () => {
    const writes = Array.from({ length: 2500 }, (_, key) => ({
      key,
      revision: BigInt(key),
      cells: {
        ...(key > 1 && { late: text(`${key}, "${key}"`) }),
        text: text(key % 7 === 0 ? ' blank' : 'plain'),
        ...(key === 2000 && { last: text('') }),
      },
    }));
    const { root } = await writeStore({
      t: { keyType: 'INT64', blocks: [writes.slice(0, 1200), writes.slice(1200)] },
    });
    const rows = (words: readonly string[]) => swjob(['rows', JOB, 't', ...words], { env: storeEnv(root) });
    const options = [[], ['--limit', '999'], ['--limit', '1000'], ['--start', '1500'], ['--no-header']];
    const columns = [[], ['--columns', 'last,text']];
    const formats = isThorough ? [[], ['-o', 'csv'], ['-o', 'tsv'], ['-o', 'csv', '--keep-none']] : [['-o', 'csv']];
    for (const format of formats) {
      for (const words of options.flatMap((option) => columns.map((chosen) => [...format, ...option, ...chosen]))) {
        // Only the decoders skip damage.
        expect(await rows(words), words.join(' ')).toEqual(await rows([...words, '--skip-damaged']));
      }
    }
    const [header, first, second, third] = (await rows(['-o', 'csv'])).stdout.split('\n');
    expect([header, first, second]).toEqual(['id,text,late,last', '0," blank",,', '1,plain,,']);
    expect(third).toBe('2,plain,"2, ""2""",');
  });
});

describe('--fields', () => {
  it('lists and suggests fields for an unknown one', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    const ended = await swjob(['list', '--fields', 'id,statsu', '--json'], { env });
    expect(ended).toMatchObject({ status: 3, stdout: '' });
    expect(ended.stderr).toMatch(
      /^swjob: there is no field "statsu"\nDid you mean status\? The fields are: uri, instance, /,
    );
  });
});
