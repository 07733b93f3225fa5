import { describe, expect, it } from 'vitest';
import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import { brief, ofRows } from './run-diff.ts';
import { float, int, list, map, object, text } from './typed-values.ts';

describe('a diff joined by columns', () => {
  it('pairs rows by their values, and keeps the order of the base', async () => {
    const base = [
      { id: 'x1', n: 3, x: 1 },
      { id: 'x2', n: 1, x: 1 },
      { id: 'x3', n: 2, x: 1 },
    ];
    const job = [
      { id: 'y1', n: 1, x: 2 },
      { id: 'y2', n: 4, x: 1 },
      { id: 'y3', n: 3, x: 1 },
    ];
    for (const asCells of [true, false]) {
      const { changes, counts } = await ofRows(base, job, { on: ['n'] }, { asCells });
      expect(brief(changes)).toEqual([
        [1, 'changed', { x: [1, 2] }],
        [2, 'removed', { x: [1, undefined] }],
        [4, 'added', { x: [undefined, 1] }],
      ]);
      expect(counts).toEqual({ equal: 1, changed: 1, added: 1, removed: 1 });
    }
    const two = await ofRows(base, job, { on: ['n', 'x'] });
    expect(two.counts).toEqual({ equal: 1, changed: 0, added: 2, removed: 2 });
    expect(two.changes[0]?.key.map(({ value }) => value)).toEqual([1, 1]);
  });

  it.each([
    ['truth values', { type: 'BOOL', value: true } as const, { type: 'BOOL', value: false } as const],
    ['long integers', int(2n ** 53n + 1n), int(2n ** 53n)],
    ['floats', float(0.5), float(-0.5)],
    ['bytes', { type: 'BYTES', value: Buffer.from('a') } as const, { type: 'BYTES', value: Buffer.from('b') } as const],
    ['None, which is one value', undefined, text('None')],
    ['a number and its text', int(1), text('number 1')],
  ])('takes columns of %s', async (_, one, other) => {
    const row = (id: number, n: TypedValue | undefined): TypedRow =>
      new Map<string, TypedValue>([['id', int(id)], ...(n ? [['n', n] as const] : [])]);
    const [base, job] = [
      [row(1, one), row(2, other)],
      [row(3, other), row(4, one)],
    ];
    expect((await ofRows(base, job, { on: ['n'] })).counts).toEqual({ equal: 2, changed: 0, added: 0, removed: 0 });
    expect((await ofRows(base, [row(3, other)], { on: ['n'] })).counts).toMatchObject({ equal: 1, removed: 1 });
  });

  it('joins whole floats with integers', async () => {
    const row = (n: TypedValue): TypedRow =>
      new Map([
        ['id', int(1)],
        ['n', n],
      ]);
    expect((await ofRows([row(int(4))], [row(float(4))], { on: ['n'] })).counts.equal).toBe(1);
  });

  it.each([
    ['a dict', map([text('a'), int(1)])],
    ['a list', list(int(1))],
    ['an object', object('a.Box', {})],
  ])('refuses columns whose values are %s', async (kind, value) => {
    const rows = [
      new Map([
        ['id', int(1)],
        ['n', value],
      ]),
    ];
    await expect(ofRows(rows, rows, { on: ['n'] })).rejects.toMatchObject({
      code: 'usage',
      message: `--on n: rows cannot be joined by ${kind}`,
      hint: 'Name a column of strings or numbers.',
    });
  });

  it.each([
    [undefined, 'n None'],
    [int(5), 'n "5"'],
    [{ type: 'BYTES', value: Buffer.from('abc') } as const, 'n of 3 bytes'],
  ])('names the values that several rows have: %o', async (value, shown) => {
    const row = (id: number): TypedRow =>
      new Map<string, TypedValue>([['id', int(id)], ...(value ? [['n', value] as const] : [])]);
    const known: TypedRow = new Map([
      ['id', int(9)],
      ['n', text('x')],
    ]);
    await expect(ofRows([known], [known, row(1), row(2)], { on: ['n'] })).rejects.toThrow(
      `has several rows with ${shown}`,
    );
  });

  it('uses _index if the tables have no key in common, and says so', async () => {
    const rows = (prefix: string) => [0, 1, 2].map((n) => ({ id: `${prefix}${n}`, _index: n, x: n }));
    const { counts, diff } = await ofRows(rows('self/d_'), rows('7/d_'));
    expect(counts).toEqual({ equal: 3, changed: 0, added: 0, removed: 0 });
    expect(diff.join).toEqual({
      on: ['_index'],
      byKey: false,
      note: 'The keys have nothing in common: rows are joined by _index.',
    });
    const oneInCommon = await ofRows(rows('self/d_'), [...rows('7/d_'), { id: 'self/d_2', _index: 9, x: 2 }]);
    expect(oneInCommon.counts).toMatchObject({ equal: 0, changed: 1, added: 3, removed: 2 });
    const without = await ofRows([{ id: 'a' }], [{ id: 'b' }]);
    expect(without.diff.join).toEqual({ on: ['id'], byKey: true, note: null });
  });

  it('refuses values shared by several rows of either table', async () => {
    const once = [{ id: 1, n: 'a' }];
    const twice = [...once, { id: 2, n: 'a' }];
    const expected = {
      code: 'usage',
      message: expect.stringMatching(/^--on n: the job \w+ has several rows with n "a"$/),
    };
    await expect(ofRows(once, twice, { on: ['n'] })).rejects.toMatchObject(expected);
    await expect(ofRows(twice, once, { on: ['n'] })).rejects.toMatchObject(expected);
    await expect(ofRows(once, [{ id: 1 }, { id: 2, n: 'a' }], { on: ['nosuch'] })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
