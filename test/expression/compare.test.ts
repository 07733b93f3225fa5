import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, type TypedValue } from '../../src/datastore/typed-value.ts';
import { compareTyped, compareTypedDescending, equalTyped, orderTyped } from '../../src/expression/compare.ts';
import { bool, bytes, float, int, list, map, object, text, tuple } from './rows.ts';

/** The values in ascending order. */
const ASCENDING: readonly TypedValue[] = [
  bool(false),
  bool(true),
  float(Number.NEGATIVE_INFINITY),
  int(-9007199254740993n),
  float(-0.5),
  { type: 'INT8', value: 0 },
  float(0.1),
  int(1),
  float(9007199254740992),
  int(9007199254740993n),
  float(9007199254740994),
  float(Number.POSITIVE_INFINITY),
  text(''),
  text('10'),
  text('9'),
  text('\uffff'),
  text('😀'),
  bytes(),
  bytes(1, 255),
  bytes(2),
  list(),
  list(int(1)),
  list(int(1), NONE),
  list(int(2)),
  tuple(int(1)),
  map([text('a'), int(1)]),
  map([text('b'), int(0)], [text('a'), int(2)]),
  object('A', { x: int(2) }),
  object('B', { x: int(1) }),
  float(Number.NaN),
  NONE,
];

const scalar: fc.Arbitrary<TypedValue> = fc.oneof(
  fc.constantFrom(...ASCENDING),
  fc.double().map(float),
  fc.integer().map(int),
  fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(int),
  fc.string({ unit: 'binary', maxLength: 3 }).map(text),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }).map((values) => list(...values)),
  fc.array(fc.tuple(scalar, scalar), { maxLength: 3 }).map((pairs) => map(...pairs)),
);

describe('compareTyped', () => {
  it('puts kinds and values in the documented order', () => {
    const shuffled = [...ASCENDING].reverse();
    expect(shuffled.sort(compareTyped)).toEqual(ASCENDING);
    for (let i = 1; i < ASCENDING.length; i++) expect(compareTyped(ASCENDING[i - 1], ASCENDING[i])).toBeLessThan(0);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compareTyped(a, b)) + Math.sign(compareTyped(b, a))).toBe(0);
        expect(compareTyped(a, a)).toBe(0);
        if (compareTyped(a, b) <= 0 && compareTyped(b, c) <= 0) expect(compareTyped(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('treats a missing value as None', () => {
    expect(compareTyped(undefined, NONE)).toBe(0);
    expect(compareTyped(undefined, float(Number.NaN))).toBeGreaterThan(0);
  });

  it('copes with endlessly nested values', () => {
    const nest = (inner: TypedValue) => {
      let nested = inner;
      for (let i = 0; i < 50_000; i++) nested = list(nested);
      return nested;
    };
    expect(compareTyped(nest(int(1)), nest(int(2)))).toBe(0);
  });
});

describe('compareTypedDescending', () => {
  it('reverses the order but keeps NaN and None last', () => {
    const values = [NONE, int(1), float(Number.NaN), int(3), float(2)];
    expect(values.sort(compareTypedDescending).map((typed) => typed.value)).toEqual([3, 2, 1, Number.NaN, null]);
  });
});

describe('equalTyped', () => {
  it('compares numbers by value, and different kinds as unequal', () => {
    expect(equalTyped(int(1), { type: 'FLOAT16', value: 1 })).toBe(true);
    expect(equalTyped(int(0), float(-0))).toBe(true);
    expect(equalTyped(int(1), bool(true))).toBe(false);
    expect(equalTyped(list(int(1)), tuple(int(1)))).toBe(false);
    expect(equalTyped(float(Number.NaN), float(Number.NaN))).toBe(false);
    expect(equalTyped(undefined, NONE)).toBe(true);
  });

  it('ignores the order of pairs in a map', () => {
    const one = map([text('a'), int(1)], [text('b'), int(2)]);
    expect(equalTyped(one, map([text('b'), float(2)], [text('a'), int(1)]))).toBe(true);
    expect(equalTyped(one, map([text('b'), int(1)], [text('a'), int(2)]))).toBe(false);
  });
});

describe('orderTyped', () => {
  it('is NaN if values have no order', () => {
    for (const [a, b] of [
      [int(1), text('1')],
      [NONE, NONE],
      [float(Number.NaN), int(1)],
      [list(), list()],
    ] as const) {
      expect(orderTyped(a, b)).toBeNaN();
    }
    expect([orderTyped(int(1), float(1.5)), orderTyped(bytes(2), bytes(1)), orderTyped(text('a'), text('a'))]).toEqual([
      -1, 1, 0,
    ]);
  });
});
