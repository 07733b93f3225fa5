import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBounds, compareKeys, compareText, isBeforeStart, isPastEnd } from '../../src/datastore/keys.ts';
import type { DataType } from '../../src/datastore/typed-value.ts';
import { isSwjobError } from '../../src/errors.ts';
import type { KeyValue } from '../../src/job/instance.ts';

const text = fc.string({ unit: 'binary' });
/** Characters for which the orders of UTF-16 units and code points differ. */
const edgeText = fc
  .array(fc.constantFrom('a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'), { maxLength: 4 })
  .map((parts) => parts.join(''));
const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -3, max: 3 }), fc.bigInt(-(2n ** 64n), 2n ** 64n));
const number: fc.Arbitrary<KeyValue> = fc.oneof(integer, fc.double({ noNaN: true }), fc.boolean());
const bytes = fc.uint8Array({ maxLength: 5 });
const key: fc.Arbitrary<KeyValue> = fc.oneof(number, edgeText, bytes, fc.constant(Number.NaN));

function byCodePoints(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)].map((characters) => characters.map((one) => one.codePointAt(0) ?? 0));
  for (let i = 0; i < Math.max(x?.length ?? 0, y?.length ?? 0); i++) {
    const difference = (x?.[i] ?? -1) - (y?.[i] ?? -1);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Compares exact values, both as multiples of the smallest double. */
function byValue(a: KeyValue, b: KeyValue): number {
  const [x, y] = [scaled(a), scaled(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function scaled(value: KeyValue): bigint {
  if (typeof value === 'bigint') return value << 1074n;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(Number(value)));
  const exponent = view.getBigUint64(0) >> 52n;
  const fraction = BigInt.asUintN(52, view.getBigUint64(0)) + (exponent > 0n ? 2n ** 52n : 0n);
  const size = exponent > 0n ? fraction << (exponent - 1n) : fraction;
  return Number(value) < 0 ? -size : size;
}

describe('compareText', () => {
  it('orders by code point, as Python does', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(byCodePoints(a, b));
      }),
    );
    fc.assert(
      fc.property(edgeText, edgeText, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(byCodePoints(a, b));
      }),
    );
  });

  it('puts a prefix before the string, and U+1F642 after U+FFFF', () => {
    expect(['🙂', '\uffff', 'ab', 'a', '', 'B'].sort(compareText)).toEqual(['', 'B', 'a', 'ab', '\uffff', '🙂']);
  });
});

describe('compareKeys', () => {
  it('orders numbers of all kinds by their exact value', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(byValue(a, b));
      }),
      { numRuns: 500 },
    );
    expect(compareKeys(2 ** 53, 2n ** 53n + 1n)).toBe(-1);
    expect(compareKeys(2n ** 63n - 1n, 2 ** 63)).toBe(-1);
    expect(compareKeys(9007199254740993n, 9007199254740992n)).toBe(1);
    expect([compareKeys(0, -0), compareKeys(true, 1), compareKeys(false, 0n), compareKeys(1n, 1)]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('orders bytes lexicographically', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const latin = (some: Uint8Array) => Buffer.from(some).toString('latin1');
        expect(Math.sign(compareKeys(a, b))).toBe(byCodePoints(latin(a), latin(b)));
      }),
    );
  });

  it('is a total order of all keys, including NaN', () => {
    fc.assert(
      fc.property(key, key, key, (a, b, c) => {
        expect(compareKeys(a, a)).toBe(0);
        expect(Math.sign(compareKeys(a, b)) + Math.sign(compareKeys(b, a))).toBe(0);
        const [x, y, z] = [a, b, c].sort(compareKeys) as [KeyValue, KeyValue, KeyValue];
        expect([compareKeys(x, y) <= 0, compareKeys(y, z) <= 0, compareKeys(x, z) <= 0]).toEqual([true, true, true]);
      }),
      { numRuns: 500 },
    );
    expect(['x', Number.NaN, new Uint8Array(), Number.POSITIVE_INFINITY, 5n].sort(compareKeys)).toEqual([
      5n,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      'x',
      new Uint8Array(),
    ]);
  });
});

describe('ranges', () => {
  it('include their start, and their end only if it is inclusive', () => {
    const range = { start: 2, end: 5 };
    const inside = (value: KeyValue, inclusive?: boolean) =>
      !isBeforeStart(value, range) && !isPastEnd(value, { ...range, endInclusive: inclusive });
    expect([1, 2, 4.9, 5, 5n, 6].map((value) => inside(value))).toEqual([false, true, true, false, false, false]);
    expect([5, 5n, 5.1].map((value) => inside(value, true))).toEqual([true, true, false]);
  });

  it('are open if a bound is undefined', () => {
    for (const value of [-1, 'x', new Uint8Array()])
      expect(isBeforeStart(value, {}) || isPastEnd(value, {})).toBe(false);
  });
});

describe('checkBounds', () => {
  it.each<[DataType, readonly KeyValue[]]>([
    ['INT64', [0, -1.5, 2n ** 63n, Number.POSITIVE_INFINITY]],
    ['INT8', [1000]],
    ['FLOAT16', [1, 0.5, 3n]],
    ['STRING', ['', 'x']],
    ['BYTES', [new Uint8Array()]],
    ['BOOL', [true, false]],
  ])('takes bounds that fit %s keys', (type, bounds) => {
    for (const bound of bounds) {
      expect(() => checkBounds({ start: bound }, type)).not.toThrow();
      expect(() => checkBounds({ end: bound }, type)).not.toThrow();
    }
  });

  it.each<[DataType, KeyValue, string, string]>([
    ['INT64', 'x"y', 'start "x\\"y" does not fit the table\'s keys, which are INT64', 'Give a bound that is a number.'],
    ['INT64', true, 'start true does not fit', 'Give a bound that is a number.'],
    ['FLOAT64', new Uint8Array(3), 'start of 3 bytes does not fit', 'Give a bound that is a number.'],
    ['STRING', 5n, 'start 5 does not fit', 'Give a bound that is of type string.'],
    ['BYTES', 'x', 'start "x" does not fit', 'Give a bound that is of type bytes.'],
    ['BOOL', 1, 'start 1 does not fit', 'Give a bound that is of type boolean.'],
  ])('refuses for %s keys the bound %o', (type, start, message, hint) => {
    expect(() => checkBounds({ start }, type)).toThrow(expect.objectContaining({ code: 'usage', hint }));
    expect(() => checkBounds({ start }, type)).toThrow(message);
    expect(() => checkBounds({ end: start }, type)).toThrow(message.replace('start', 'end'));
  });

  it('refuses NaN, and any bound for keys without an order', () => {
    expect(() => checkBounds({ end: Number.NaN }, 'FLOAT64')).toThrow('end is not a number (NaN)');
    for (const type of ['UNKNOWN', 'LIST', 'TUPLE', 'MAP', 'OBJECT'] as const) {
      expect(() => checkBounds({ start: 1 }, type)).toThrow(`the table's keys are ${type}: they have no ranges`);
      expect(() => checkBounds({}, type)).not.toThrow();
    }
  });

  it('throws only its own errors', () => {
    fc.assert(
      fc.property(key, fc.constantFrom<DataType>('INT8', 'STRING', 'BOOL', 'BYTES', 'FLOAT32'), (bound, type) => {
        try {
          checkBounds({ start: bound, end: bound }, type);
        } catch (error) {
          expect(isSwjobError(error, 'usage')).toBe(true);
        }
      }),
    );
  });
});
