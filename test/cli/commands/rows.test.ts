import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';
import { isThorough } from '../../support/thorough.ts';

async function rows(store: StoreName, args: readonly string[], job = '@latest') {
  return swjob(['rows', job, ...args], { env: storeEnv(await unpackStore(store)) });
}

/** The output of a command that succeeds and prints nothing on stderr. */
async function printed(store: StoreName, args: readonly string[], job?: string): Promise<string> {
  const { status, stdout, stderr } = await rows(store, args, job);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const keys = async (store: StoreName, args: readonly string[], job?: string) =>
  (await printed(store, [...args, '-q'], job)).split('\n').slice(0, -1);

const CLASSIFIED = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

describe('rows', () => {
  it('takes -n, --limit and --size for the same', async () => {
    for (const flag of ['-n', '--limit', '--size']) {
      const { stdout } = await swjob(['rows', '@latest', 'deletes', '-q', flag, '2'], {
        env: storeEnv(await unpackStore('tables')),
      });
      expect(stdout).toBe('1\n2\n');
    }
  });

  it('prints the records in key order, numbers by value and strings by code point', async () => {
    expect(await keys('tables', ['keys/int'])).toEqual(
      '-9223372036854775808 -100 -1 0 3 5 9 10 100 9007199254740992 9007199254740993 9223372036854775807'.split(' '),
    );
    expect((await keys('tables', ['keys/str'])).slice(-5)).toEqual(['漢', 'ﬁ', '\uffff', '😀x', '🙂']);
  });

  it('prints the key column first and the others as they first appear', async () => {
    const [header] = (await printed('tables', ['other-key', '-o', 'csv'])).split('\n');
    expect(header).toBe('uid,x');
    expect((await printed('tables', ['deletes', '--header'])).split('\n')[0]).toBe('id\tagain\ta\tb\tc');
  });

  it('includes --start and excludes --end by default', async () => {
    const range = ['tombstones-str', '--start', 'k001', '--end', 'k003'];
    expect(await keys('tables', range)).toEqual(['k001', 'k002']);
    expect(await keys('tables', [...range, '--end-inclusive'])).toEqual(['k001', 'k002', 'k003']);
    expect(await keys('tables', ['keys/int', '--start', '9007199254740993'])).toEqual([
      '9007199254740993',
      '9223372036854775807',
    ]);
    expect(await keys('tables', ['keys/int', '--end', '-1'])).toEqual(['-9223372036854775808', '-100']);
  });

  it('reads bounds by the type of the keys, or by --key-type', async () => {
    expect(await keys('tables', ['keys/str', '--start', '10', '--end', 'B'])).toEqual(['10', '9']);
    expect(await keys('weird', ['bool-keys', '--start', 'true'])).toEqual(['true']);
    expect(await keys('tables', ['keys/int', '--start', '2.5', '--end', '9.5'])).toEqual(['3', '5', '9']);
    expect(await keys('tables', ['keys/int', '--start', '9', '--end', '1e1', '--key-type', 'float'])).toEqual(['9']);
    expect(await rows('tables', ['keys/int', '--start', '9', '--key-type', 'str'])).toMatchObject({
      status: 2,
      stdout: '',
    });
  });

  it('warns of options for ranges without a range', async () => {
    expect(await rows('tables', ['keys/int', '--limit', '1', '-q', '--key-type', 'int', '--end-inclusive'])).toEqual({
      status: 0,
      stdout: '-9223372036854775808\n',
      stderr:
        'swjob: --end-inclusive has no effect without --end\n' +
        'swjob: --key-type has no effect without --start or --end\n',
    });
  });

  it('keeps None only with --keep-none', async () => {
    const fourth = ['deletes', '--start', '4', '--end', '5', '-o', 'jsonl'];
    expect(await printed('tables', fourth)).toBe('{"id":4,"a":4}\n');
    expect(await printed('tables', [...fourth, '--keep-none'])).toBe('{"id":4,"a":4,"b":null}\n');
  });

  it('prints the first with --limit and the last, still in key order, with --tail', async () => {
    expect(await keys('tables', ['deletes', '--limit', '2'])).toEqual(['1', '2']);
    expect(await keys('tables', ['deletes', '--tail', '2'])).toEqual(['11', '20']);
    expect(await keys('tables', ['deletes', '--end', '10', '--tail', '2'])).toEqual(['6', '9']);
    expect(await keys('tables', ['deletes', '--tail', '99'])).toHaveLength(10);
    expect(await printed('tables', ['deletes', '--limit', '0', '--json'])).toBe('[]\n');
    expect(await printed('tables', ['deletes', '--tail', '0', '--json'])).toBe('[]\n');
  });

  it('prints the columns that --columns names, in that order', async () => {
    expect(await printed('real', ['labels', '--columns', 'support,id', '-o', 'csv'], CLASSIFIED)).toBe(
      'support,id\n53,ant\n51,bee\n40,cat\n56,dog\n',
    );
    expect(
      await printed('real', ['labels', '--columns', 'support', '--columns', 'id', '--limit', '1'], CLASSIFIED),
    ).toBe('53\tant\n');
  });

  it('prints the state of a table at a --revision', async () => {
    const all = await printed('tables', ['keys/revisions', '-o', 'jsonl']);
    expect(await printed('tables', ['keys/revisions', '-o', 'jsonl', '--revision', '9223372036854775807'])).toBe(all);
    expect(await printed('tables', ['keys/revisions', '-o', 'jsonl', '--revision', '0'])).toBe('');
  });
});

describe('rows --where', () => {
  it('prints the matching records', async () => {
    expect(await keys('real', ['labels', '--where', 'support > 50'], CLASSIFIED)).toEqual(['ant', 'bee', 'dog']);
    expect(await keys('real', ['labels', '--where', "id in ('cat', 'dog') and auc < 0.97"], CLASSIFIED)).toEqual([
      'cat',
    ]);
  });

  it('counts only matching records for --limit and --tail', async () => {
    const bees = ['results', '--where', "`input/label` == 'bee'", '--fields', '_index', '-o', 'jsonl'];
    expect(await printed('real', [...bees, '--limit', '2'], CLASSIFIED)).toBe('{"_index":101}\n{"_index":11}\n');
    expect((await printed('real', [...bees, '--tail', '2'], CLASSIFIED)).split('\n')).toHaveLength(3);
    expect(await printed('real', [...bees, '--limit', '0'], CLASSIFIED)).toBe('');
    expect(await printed('real', [...bees, '--tail', '0'], CLASSIFIED)).toBe('');
    const all = (await printed('real', bees, CLASSIFIED)).split('\n');
    expect((await printed('real', [...bees, '--tail', '2'], CLASSIFIED)).split('\n')).toEqual(all.slice(-3));
  });

  it('reads columns that are not printed', async () => {
    const args = ['labels', '--where', 'support > 50', '--columns', 'recall', '-o', 'csv'];
    expect((await printed('real', args, CLASSIFIED)).split('\n')).toEqual([
      'recall',
      '0.8679245283018868',
      '0.8235294117647058',
      '0.8928571428571429',
      '',
    ]);
  });

  it('reaches into objects by dotted names', async () => {
    const wide = ['objects', '--where', 'box.width == 3.5 and img.shape.2 == 3', '--columns', 'id', '--json'];
    expect(await printed('real', wide, 'irti')).toBe('[\n{"id":1}\n]\n');
    const other = ['objects', '--where', 'box.width == 4', '--columns', 'id', '--json'];
    expect(await printed('real', other, 'irti')).toBe('[]\n');
  });

  it('accepts names with slashes, and reaches into values by them', async () => {
    expect(await keys('real', ['results', '--where', 'input/label == "bee"', '--limit', '1'], CLASSIFIED)).toHaveLength(
      1,
    );
    expect(await keys('real', ['objects', '--where', 'box/width == 3.5 and img/shape/2 == 3'], 'irti')).toEqual(['1']);
    const args = ['objects', '--columns', 'id,box/width,img.shape.2', '--json'];
    expect(await printed('real', args, 'irti')).toMatch(/^\[\n\{"id":1,"box\/width":3\.5,"img\.shape\.2":3\}/);
    expect(await printed('real', ['objects', '--fields', 'box.width', '-o', 'csv'], 'irti')).toMatch(
      /^box\.width\n3\.5\n/,
    );
    expect(await keys('real', ['objects', '--columns', 'box.width', '--limit', '1'], 'irti')).toEqual(['1']);
  });

  it.each([
    [['--where', 'nosuch.x == 1'], /^swjob: the table "objects" has no column "nosuch\.x"\n/],
    [
      ['--where', 'box.widht == 1'],
      /no column "box\.widht", and no value of "box" has "widht"\nDid you mean box\.width or/,
    ],
    [['--columns', 'id,box/widht'], /no value of "box" has "widht"\nDid you mean box\/width or/],
    [['--fields', 'box.widht'], /no value of "box" has "widht"\n/],
    [['--fields', 'id.x'], /no value of "id" has "x"\nThe values of "id" have no names inside\.\n/],
    [['--where', 'box.width == 1', '--columns', 'box.nope', '--start', '99999'], /no value of "box" has "nope"\n/],
  ])('refuses a name that reaches into no value of any row: %j', async (args, message) => {
    for (const format of ['jsonl', 'json', 'csv', 'table']) {
      const { status, stdout, stderr } = await rows('real', ['objects', ...args, '-o', format], 'irti');
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(message);
    }
  });

  it('accepts a name that only rows outside of the range have', async () => {
    expect(
      await printed('real', ['objects', '--where', 'box.width == 3.5', '--start', '99999', '--json'], 'irti'),
    ).toBe('[]\n');
  });

  it('reports once that a condition compares different kinds', async () => {
    const { status, stdout, stderr } = await rows('real', ['labels', '--where', 'id > 5', '--json'], CLASSIFIED);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '[]\n',
      stderr:
        '--where: id is a string ("ant"), 5 is a number: these are never equal and have no order. To compare as text, write "5".\n',
    });
  });

  it('refuses a name that no column has', async () => {
    const { status, stdout, stderr } = await rows('real', ['labels', '--where', 'suport > 50'], CLASSIFIED);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^swjob: the table "labels" has no column "suport"\n.*support/);
  });
});

