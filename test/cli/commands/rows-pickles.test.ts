import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { pickledDict, pickledFloat32 } from '../../support/pickled.ts';
import { unpackStore } from '../../support/stores.ts';
import type { Cell, Write } from '../../support/write-table.ts';
import { artifact, JOB, text, writeStore } from '../written-store.ts';

/** A job of the store `vision` whose predictions are pickles. */
const PICKLED = '624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte';

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
      env: { ...storeEnv(await unpackStore('vision')), NO_COLOR: '1' },
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

  it('are not reported for plain bytes of which a few begin like a pickle by chance', async () => {
    const hashes = ['\x80\x04)g', 'plain', 'bytes', ''].map((value) => ({
      output: bytes(Buffer.from(value, 'latin1')),
    }));
    const { status, stdout, stderr } = await (await written(hashes))('--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('gAQpZw==');
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
