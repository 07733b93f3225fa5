import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  compare,
  diff,
  isSwjobError,
  Job,
  job,
  Project,
  type Row,
  Starwhale,
  SwjobError,
  Tuple,
  toJson,
  unpickle,
} from '../../src/index.ts';
import { swjob } from '../support/cli.ts';
import { useGoldenStore } from './environment.ts';

// What the library's values look like when a program prints them.

async function rowsOf(id: string, table: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of job(id).getTableRows(table, { unpickle: true })) rows.push(row);
  return rows;
}

async function printed(args: readonly string[]): Promise<string> {
  const env = {
    SW_LOCAL_STORAGE: process.env['SW_LOCAL_STORAGE'] ?? '',
    SW_CLI_CONFIG: process.env['SW_CLI_CONFIG'] ?? '',
  };
  return (await swjob(args, { env })).stdout;
}

describe('toJson()', () => {
  it.each([
    'types',
    'tables',
    'real',
  ] as const)('is what the command line prints of all tables of %s', async (store) => {
    await useGoldenStore(store);
    let compared = 0;
    for (const { uri, tables } of await all()) {
      for (const table of tables) {
        const lines = (await rowsOf(uri, table)).map((row) => `${toJson(row)}\n`);
        if (lines.length > 3000 || compared > 15) continue;
        compared++;
        const expected = await printed(['rows', '-o', 'jsonl', '--', uri, table]);
        // A JavaScript object puts column names such as "0" first.
        if (/"\d+":/.test(expected)) expect(parsed(lines.join(''))).toEqual(parsed(expected));
        else expect(lines.join('')).toBe(expected);
      }
    }
    expect(compared).toBeGreaterThan(2);
  });

  const parsed = (text: string) => text.split('\n').map((line) => (line === '' ? null : JSON.parse(line)));

  async function all(): Promise<{ uri: string; tables: string[] }[]> {
    const { jobs } = await Job.list('local/project/self');
    const one = await Promise.all(jobs.map(async (each) => ({ uri: each.uri, tables: await each.tables() })));
    return one;
  }

  it('is JSON for everything that JSON.stringify accepts', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(toJson(value))).toEqual(value);
      }),
    );
  });

  it.each([
    [2n ** 70n, '1180591620717411303424'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [new Date(Number.NaN), 'null'],
    [new Uint8Array([1, 2]), '"AQI="'],
    [new Float64Array([0.5, Number.NaN]), '[0.5,"NaN"]'],
    [new BigInt64Array([1n]), '[1]'],
    [Tuple.from([1, 'a']), '[1,"a"]'],
    [new Map([['a', [null]]]), '{"a":[null]}'],
    [new Map([[1, 'a']]), '[[1,"a"]]'],
    [new Set([1]), '[1]'],
    [{ a: undefined, b: () => 1, c: [undefined] }, '{"c":[null]}'],
    [undefined, 'null'],
    [-0, '-0'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
    ['\ud800', '"\\ud800"'],
    [Object.create(null), '{}'],
    [
      new SwjobError('usage', 'no', { hint: 'yes' }),
      '{"name":"SwjobError","code":"usage","message":"no","hint":"yes"}',
    ],
    [new Project('self'), '{"uri":"self"}'],
  ])('knows %o', (value, text) => {
    expect(toJson(value)).toBe(text);
  });

  it('refuses a value that contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => toJson(loop)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('a value', () => {
  beforeEach(() => useGoldenStore('real'));

  it('of a Python class prints its attributes', async () => {
    const [row] = await rowsOf('irti', 'objects');
    const box = row?.['box'];
    expect(inspect(box)).toMatch(/^BoundingBox \{ _type: 'bounding_box', x: 1, y: 2, width: 3\.5, height: 4 \}$/);
    expect(String(box)).toBe('BoundingBox {"_type":"bounding_box","x":1,"y":2,"width":3.5,"height":4}');
    expect(JSON.parse(JSON.stringify({ box }))).toEqual({ box: JSON.parse(toJson(box)) });
    expect(JSON.parse(JSON.stringify(row))).toEqual(JSON.parse(toJson(row)));
    expect(inspect(row, { depth: 0 })).toContain('[BoundingBox]');
  });

  it('of an unknown class has the class name', () => {
    const bytes = Buffer.from('gASVJQAAAAAAAAB9lCiMBWxhYmVslIwEZnJvZ5SMBXNjb3JllEc/4KPXCj1wpHUu', 'base64');
    expect(toJson(unpickle(bytes))).toBe('{"label":"frog","score":0.52}');
  });

  it('of a job, a comparison or an error prints its contents', async () => {
    const { jobs } = await Job.list({ project: 'self', pageSize: 1 });
    expect(inspect(jobs[0])).toMatch(/^Job local\/project\/self\/job\/\w+ \((?:SUCCESS|FAIL)\)$/);
    expect(JSON.parse(JSON.stringify(jobs[0]))).toEqual(await jobs[0]?.record());
    expect(JSON.parse(toJson(await compare('27v6', 'qsrgii')))).toHaveProperty('jobs');
    const error = await job('nosuch')
      .status()
      .catch((reason: unknown) => reason);
    expect(isSwjobError(error, 'not-found')).toBe(true);
    expect(inspect(error)).toContain('nosuch');
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: 'not-found', uri: 'nosuch' });
    expect(String(error)).toMatch(/^SwjobError: no job "nosuch"/);
  });

  it('of a diff names its jobs, of a client its project, of rows that they are iterated', () => {
    const changes = diff('27v6', job('@latest'));
    expect(`${changes} ${inspect(changes)}`).toBe('27v6..@latest Diff 27v6..@latest');
    const named = { base: '27v6', job: '@latest', table: 'labels' };
    const printed = [changes, diff('27v6', '@latest', { table: 'labels' })].map((each) => toJson(each));
    expect(printed).toEqual([{ ...named, table: 'results' }, named].map((each) => JSON.stringify(each)));
    const clients = ['self', undefined].map((project) => new Starwhale({ project, token: 'secret' }));
    expect(inspect(clients)).toBe('[ Starwhale self, Starwhale ]');
    expect(inspect(clients, { showHidden: true, depth: 9 })).not.toContain('secret');
    expect(String(job('qsrg').getTableRows('labels'))).toBe('[object AsyncGenerator]');
  });
});
