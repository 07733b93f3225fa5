import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import { parseExpression } from '../../../src/expression/expression.ts';
import { DiffTally, type RowChange } from '../../../src/job/diff/changes.ts';
import type { DiffOptions, DiffSource } from '../../../src/job/diff/options.ts';
import { TableDiff } from '../../../src/job/diff/table-diff.ts';
import { type MemoryTableOptions, type PlainRow, source } from './memory-table.ts';

type Rows = readonly (PlainRow | TypedRow)[];

async function diffed(base: DiffSource, job: DiffSource, options: DiffOptions = {}) {
  const diff = await TableDiff.open(base, job, options);
  const tally = new DiffTally();
  const changes: RowChange[] = [];
  for await (const some of diff.changes(tally)) changes.push(...some.map(kept));
  return { diff, tally, changes, counts: { ...tally.counts }, outcomes: { ...tally.outcomes } };
}

/** A copy of a change that stays valid once others are read. */
function kept({ key, change, outcome, columns, labels, base, job }: RowChange): RowChange {
  return { key, change, outcome, columns, labels, base, job };
}

async function ofRows(base: Rows, job: Rows, options: DiffOptions = {}, tables: MemoryTableOptions = {}) {
  return diffed(source(base, tables), source(job, tables), options);
}

/** Changes as short lists: the key, the kind of change, and each column with its old and new value. */
function brief(changes: readonly RowChange[]): unknown[] {
  return changes.map(({ key, change, columns }) => [
    key[0]?.value,
    change,
    Object.fromEntries(Array.from(columns, ([name, { old, new: value }]) => [name, [old?.value, value?.value]])),
  ]);
}

async function differ(a: TypedValue | undefined, b: TypedValue | undefined, options: DiffOptions = {}) {
  const row = (value: TypedValue | undefined): TypedRow =>
    new Map<string, TypedValue>([['id', { type: 'INT64', value: 1 }], ...(value ? [['x', value] as const] : [])]);
  const verdicts = new Set<boolean>();
  for (const asCells of [true, false]) {
    const { counts } = await ofRows([row(a)], [row(b)], options, { asCells });
    verdicts.add(counts.changed === 1);
  }
  expect(verdicts.size).toBe(1);
  return [...verdicts][0];
}

