import { describe, expect, it } from 'vitest';
import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import type { DiffOptions } from '../../../src/job/diff/options.ts';
import { ofRows } from './run-diff.ts';
import { float, int, list, map, object, text } from './typed-values.ts';

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

describe('values in a diff', () => {
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
    [0.01, 0.84, 0.85, false],
    [0.01, 0.84, 0.8500001, true],
    [0.5, 0, Number.NaN, true],
    [10, 1, Number.POSITIVE_INFINITY, true],
  ])('with a tolerance of %d: %d and %d', async (tolerance, a, b, isChange) => {
    expect(await differ(float(a), float(b), { tolerance })).toBe(isChange);
    expect(await differ(list(float(b)), list(float(a)), { tolerance })).toBe(isChange);
    expect(await differ(map([text('a'), list(float(a))]), map([text('a'), list(float(b))]), { tolerance })).toBe(
      isChange,
    );
  });
});
