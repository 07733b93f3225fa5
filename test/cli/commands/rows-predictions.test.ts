import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothSides, evened } from '../../both/sides.ts';
import { storeEnv, swjob } from '../../support/cli.ts';
import { pickledDict, pickledFloat32 } from '../../support/pickled.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';
import type { Cell, Write } from '../../support/write-table.ts';
import { artifact, JOB, text, writeStore } from '../written-store.ts';

const PICKLED = '624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte';
const PLAIN = 'jcnv5l5fvq7hwxqv63igodqt54njpv7j7bdtw7ha';
const MIXED = 'tzrhsxzxwapzn5uczo4xc2vxdp7ppffmsxura5d7';

let root = '';
beforeAll(async () => {
  root = await unpackStore('vision');
});

async function printed(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await swjob(['rows', ...args], { env: storeEnv(root) });
  // A table ends with the number of its rows.
  expect({ status, stderr: stderr.replace(FOOTER, '') }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const FOOTER = /^(?:Some cells were cut .*\n)?\d+ (?:of \d+ )?rows\n$/;

interface Guess {
  readonly label: string;
  readonly scores: readonly number[];
}

type Read = readonly { readonly id: string; readonly output: Guess }[];

async function guesses(...args: readonly string[]): Promise<Read> {
  return JSON.parse(await printed(PICKLED, 'results', '--json', ...args)) as Read;
}

describe('rows of pickled predictions', () => {
  it.each([['--no-unpickle'], ['--typed']])('explains with %s why a name reaches nothing', async (option) => {
    const args = ['rows', PICKLED, 'results', option, '--columns', 'output/label'];
    const { status, stderr } = await swjob(args, { env: storeEnv(root) });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(
        /^swjob: .*no value of "output" has "label"\nThe values of "output" are bytes\. .*--unpickle/,
      ),
    });
  });

  it('shows the values in the pickles, as the plain job has them in columns', async () => {
    const pickled = await guesses();
    const plain = JSON.parse(await printed(PLAIN, 'results', '--json')) as Record<string, unknown>[];
    expect(pickled).toHaveLength(60);
    expect(pickled.map(({ id, output }) => [id, output.label, Math.max(...output.scores)])).toEqual(
      plain.map((row) => [row['id'], row['output/label'], row['output/score']]),
    );
  });

  it('prints the same values in every format', async () => {
    const columns = ['--columns', 'id,output', '--limit', '3'];
    const rows = await guesses(...columns);
    const texts = rows.map(({ output }) => JSON.stringify(output));
    const lines = (text: string) => text.split('\n').slice(0, -1);
    const table = [PICKLED, 'results', ...columns];
    expect(lines(await printed(...table, '-o', 'jsonl')).map((line) => JSON.parse(line) as unknown)).toEqual(rows);
    expect(lines(await printed(...table, '-o', 'csv'))).toEqual([
      'id,output',
      ...rows.map(({ id }, index) => `${id},"${texts[index]?.replaceAll('"', '""')}"`),
    ]);
    const tabbed = rows.map(({ id }, index) => `${id}\t${texts[index]}`);
    expect(lines(await printed(...table, '-o', 'tsv'))).toEqual(['id\toutput', ...tabbed]);
    expect(lines(await printed(...table))).toEqual(tabbed);
    const markdown = await printed(...table, '-o', 'md');
    for (const { output } of rows) expect(markdown).toContain(output.label);
    expect(await printed(...table, '-o', 'table')).toContain(rows[0]?.output.label);
  });

  it('shows the bytes with --no-unpickle, in every format', async () => {
    const [row] = JSON.parse(
      await printed(PICKLED, 'results', '--json', '--limit', '1', '--no-unpickle', '--columns', 'output'),
    ) as { output: string }[];
    const bytes = row?.output ?? '';
    expect(Buffer.from(bytes, 'base64').subarray(0, 2)).toEqual(Buffer.from([0x80, 4]));
    for (const format of ['jsonl', 'csv', 'tsv']) {
      const args = ['--limit', '1', '--no-unpickle', '--columns', 'output', '-o', format];
      expect(await printed(PICKLED, 'results', ...args)).toContain(bytes);
    }
    const table = ['--limit', '1', '--no-unpickle', '--columns', 'output', '-o', 'table'];
    expect(await printed(PICKLED, 'results', ...table)).toMatch(/<\d+ B>/);
  });

  it('prints the bytes with --typed, and the values with --typed --unpickle', async () => {
    const typed = async (...args: readonly string[]) => {
      const rows = await printed(
        PICKLED,
        'results',
        '--json',
        '--typed',
        '--limit',
        '2',
        '--columns',
        'output',
        ...args,
      );
      return (JSON.parse(rows) as { output: { type: string; value: unknown } }[]).map(({ output }) => output);
    };
    expect((await typed()).map(({ type }) => type)).toEqual(['BYTES', 'BYTES']);
    expect(await typed('--no-unpickle')).toEqual(await typed());
    const [first] = await guesses('--limit', '1');
    const [value] = await typed('--unpickle');
    expect(value).toMatchObject({
      type: 'MAP',
      value: [
        { key: { type: 'STRING', value: 'label' }, value: { type: 'STRING', value: first?.output.label } },
        { key: { type: 'STRING', value: 'scores' }, value: { type: 'LIST' } },
      ],
    });
    for (const format of ['csv', 'tsv']) {
      const args = [PICKLED, 'results', '--typed', '--limit', '1', '--columns', 'output', '-o', format];
      expect(await printed(...args)).toContain('BYTES');
      expect(await printed(...args, '--unpickle')).toContain('MAP');
    }
  });

  it('reads whatever a handler returned', async () => {
    const rows = JSON.parse(await printed(MIXED, 'results', '--json', '--columns', 'output')) as { output: unknown }[];
    const kinds = new Set(rows.map(({ output }) => (Array.isArray(output) ? 'list' : typeof output)));
    expect(kinds.size).toBeGreaterThan(2);
  });
});