const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
const int = (value: number | bigint): TypedValue => ({ type: 'INT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });
const list = (...value: TypedValue[]): TypedValue => ({ type: 'LIST', value });
const map = (...pairs: [TypedValue, TypedValue][]): TypedValue => ({
  type: 'MAP',
  value: pairs.map(([key, value]) => ({ key, value })),
});
const object = (pythonType: string, attributes: Readonly<Record<string, TypedValue>>): TypedValue => ({
  type: 'OBJECT',
  pythonType,
  value: new Map(Object.entries(attributes)),
});

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

  it('works with empty tables', async () => {
    const rows = [{ id: 1, x: 1 }];
    expect((await ofRows([], [])).counts).toEqual({ equal: 0, changed: 0, added: 0, removed: 0 });
    expect((await ofRows(rows, [])).counts).toMatchObject({ equal: 0, removed: 1 });
    expect((await ofRows([], rows)).counts).toMatchObject({ equal: 0, added: 1 });
  });

  it.each([
    ['numbers of one value', int(1), float(1), false],
    ['numbers of different values', int(1), float(1.5), true],
    ['long integers, to the last digit', int(9007199254740993n), int(9007199254740992n), true],
    ['a long integer and the float near it', int(9007199254740993n), float(9007199254740992), true],
    ['NaN and NaN', float(Number.NaN), float(Number.NaN), false],
    ['NaN and a number', float(Number.NaN), float(0), true],
    ['zero and negative zero', float(0), float(-0), false],
    ['zero as an integer and negative zero', int(0), float(-0), false],
    ['infinities of one sign', float(Number.POSITIVE_INFINITY), float(Number.POSITIVE_INFINITY), false],
    ['infinities of both signs', float(Number.POSITIVE_INFINITY), float(Number.NEGATIVE_INFINITY), true],
    ['true and one', { type: 'BOOL', value: true } as const, int(1), true],
    ['a number and its text', int(1), text('1'), true],
    ['a value and none', int(1), undefined, true],
    ['None and none', { type: 'UNKNOWN', value: null } as const, undefined, false],
    ['an empty string and none', text(''), undefined, true],
    ['short strings', text('héllo'), text('hello'), true],
    ['long strings', text(`${'x'.repeat(100)}a`), text(`${'x'.repeat(100)}b`), true],
    ['a string and its beginning', text('ab'), text('abc'), true],
    ['equal strings with escapes', text('a"b\n'), text('a"b\n'), false],
    ['lists of numbers', list(float(1), float(Number.NaN)), list(float(1), float(Number.NaN)), false],
    ['lists of other numbers', list(float(1), float(2)), list(float(1), float(3)), true],
    ['lists of other lengths', list(float(1)), list(float(1), float(2)), true],
    ['a list of integers and of floats', list(int(1)), list(float(1)), false],
    ['a list and a tuple', list(int(1)), { type: 'TUPLE', value: [int(1)] } as const, true],
    [
      'dicts in another order',
      map([text('a'), int(1)], [text('b'), int(2)]),
      map([text('b'), int(2)], [text('a'), int(1)]),
      false,
    ],
    [
      'dicts with number keys in another order',
      map([int(2), int(1)], [float(1), int(2)]),
      map([int(1), int(2)], [float(2), int(1)]),
      false,
    ],
    ['dicts of other values', map([text('a'), int(1)]), map([text('a'), int(2)]), true],
    ['dicts of other keys', map([text('a'), int(1)]), map([text('b'), int(1)]), true],
    ['dicts of other sizes', map([text('a'), int(1)]), map([text('a'), int(1)], [text('b'), int(1)]), true],
    ['objects of other classes', object('a.Box', { x: int(1) }), object('a.Circle', { x: int(1) }), true],
    ['objects of other values', object('a.Box', { x: int(1) }), object('a.Box', { x: int(2) }), true],
    ['objects of other attributes', object('a.Box', { x: int(1) }), object('a.Box', { y: int(1) }), true],
    [
      'objects with more attributes',
      object('a.Box', { x: int(1) }),
      object('a.Box', { x: int(1), y: { type: 'UNKNOWN', value: null } }),
      true,
    ],
    [
      'objects in another order',
      object('a.Box', { x: int(1), y: text('a') }),
      object('a.Box', { y: text('a'), x: float(1) }),
      false,
    ],
    ['a dict and an object', map([text('x'), int(1)]), object('a.Box', { x: int(1) }), true],
    ['true and false', { type: 'BOOL', value: true } as const, { type: 'BOOL', value: false } as const, true],
    [
      'bytes',
      { type: 'BYTES', value: Buffer.from('a') } as const,
      { type: 'BYTES', value: Buffer.from('b') } as const,
      true,
    ],
  ])('%s: %o and %o', async (_, a, b, isChange) => {
    expect(await differ(a, b)).toBe(isChange);
    expect(await differ(b, a)).toBe(isChange);
    expect(await differ(a, a)).toBe(false);
  });

  it.each([
    [0, 1, 1 + 1e-9, true],
    [1e-6, 1, 1 + 1e-9, false],
    [0.01, 1000, 1001, false],
    [0.0001, 1000, 1001, true],
    [0.1, 0.001, 0.05, false],
    [0.01, 0.001, 0.05, true],
    [0.5, 0, Number.NaN, true],
    [10, 1, Number.POSITIVE_INFINITY, true],
  ])('with a tolerance of %d: %d and %d', async (tolerance, a, b, isChange) => {
    expect(await differ(float(a), float(b), { tolerance })).toBe(isChange);
    expect(await differ(list(float(b)), list(float(a)), { tolerance })).toBe(isChange);
    expect(await differ(map([text('a'), list(float(a))]), map([text('a'), list(float(b))]), { tolerance })).toBe(
      isChange,
    );
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

describe('fixed and broken predictions', () => {
  const rows = (predictions: readonly string[]) =>
    predictions.map((label, id) => ({ id, 'input/label': 'abcd'[id % 4] ?? '', 'output/label': label }));

  it('are counted by the true and the predicted labels', async () => {
    const { outcomes, changes } = await ofRows(rows(['a', 'b', 'x', 'x']), rows(['a', 'x', 'c', 'y']));
    expect(outcomes).toEqual({ both_right: 1, fixed: 1, broken: 1, both_wrong: 1 });
    expect(changes.map(({ outcome }) => outcome)).toEqual(['broken', 'fixed', 'both_wrong']);
  });

  it('are counted the same for an output that is a string, and one in a dict', async () => {
    const plain = [{ id: 1, 'input/label': 'a', output: 'a' }];
    const nested = [{ id: 1, 'input/label': 'a', output: { label: 'b' } }];
    expect((await ofRows(plain, nested)).outcomes).toMatchObject({ broken: 1 });
    expect((await ofRows(nested, plain)).outcomes).toMatchObject({ fixed: 1 });
    expect((await ofRows(nested, [{ id: 1, 'input/label': 'a' }])).tally.judged).toBe(0);
  });

  it('are counted by a condition', async () => {
    const right = await parseExpression('score > 0.5', '--right');
    const base = [1, 2, 3].map((id) => ({ id, score: id / 4 }));
    const job = [1, 2, 3].map((id) => ({ id, score: 1 - id / 4 }));
    expect((await ofRows(base, job, { right })).outcomes).toEqual({
      both_right: 0,
      fixed: 1,
      broken: 1,
      both_wrong: 1,
    });
  });

  it('select what is shown', async () => {
    const [base, job] = [rows(['a', 'b', 'x', 'x', 'a']), rows(['a', 'x', 'c', 'x'])];
    const keys = async (only: DiffOptions['only']) =>
      (await ofRows(base, job, { only })).changes.map(({ key }) => key[0]?.value);
    expect(await keys(undefined)).toEqual([1, 2, 4]);
    expect(await keys(['changed'])).toEqual([1, 2]);
    expect(await keys(['removed'])).toEqual([4]);
    expect(await keys(['added'])).toEqual([]);
    expect(await keys(['fixed'])).toEqual([2]);
    expect(await keys(['broken'])).toEqual([1]);
    expect(await keys(['wrong'])).toEqual([1, 3]);
    expect(await keys(['broken', 'removed'])).toEqual([1, 4]);
  });
});

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

describe('artifacts', () => {
  const image = (uri: string, size = 4, more: Record<string, string> = {}): TypedValue => ({
    type: 'OBJECT',
    pythonType: 'starwhale.base.data_type.Image',
    value: new Map<string, TypedValue>([
      ...Object.entries(more).map(([name, value]): [string, TypedValue] => [name, text(value)]),
      [
        'link',
        {
          type: 'OBJECT',
          pythonType: 'starwhale.base.data_type.Link',
          value: new Map<string, TypedValue>([
            ['uri', text(uri)],
            ['offset', int(0)],
            ['size', int(size)],
          ]),
        },
      ],
    ]),
  });
  const table = (value: TypedValue, contents: Readonly<Record<string, string>>) =>
    source(
      [
        new Map<string, TypedValue>([
          ['id', int(1)],
          ['x', value],
        ]),
      ],
      { contents },
    );

  it.each([
    ['another link to the same content', 'a', 'b', 'same', 'same', 4, false],
    ['another content', 'a', 'b', 'same', 'else', 4, true],
    ['another size, which needs no reading', 'a', 'b', '', '', 5, true],
    ['the same object of a store, which needs no reading', `x/${'0f'.repeat(32)}`, '0f'.repeat(32), '', '', 4, false],
  ])('are compared by their contents: %s', async (_, from, to, content, other, size, isChange) => {
    const base = table(list(map([text('a'), image(from)])), content === '' ? {} : { [from]: content });
    const job = table(list(map([text('a'), image(to, size)])), other === '' ? {} : { [to]: other });
    const { counts, changes, diff, tally } = await diffed(base, job);
    expect(counts).toMatchObject({ equal: isChange ? 0 : 1, changed: isChange ? 1 : 0 });
    expect(changes).toHaveLength(isChange ? 1 : 0);
    expect(tally.columns.get('x')).toBe(isChange ? 1 : 0);
    expect(diff.contents.unread).toBe(0);
    expect(base.read).toEqual(content === '' ? [] : [from]);
  });

  it('that cannot be read are compared by their links, and counted', async () => {
    const { counts, diff } = await diffed(table(image('a'), {}), table(image('b'), { b: 'here' }));
    expect(counts.changed).toBe(1);
    expect(diff.contents.unread).toBe(1);
    expect((await diffed(table(image('s3://x/a'), {}), table(image('s3://x/a'), {}))).counts.equal).toBe(1);
  });

  it('do not hide other differences', async () => {
    const pair = (label: string) => map([text('image'), image(label)], [text('label'), text(label)]);
    const { counts } = await diffed(table(pair('a'), { a: 'same' }), table(pair('b'), { b: 'same' }));
    expect(counts.changed).toBe(1);
  });
});

describe('for any two tables', () => {
  const value = fc.oneof(
    fc.constantFrom<TypedValue>(
      float(Number.NaN),
      float(-0),
      float(0),
      int(0),
      int(1),
      float(1),
      text('é'),
      text('a"'),
    ),
    fc.string({ maxLength: 3 }).map(text),
    fc.integer({ min: -2, max: 2 }).map(int),
    fc.array(fc.constantFrom(float(1), float(2)), { maxLength: 2 }).map((items) => list(...items)),
  );
  const label = fc.constantFrom('a', 'b').map(text);
  const row = fc.record({ x: value, y: value, 'input/label': label, 'output/label': label }, { requiredKeys: [] });
  const table = fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'é', '\u{1F600}', '\uFFFF'), row)
    .map((rows) =>
      Object.entries(rows).map(
        ([id, columns], index): TypedRow =>
          new Map<string, TypedValue>([['id', text(id)], ['_index', int(index)], ...Object.entries(columns)]),
      ),
    );
  const options = fc.record({ size: fc.integer({ min: 1, max: 4 }), asCells: fc.boolean() });

  it('equal, changed and removed rows are those of the base; swapping the tables swaps fixed and broken', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, options, options, async (a, b, first, second) => {
        const forth = await diffed(source(a, first), source(b, second), { on: ['id'] });
        const back = await diffed(source(b, second), source(a, first), { on: ['id'] });
        expect(forth.counts.equal + forth.counts.changed + forth.counts.removed).toBe(a.length);
        expect(forth.counts.equal + forth.counts.changed + forth.counts.added).toBe(b.length);
        expect(back.counts).toEqual({ ...forth.counts, added: forth.counts.removed, removed: forth.counts.added });
        expect(back.outcomes).toEqual({
          ...forth.outcomes,
          fixed: forth.outcomes.broken,
          broken: forth.outcomes.fixed,
        });
        expect(forth.changes).toHaveLength(forth.counts.changed + forth.counts.added + forth.counts.removed);
      }),
    );
  });

  it('a diff with itself has no changes, however its cells are stored', async () => {
    await fc.assert(
      fc.asyncProperty(table, options, options, async (a, first, second) => {
        const { counts, changes } = await diffed(source(a, first), source(a, second));
        expect(counts).toEqual({ equal: a.length, changed: 0, added: 0, removed: 0 });
        expect(changes).toEqual([]);
      }),
    );
  });

  it('a join by columns finds the same as the join by keys', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, options, async (a, b, tables) => {
        const copy = (rows: readonly TypedRow[]) =>
          rows.map((each) => new Map([...each, ['copy', each.get('id') as TypedValue]]));
        const ignore = ['copy'];
        const byKey = await ofRows(copy(a), copy(b), { on: ['id'], ignore }, tables);
        const byCopy = await ofRows(
          copy(a),
          copy(b),
          a.length > 0 && b.length > 0 ? { on: ['copy'], ignore } : { on: ['id'], ignore },
          tables,
        );
        expect(byCopy.counts).toEqual(byKey.counts);
        expect(byCopy.outcomes).toEqual(byKey.outcomes);
        expect([...byCopy.tally.columns].sort()).toEqual([...byKey.tally.columns].sort());
      }),
    );
  });
});
