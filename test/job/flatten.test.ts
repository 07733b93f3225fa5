import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BatchBuilder } from '../../src/datastore/batch-builder.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import { readNamed, resolveName } from '../../src/expression/named-value.ts';
import { Flattening } from '../../src/job/flatten.ts';

const int = (value: number): TypedValue => ({ type: 'INT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });
const list = (...value: TypedValue[]): TypedValue => ({ type: 'LIST', value });
const map = (members: Record<string, TypedValue>): TypedValue => ({
  type: 'MAP',
  value: Object.entries(members).map(([key, value]) => ({ key: text(key), value })),
});
const row = (members: Record<string, TypedValue>): TypedRow => new Map(Object.entries(members));

function flat(rows: readonly TypedRow[], flattening = new Flattening()): TypedRow[] {
  const builder = new BatchBuilder();
  for (const each of rows) builder.add(each);
  return flattening.batch(builder.finish()).typedRows();
}

const scalar = fc.oneof(
  fc.integer().map(int),
  fc.string().map(text),
  fc.double().map((value): TypedValue => ({ type: 'FLOAT64', value })),
  fc.boolean().map((value): TypedValue => ({ type: 'BOOL', value })),
  fc.constant<TypedValue>({ type: 'FLOAT32', value: Math.fround(0.1), narrow: true }),
);
const step = fc.stringMatching(/^[a-z]{1,3}$/);
const { value: anyValue } = fc.letrec<{ value: TypedValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => list(...items)),
    fc.dictionary(step, tie('value'), { maxKeys: 3 }).map(map),
  ),
}));

describe('flattening', () => {
  it('makes a column of each inner scalar, named by its path', () => {
    const value = map({ label: text('bee'), scores: list(int(1), int(2)), deep: map({ er: map({ x: int(3) }) }) });
    expect(flat([row({ id: int(0), output: value })])).toEqual([
      row({
        id: int(0),
        'output/label': text('bee'),
        'output/scores/0': int(1),
        'output/scores/1': int(2),
        'output/deep/er/x': int(3),
      }),
    ]);
  });

  it('has exactly the values that names reach', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 5 }), (values) => {
        const rows = values.map((value, index) => row({ id: int(index), v: value }));
        for (const [index, one] of flat(rows).entries()) {
          const whole = rows[index] ?? new Map();
          for (const [name, found] of one) {
            const named = resolveName(name, (column) => whole.has(column));
            expect(named && readNamed(named, whole)).toEqual(found);
          }
          expect(one.size).toBe(1 + countScalars(whole.get('v')));
        }
      }),
    );
  });

  it('keeps the order of columns from batch to batch', () => {
    const flattening = new Flattening();
    flat([row({ id: int(0), o: map({ a: int(1), c: int(2) }), z: int(9) })], flattening);
    const [second] = flat([row({ id: int(0), o: map({ c: int(2), b: int(3), a: int(1) }), z: int(9) })], flattening);
    expect([...(second?.keys() ?? [])]).toEqual(['id', 'o/a', 'o/c', 'o/b', 'z']);
  });

  it('does not change columns of scalars, and splits mixed ones', () => {
    expect(flat([row({ v: int(1) }), row({ v: map({ a: int(2) }) }), row({ v: list() })])).toEqual([
      row({ v: int(1) }),
      row({ 'v/a': int(2) }),
      row({}),
    ]);
  });

  it('keeps a map whole if its keys cannot be named', () => {
    const odd: TypedValue = { type: 'MAP', value: [{ key: list(int(1)), value: int(2) }] };
    expect(flat([row({ v: odd })])).toEqual([row({ v: odd })]);
  });

  it('counts values with the name of another one; an existing column takes precedence', () => {
    const flattening = new Flattening();
    const rows = [
      row({ 'v/a': int(1), v: map({ a: int(2), b: int(3) }) }),
      row({ v: map({ a: int(4) }) }),
      row({ v: map({ 'x/y': int(5), x: map({ y: int(6) }) }) }),
    ];
    expect(flat(rows, flattening)).toEqual([
      row({ 'v/a': int(1), 'v/b': int(3) }),
      row({ 'v/a': int(4) }),
      row({ 'v/x/y': int(5) }),
    ]);
    expect(flattening.hidden).toBe(2);
  });

  it('refuses to make too many columns', () => {
    const wide = list(...Array.from({ length: 10_001 }, (_, index) => int(index)));
    expect(() => flat([row({ v: wide })])).toThrow('--flatten makes more than 10000 columns');
  });

  it('keeps endlessly nested values whole', () => {
    let deep: TypedValue = int(1);
    for (let level = 0; level < 10_000; level++) deep = list(deep);
    const [one] = flat([row({ v: deep })]);
    expect([...(one?.keys() ?? [])]).toEqual([`v${'/0'.repeat(64)}`]);
  });

  it('keeps nothing of earlier batches, whatever columns those had', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const flattening = new Flattening();
    const columnOf = (name: string) => {
      const builder = new BatchBuilder();
      builder.add(row({ v: map({ [name]: int(1) }) }));
      return new WeakRef(flattening.batch(builder.finish()).column(`v/${name}`) ?? {});
    };
    const rare = columnOf('rare');
    columnOf('other');
    await vi.waitFor(
      () => {
        collect();
        // A failed assertion about the column itself would keep it.
        expect(rare.deref() === undefined).toBe(true);
      },
      { timeout: 10_000 },
    );
  });
});

function countScalars(value: TypedValue | undefined): number {
  if (value === undefined) return 0;
  if (value.type === 'LIST') return value.value.reduce((sum, item) => sum + countScalars(item), 0);
  if (value.type === 'MAP') return value.value.reduce((sum, entry) => sum + countScalars(entry.value), 0);
  return 1;
}