describe('names that reach into predictions', () => {
  const wrong = ['results', '--where', 'input/label != output/label', '--columns', 'id,input/label,output/label'];

  it.each([
    'json',
    'jsonl',
    'csv',
    'tsv',
    'table',
  ])('give the same of a pickled and a plain job in %s', async (format) => {
    const pickled = await printed(PICKLED, ...wrong, '-o', format);
    expect(pickled).toBe(await printed(PLAIN, ...wrong, '-o', format));
    expect(pickled.trim().split('\n').length).toBeGreaterThan(5);
  });

  it('are columns for --fields, positions in lists, and dots', async () => {
    const [first] = await guesses('--limit', '1');
    const args = ['--fields', 'output.label,output/scores/4', '--limit', '1', '-o', 'csv'];
    expect(await printed(PICKLED, 'results', ...args)).toBe(
      `output.label,output/scores/4\n${first?.output.label},${first?.output.scores[4]}\n`,
    );
  });

  it.each([
    ['{input/label}-as-{output/label}-{_index}', 'bird-as-bird-0.png'],
    ['{output.label}', 'bird.png'],
    ['{output/scores/0}', '0.23191229518100187.png'],
  ])('name the files of artifacts, and nothing else: %s', async (template, file) => {
    const folder = mkdtempSync(join(await temporaryFolder(), 'named-'));
    const save = ['--save-artifacts', folder, '--artifact-name', template, '--limit', '1', '-o', 'jsonl'];
    const { status, stdout } = await swjob(['rows', PICKLED, 'results', ...save], { env: storeEnv(root) });
    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual([file, 'index.csv'].sort());
    const [plain] = await guesses('--limit', '1');
    expect(Object.keys(JSON.parse(stdout) as object).filter((name) => name !== 'input/picture.path')).toEqual(
      Object.keys(plain ?? {}),
    );
  });

  it('are errors if the pickles have no such name, or stay bytes', async () => {
    const misspelt = await swjob(['rows', PICKLED, 'results', '--columns', 'output/lable'], { env: storeEnv(root) });
    expect(misspelt).toMatchObject({ status: 3, stdout: '' });
    expect(misspelt.stderr).toContain('Did you mean output/label?');
    const bytes = await swjob(['rows', PICKLED, 'results', '--columns', 'output/label', '--no-unpickle'], {
      env: storeEnv(root),
    });
    expect(bytes).toMatchObject({ status: 3, stdout: '' });
  });
});