describe('rows in every format', () => {
  it('prints the same records in each of them', async () => {
    const json = JSON.parse(await printed('real', ['labels', '--json'], CLASSIFIED)) as Record<string, unknown>[];
    const lines = (await printed('real', ['labels', '-o', 'jsonl'], CLASSIFIED)).split('\n').slice(0, -1);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(json);
    const cells = json.map((row) => Object.values(row).map(String));
    const split = (output: string, by: string) =>
      output
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(by));
    const header = Object.keys(json[0] ?? {});
    expect(split(await printed('real', ['labels', '-o', 'csv'], CLASSIFIED), ',')).toEqual([header, ...cells]);
    expect(split(await printed('real', ['labels', '-o', 'tsv'], CLASSIFIED), '\t')).toEqual([header, ...cells]);
    expect(split(await printed('real', ['labels'], CLASSIFIED), '\t')).toEqual(cells);
  });

  it('prints the same JSON whether or not the records are decoded', async () => {
    for (const store of isThorough ? (['tables', 'types', 'real'] as const) : (['types'] as const)) {
      const job = store === 'real' ? 'irti' : '@latest';
      const names = (await swjob(['tables', job], { env: storeEnv(await unpackStore(store)) })).stdout
        .trim()
        .split('\n');
      for (const name of names.filter((table) => table !== 'blocks-25k')) {
        for (const form of [['--json'], ['-o', 'jsonl'], ['--json', '--typed'], ['--json', '--keep-none']]) {
          const short = await printed(store, [name, ...form], job);
          expect(await printed(store, [name, ...form, '--where', '1 == 1'], job), `${name} ${form}`).toBe(short);
        }
      }
    }
  });

  it('keeps every digit of large integers, and marks values that JSON lacks', async () => {
    expect(await printed('tables', ['keys/int', '-o', 'jsonl', '--tail', '1'])).toBe(
      '{"id":9223372036854775807,"v":5}\n',
    );
    expect(
      await printed('types', ['scalars/float', '-o', 'jsonl', '--start', '4', '--end', '7', '--columns', 'f64']),
    ).toBe('{"f64":"NaN"}\n{"f64":"Infinity"}\n{"f64":"-Infinity"}\n');
  });
});
