import { describe, expect, it } from 'vitest';
import { ColumnOrder } from '../../src/datastore/column-order.ts';
import { NONE, type TypedValue } from '../../src/datastore/typed-value.ts';

const arranged = (order: ColumnOrder, ...names: readonly string[]) => [
  ...order.arrange(new Map<string, TypedValue>(names.map((name) => [name, NONE]))).keys(),
];

describe('ColumnOrder', () => {
  it('puts the first columns first, then the others as they first appeared', () => {
    const order = new ColumnOrder(['id']);
    expect(arranged(order, 'b', 'id', 'a')).toEqual(['id', 'b', 'a']);
    expect(arranged(order, 'a', 'b')).toEqual(['b', 'a']);
    expect(arranged(order, 'c', 'a', '__proto__', 'id')).toEqual(['id', 'a', 'c', '__proto__']);
    expect(arranged(order, '__proto__', 'c', 'b')).toEqual(['b', 'c', '__proto__']);
    expect(arranged(order)).toEqual([]);
  });

  it('takes a name that is given twice at its first place', () => {
    expect(arranged(new ColumnOrder(['x', 'y', 'x']), 'y', 'x')).toEqual(['x', 'y']);
  });

  it('keeps the values beside their names', () => {
    const a: TypedValue = { type: 'INT64', value: 1 };
    expect(
      new ColumnOrder(['b']).arrange(
        new Map([
          ['a', a],
          ['b', NONE],
        ]),
      ),
    ).toEqual(
      new Map([
        ['b', NONE],
        ['a', a],
      ]),
    );
  });
});