describe('rows of pickled predictions on a Server', () => {
  const sides = bothSides('vision');
  afterAll(async () => (await sides).server.close());

  it.each([
    [['rows', 'JOB', 'results', '--json']],
    [['rows', 'JOB', 'results', '-o', 'jsonl', '--no-unpickle', '--columns', 'id,output']],
    [['rows', 'JOB', 'results', '-o', 'jsonl', '--typed', '--unpickle', '--columns', 'id,output']],
    [['rows', 'JOB', 'results', '--json', '--where', 'input/label != output/label', '--columns', 'id,output/label']],
  ])('are those of the store: %j', async (args) => {
    const [direct, remote] = await (await sides).run(args, 'self', PICKLED);
    expect({ ...remote, stdout: '' }).toEqual({ status: 0, stdout: '', stderr: '' });
    const rows = (output: string) =>
      args.includes('jsonl') ? output.split('\n').slice(0, -1).map(evened) : evened(output);
    expect(rows(remote.stdout)).toEqual(rows(direct.stdout));
    expect(remote.stdout.length).toBeGreaterThan(500);
  });
});

const bytes = (value: Buffer): Cell => [{ type: 'BYTES' }, value.toString('base64')];

async function storeOf(cells: Readonly<Record<string, Cell>>): Promise<string> {
  const writes: Write[] = [{ key: 1, revision: 1n, cells }];
  return (await writeStore({ results: { keyType: 'INT64', blocks: [writes] } })).root;
}

describe('a narrow float', () => {
  it('in a pickle has the shortest text for its width, a stored one that of its double', async () => {
    const store = await storeOf({
      output: bytes(pickledFloat32(0.1)),
      stored: [{ type: 'FLOAT32' }, '3dcccccd'],
    });
    const print = async (...args: readonly string[]) =>
      (await swjob(['rows', JOB, ...args], { env: storeEnv(store) })).stdout;
    const stored = '0.10000000149011612';
    expect(await print('-o', 'jsonl')).toBe(`{"id":1,"output":0.1,"stored":${stored}}\n`);
    expect(await print('-o', 'csv')).toBe(`id,output,stored\n1,0.1,${stored}\n`);
    expect(await print('-o', 'tsv')).toBe(`id\toutput\tstored\n1\t0.1\t${stored}\n`);
    expect(await print('-o', 'table', '--no-truncate')).toContain(`0.1  ${stored}`);
    expect(await print('--typed', '--unpickle', '-o', 'jsonl')).toContain('"output":{"type":"FLOAT32","value":"0.1');
    expect(await print('--where', 'output > 0.1', '-o', 'jsonl', '--columns', 'id')).toBe('{"id":1}\n');
  });
});

