import { describe, expect, it } from 'vitest';
import {
  exactInteger,
  mapFromRow,
  NONE,
  rowFromPlain,
  TypedData,
  typedFromPlain,
} from '../../src/datastore/typed-value.ts';

describe('exactInteger', () => {
  it('is a number within ±(2^53 − 1), a bigint beyond', () => {
    const edge = 2n ** 53n;
    expect([edge - 1n, edge, 1n - edge, -edge, 0n].map(exactInteger)).toEqual([
      2 ** 53 - 1,
      edge,
      1 - 2 ** 53,
      -edge,
      0,
    ]);
  });
});

describe('typedFromPlain', () => {
  it('gives plain data types', () => {
    expect(typedFromPlain(null)).toBe(NONE);
    expect(typedFromPlain(true)).toEqual({ type: 'BOOL', value: true });
    expect(typedFromPlain('x')).toEqual({ type: 'STRING', value: 'x' });
    expect(typedFromPlain(5n)).toEqual({ type: 'INT64', value: 5 });
    expect(typedFromPlain(2n ** 60n)).toEqual({ type: 'INT64', value: 2n ** 60n });
    expect(typedFromPlain(5)).toEqual({ type: 'INT64', value: 5 });
    for (const value of [0.5, -0, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(typedFromPlain(value)).toEqual({ type: 'FLOAT64', value });
    }
  });

  it('converts lists and objects, and keeps typed values', () => {
    const float = { type: 'FLOAT16', value: 1 } as const;
    expect(typedFromPlain([1, { a: new TypedData(float), __proto__: 2 }])).toEqual({
      type: 'LIST',
      value: [
        { type: 'INT64', value: 1 },
        { type: 'MAP', value: [{ key: { type: 'STRING', value: 'a' }, value: float }] },
      ],
    });
    expect(typedFromPlain(JSON.parse('{"__proto__": 2}'))).toEqual({
      type: 'MAP',
      value: [{ key: { type: 'STRING', value: '__proto__' }, value: { type: 'INT64', value: 2 } }],
    });
  });
});

describe('rows', () => {
  it('are made from plain objects and become maps', () => {
    const row = rowFromPlain({ b: 1, a: null });
    expect([...row]).toEqual([
      ['b', { type: 'INT64', value: 1 }],
      ['a', NONE],
    ]);
    expect(mapFromRow(row)).toEqual(typedFromPlain({ b: 1, a: null }));
  });
});
