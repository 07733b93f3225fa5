import { describe, expect, it } from 'vitest';
import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import { parseExpression } from '../../../src/expression/expression.ts';
import type { DiffSource } from '../../../src/job/diff/options.ts';
import type { KeyValue } from '../../../src/job/instance.ts';
import { source } from './memory-table.ts';
import { brief, diffed, ofRows } from './run-diff.ts';
import { float, int } from './typed-values.ts';

describe('a diff of two tables', () => {
  it('joins them by their keys, whatever their batches', async () => {
    const base = ['a', 'b', 'c', 'e', 'g'].map((id) => ({ id, x: 1 }));
    const job = ['b', 'c', 'd', 'g', 'h', 'i', 'j'].map((id) => ({ id, x: id === 'c' ? 2 : 1 }));
    for (const size of [1, 2, 3, 10]) {
      const { changes, counts, tally } = await diffed(source(base, { size }), source(job, { size: 2 }));
      expect(brief(changes)).toEqual([
        ['a', 'removed', { x: [1, undefined] }],
        ['c', 'changed', { x: [1, 2] }],
        ['d', 'added', { x: [undefined, 1] }],
        ['e', 'removed', { x: [1, undefined] }],
        ['h', 'added', { x: [undefined, 1] }],
        ['i', 'added', { x: [undefined, 1] }],
        ['j', 'added', { x: [undefined, 1] }],
      ]);
      expect(counts).toEqual({ equal: 2, changed: 1, added: 4, removed: 2 });
      expect([...tally.columns]).toEqual([['x', 1]]);
    }
  });

  it('joins tables of Servers in the order of their keys there, and others only where the orders agree', async () => {
    const keyOrder = (a: KeyValue, b: KeyValue) => (a < b ? -1 : Number(a > b));
    const base = ['a', '🙂', '\ufeff'].map((id) => ({ id, x: 1 }));
    const job = ['🙂', '\ufeff', '\uffff'].map((id) => ({ id, x: 1 }));
    const expected = { equal: 2, changed: 0, added: 1, removed: 1 };
    expect((await ofRows(base, job)).counts).toEqual(expected);
    expect((await ofRows(base, job, {}, { keyOrder })).counts).toEqual(expected);
    for (const tables of [
      [source(base, { keyOrder }), source(job)],
      [source(base), source(job, { keyOrder })],
    ] as const) {
      await expect(diffed(...tables)).rejects.toMatchObject({
        code: 'operation-failed',
        message: 'the Server orders the keys of "results" in another way',
        hint: 'Join by a column other than the key: --on COLUMN',
      });
    }
    const plain = ['a', 'b', 'é'].map((id) => ({ id, x: 1 }));
    expect((await diffed(source(plain), source(plain, { keyOrder }))).counts.equal).toBe(3);
  });

  it('works with empty tables', async () => {
    const rows = [{ id: 1, x: 1 }];
    expect((await ofRows([], [])).counts).toEqual({ equal: 0, changed: 0, added: 0, removed: 0 });
    expect((await ofRows(rows, [])).counts).toMatchObject({ equal: 0, removed: 1 });
    expect((await ofRows([], rows)).counts).toMatchObject({ equal: 0, added: 1 });
  });

  it('leaves out the usual columns, or given ones', async () => {
    const base = [{ id: 1, x: 1, duration_seconds: 0.5 }];
    const job = [{ id: 1, x: 2, duration_seconds: 0.6 }];
    const { changes, diff } = await ofRows(base, job);
    expect(brief(changes)).toEqual([[1, 'changed', { x: [1, 2] }]]);
    expect([...diff.ignoredColumns]).toEqual(['duration_seconds']);
    expect(brief((await ofRows(base, job, { ignore: ['x'] })).changes)).toEqual([
      [1, 'changed', { duration_seconds: [0.5, 0.6] }],
    ]);
    expect((await ofRows(base, job, { ignore: ['x', 'duration_seconds'] })).counts.equal).toBe(1);
    expect(
      Object.keys((brief((await ofRows(base, job, { ignore: [] })).changes)[0] as unknown[])[2] as object),
    ).toEqual(['x', 'duration_seconds']);
  });

  it('compares chosen columns and paths into them if either table has them', async () => {
    const base = [{ id: 1, 'output/label': 'a', x: 1 }];
    const job = [{ id: 1, output: { label: 'b', score: 1 }, x: 2 }];
    const { changes, tally } = await ofRows(base, job, { columns: ['output/label'] });
    expect(brief(changes)).toEqual([[1, 'changed', { 'output/label': ['a', 'b'] }]]);
    expect([...tally.columns]).toEqual([['output/label', 1]]);
    await expect(ofRows(base, job, { columns: ['nosuch'] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(ofRows(base, job, { columns: ['output/nosuch'] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(ofRows([], [], { columns: ['nosuch'] })).resolves.toMatchObject({ counts: { equal: 0 } });
  });

  it('keeps rows that match a condition in either table', async () => {
    const base = [1, 2, 3, 4].map((id) => ({ id, x: id }));
    const job = [2, 3, 4, 5].map((id) => ({ id, x: id * 2 }));
    const where = await parseExpression('x >= 4', '--where');
    const { changes, counts } = await ofRows(base, job, { where });
    expect(counts).toEqual({ equal: 0, changed: 3, added: 1, removed: 0 });
    expect(changes.map(({ key }) => key[0]?.value)).toEqual([2, 3, 4, 5]);
    const unknown = await parseExpression('nosuch == 1', '--where');
    await expect(ofRows(base, job, { where: unknown })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses keys of two kinds, naming --on', async () => {
    await expect(ofRows([{ id: 1 }], [{ id: 'a' }])).rejects.toMatchObject({
      code: 'usage',
      message: 'the keys of the base are numbers, those of the job are strings',
      hint: expect.stringContaining('--on') as string,
    });
    expect((await ofRows([new Map([['id', int(1)]])], [new Map([['id', float(1)]])])).counts.equal).toBe(1);
  });

  it.each([
    ['bytes', ['a', 'b', 'c'].map((key): TypedValue => ({ type: 'BYTES', value: Buffer.from(key) }))],
    ['floats', [-0.5, 0, 1e300].map(float)],
    ['integers of 64 bits', [-(2n ** 63n), 2n ** 53n, 2n ** 53n + 1n].map(int)],
  ])('joins keys that are %s', async (_, keys) => {
    const rows = (which: readonly number[], x: number) =>
      which.map(
        (index): TypedRow =>
          new Map([
            ['id', keys[index] ?? int(0)],
            ['x', int(index === 1 ? x : 0)],
          ]),
      );
    const [base, job] = [rows([0, 1], 1), rows([1, 2], 2)];
    for (const asCells of [true, false]) {
      const { changes, counts } = await ofRows(base, job, {}, { asCells });
      expect(counts).toEqual({ equal: 0, changed: 1, added: 1, removed: 1 });
      expect(changes.map(({ key }) => key[0]?.value)).toEqual(keys.map(({ value }) => value));
    }
  });

  it('refuses a table with keys in an unknown order', async () => {
    const mixed = source([{ id: 1 }, { id: 'a' }]);
    const reversed: DiffSource = {
      ...mixed,
      table: {
        ...mixed.table,
        async *read(options) {
          for await (const batch of mixed.table.read(options)) yield batch.select(Int32Array.of(1, 0));
        },
      },
    };
    await expect(diffed(reversed, source([{ id: 1 }]))).rejects.toThrow('are of several kinds');
  });
});