describe('a dict on a terminal', () => {
  const whole = pickledDict({ label: 'big frog', score: 0.123456789, rank: 1 });
  const screen = async (columns: number, ...args: readonly string[]) => {
    const env = { ...storeEnv(await storeOf({ output: bytes(whole) })), NO_COLOR: '1' };
    return (await swjob(['rows', JOB, ...args], { env, tty: { columns } })).stdout.split('\n');
  };

  it.each([
    [100, 'label="big frog" score=0.123457 rank=1'],
    [38, 'label="big frog" score=0.123457 …'],
    [30, 'label="big frog" …'],
    [15, 'label="big…'],
  ])('is its members, cut between them: %i columns', async (columns, text) => {
    const [, row] = await screen(columns);
    expect(row?.trim()).toBe(`1  ${text}`);
    expect(row?.length).toBeLessThanOrEqual(columns);
  });

  it('has every digit with --no-truncate', async () => {
    expect((await screen(20, '--no-truncate'))[1]?.trim()).toBe('1  label="big frog" score=0.123456789 rank=1');
  });

  it('is in records, too, and continues on the next line if it is long', async () => {
    expect(await screen(60, '--record')).toEqual(['id:      1', 'output:  label="big frog" score=0.123457 rank=1', '']);
    expect(await screen(40, '--record')).toEqual([
      'id:      1',
      'output:  label="big frog" score=0.123457',
      '         rank=1',
      '',
    ]);
  });

  it('in a record shows its lists', async () => {
    const { stdout } = await swjob(['rows', PICKLED, 'results', '--limit', '1', '--record'], {
      env: { ...storeEnv(root), NO_COLOR: '1' },
      tty: { columns: 200 },
    });
    expect(stdout).toMatch(/output: +\{label: "bird", scores: \[0\.231912, /);
  });
});

describe('pickles that cannot be read', () => {
  const whole = pickledDict({ label: 'frog', score: 0.5 });
  const cut = whole.subarray(0, -3);

  /** A table with these cells, a row each, with its number as the key. */
  async function written(rows: readonly Readonly<Record<string, Cell>>[]) {
    const writes = rows.map((cells, key): Write => ({ key, revision: 1n, cells }));
    const store = await writeStore({ results: { keyType: 'INT64', blocks: [writes] } });
    return (...args: readonly string[]) => swjob(['rows', JOB, ...args], { env: storeEnv(store.root) });
  }

  const some = [whole, cut, whole, cut.subarray(0, 5), whole].map((value) => ({ output: bytes(value) }));
  const WARNING = /^(?:5 rows\n)?swjob: 2 values stay bytes: no readable pickle \(the first, of output: .+\)\n$/;

  it.each([
    [['--json']],
    [['-o', 'jsonl']],
    [['-o', 'csv']],
    [['-o', 'tsv']],
    [['-o', 'md']],
    [['-o', 'table']],
    [['-o', 'table', '--record']],
    [['--typed', '--unpickle', '--json']],
    [['--where', 'output/label == "frog" or id >= 0', '--json']],
    [['--columns', 'output,id', '-o', 'csv']],
    [['--columns', 'id,output/label', '-o', 'csv']],
  ])('stay bytes, are counted once, and the first reason is given: %j', async (args) => {
    const { status, stdout, stderr } = await (await written(some))(...args);
    expect(status).toBe(0);
    expect(stdout).toContain('frog');
    expect(stderr).toMatch(WARNING);
  });

  it('are counted once if a second pass prints the rows', async () => {
    // A column that appears only in the last rows makes csv read the table again.
    const rows = [...some, ...Array.from({ length: 3000 }, () => some[0] ?? {}), { late: text('x') }];
    const { stdout, stderr } = await (await written(rows))('-o', 'csv');
    expect(stdout.split('\n')).toHaveLength(rows.length + 2);
    expect(stderr).toMatch(WARNING);
  });

  it('do not matter if the bytes are wanted', async () => {
    const run = await written(some);
    expect((await run('--no-unpickle', '--json')).stderr).toBe('');
    expect((await run('--typed', '--json')).stderr).toBe('');
    expect((await run('--columns', 'id')).stderr).toBe('');
  });

  it('are not reported for a column of plain bytes', async () => {
    const plain = ['', 'plain', '\0\u0001', '.', 'N.x'].map((value) => ({ output: bytes(Buffer.from(value)) }));
    const { status, stdout, stderr } = await (await written(plain))('--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(Buffer.from('plain').toString('base64'));
  });

  it('are never looked for in keys', async () => {
    const writes: Write[] = [{ key: new Uint8Array(whole), revision: 1n, cells: { output: bytes(whole) } }];
    const store = await writeStore({ results: { keyType: 'BYTES', blocks: [writes] } });
    const { stdout } = await swjob(['rows', JOB, '--json'], { env: storeEnv(store.root) });
    expect(JSON.parse(stdout)).toEqual([{ id: whole.toString('base64'), output: { label: 'frog', score: 0.5 } }]);
  });

  it('are read even if the client stored long ones as artifacts', async () => {
    const { root: place } = await writeStore({});
    const [schema, data] = artifact(place, '(dVlabel\nVfrog\ns.') as [{ attributes: unknown[] }, object];
    const long: Cell = [
      {
        ...schema,
        pythonType: 'starwhale.base.data_type.Binary',
        attributes: [...schema.attributes, { name: 'auto_convert_to_bytes', type: 'BOOL' }],
      },
      { ...data, auto_convert_to_bytes: '1' },
    ];
    const writes: Write[] = [{ key: 1, revision: 1n, cells: { output: long } }];
    const store = await writeStore({ results: { keyType: 'INT64', blocks: [writes] } });
    cpSync(join(place, '.objectstore'), join(store.root, '.objectstore'), { recursive: true });
    const { stdout } = await swjob(['rows', JOB, '--json'], { env: storeEnv(store.root) });
    expect(JSON.parse(stdout)).toEqual([{ id: 1, output: { label: 'frog' } }]);
  });
});
