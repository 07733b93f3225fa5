import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFloat,
  decodeInteger,
  encodeFloat,
  encodeInteger,
  isScalarType,
  quoteForMessage,
  scalarDecoder,
  ValueError,
} from '../../src/datastore/scalars.ts';
import type { IntegerType, ScalarType } from '../../src/datastore/typed-value.ts';

const WIDTHS: Readonly<Record<IntegerType, number>> = { INT8: 8, INT16: 16, INT32: 32, INT64: 64 };
const INTEGERS = Object.keys(WIDTHS) as IntegerType[];
const FLOATS = ['FLOAT16', 'FLOAT32', 'FLOAT64'] as const;

const hex = (value: bigint, digits: number) => value.toString(16).padStart(digits, '0');

/** Decodes IEEE 754 binary16 by its definition, from the digits of the pattern. */
function halfByDefinition(pattern: number): number {
  const digits = pattern.toString(2).padStart(16, '0');
  const sign = digits.startsWith('1') ? -1 : 1;
  const exponent = Number.parseInt(digits.slice(1, 6), 2);
  const fraction = Array.from(digits.slice(6)).reduce((sum, bit, index) => sum + Number(bit) / 2 ** (index + 1), 0);
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

describe('decodeInteger', () => {
  it.each(INTEGERS)('reads every %s back', (type) => {
    const width = WIDTHS[type];
    const values = fc.bigInt(-(2n ** BigInt(width - 1)), 2n ** BigInt(width - 1) - 1n);
    fc.assert(
      fc.property(values, (value) => {
        const text = hex(BigInt.asUintN(width, value), width / 4);
        const decoded = decodeInteger(type, text);
        expect(BigInt(decoded)).toBe(value);
        expect(typeof decoded).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
        expect(decodeInteger(type, text.toUpperCase())).toBe(decoded);
        expect(encodeInteger(type, decoded)).toBe(text);
      }),
    );
  });

  it.each<[IntegerType, string, number | bigint]>([
    ['INT8', '80', -128],
    ['INT8', '7f', 127],
    ['INT8', 'ff', -1],
    ['INT16', '8000', -32768],
    ['INT32', '80000000', -2147483648],
    ['INT32', '7fffffff', 2147483647],
    ['INT64', '8000000000000000', -(2n ** 63n)],
    ['INT64', '7fffffffffffffff', 2n ** 63n - 1n],
    ['INT64', 'ffffffffffffffff', -1],
    ['INT64', '001fffffffffffff', 2 ** 53 - 1],
    ['INT64', '0020000000000000', 2n ** 53n],
    ['INT64', 'ffe0000000000001', -(2 ** 53 - 1)],
    ['INT64', 'ffe0000000000000', -(2n ** 53n)],
    ['INT64', '00000000ffffffff', 2 ** 32 - 1],
    ['INT64', 'ffffffff00000000', -(2 ** 32)],
    ['INT64', '7b', 123],
    ['INT64', 'f', 15],
    ['INT64', '123456789', 0x123456789],
    ['INT16', 'ff', 255],
    ['INT32', 'ff', 255],
  ])('reads the %s %s', (type, text, value) => {
    expect(decodeInteger(type, text)).toBe(value);
  });
});

describe('decodeFloat', () => {
  it('reads all 65,536 patterns of a FLOAT16', () => {
    const wrong: number[] = [];
    for (let pattern = 0; pattern < 0x10000; pattern++) {
      const decoded = decodeFloat('FLOAT16', hex(BigInt(pattern), 4));
      if (!Object.is(decoded, halfByDefinition(pattern))) wrong.push(pattern);
    }
    expect(wrong).toEqual([]);
  });

  it('reads every FLOAT64 and FLOAT32 back, bit for bit', () => {
    fc.assert(
      fc.property(fc.double(), fc.float(), (wide, narrow) => {
        expect(decodeFloat('FLOAT64', encodeFloat('FLOAT64', wide))).toBe(wide);
        expect(decodeFloat('FLOAT32', encodeFloat('FLOAT32', narrow))).toBe(narrow);
      }),
    );
  });

  it.each<[(typeof FLOATS)[number], string, number]>([
    ['FLOAT64', '3ff8000000000000', 1.5],
    ['FLOAT64', '8000000000000000', -0],
    ['FLOAT64', '0000000000000001', 5e-324],
    ['FLOAT64', '7ff0000000000000', Number.POSITIVE_INFINITY],
    ['FLOAT64', 'fff0000000000000', Number.NEGATIVE_INFINITY],
    ['FLOAT64', '7ff8000000000000', Number.NaN],
    ['FLOAT64', 'fff0000000000001', Number.NaN],
    ['FLOAT32', '80000000', -0],
    ['FLOAT32', '3dcccccd', Math.fround(0.1)],
    ['FLOAT32', 'ff800000', Number.NEGATIVE_INFINITY],
    ['FLOAT32', '7fc00000', Number.NaN],
    ['FLOAT32', '0', 0],
    ['FLOAT16', '8000', -0],
    ['FLOAT16', '0001', 2 ** -24],
    ['FLOAT16', '7bff', 65504],
  ])('reads the %s %s', (type, text, value) => {
    expect(decodeFloat(type, text)).toBe(value);
  });

  it('rounds a FLOAT32 to its width', () => {
    expect(encodeFloat('FLOAT32', 0.1)).toBe('3dcccccd');
    expect(encodeFloat('FLOAT64', -0)).toBe('8000000000000000');
  });
});

describe('scalarDecoder', () => {
  it.each<[ScalarType, unknown, unknown]>([
    ['BOOL', '1', true],
    ['BOOL', '0', false],
    ['STRING', 'é\u2028\0', 'é\u2028\0'],
    ['STRING', '', ''],
    ['BYTES', '', new Uint8Array()],
    ['BYTES', 'AP8=', Uint8Array.of(0, 255)],
    ['BYTES', 'AP//', Uint8Array.of(0, 255, 255)],
    ['INT16', '0102', 258],
    ['FLOAT64', '3ff0000000000000', 1],
  ])('decodes the %s %o', (type, data, value) => {
    expect(scalarDecoder(type)(data)).toEqual({ type, value });
  });

  it.each<ScalarType>([
    'UNKNOWN',
    'BOOL',
    'STRING',
    'BYTES',
    ...INTEGERS,
    ...FLOATS,
  ])('takes null of a %s for None', (type) => {
    expect(scalarDecoder(type)(null)).toEqual({ type: 'UNKNOWN', value: null });
  });

  it.each<[ScalarType, unknown]>([
    ['UNKNOWN', ''],
    ['UNKNOWN', undefined],
    ['BOOL', 'true'],
    ['BOOL', true],
    ['BOOL', ''],
    ['STRING', 1],
    ['STRING', undefined],
    ['BYTES', 'A'],
    ['BYTES', 'AP8'],
    ['BYTES', 'AP8=='],
    ['BYTES', 'A==='],
    ['BYTES', '===='],
    ['BYTES', 'AA=A'],
    ['BYTES', 'AP_-'],
    ['BYTES', 'AP8=\n'],
    ['BYTES', ['AP8=']],
    ['INT8', '100'],
    ['INT64', '10000000000000000'],
    ['INT64', ''],
    ['INT64', '-1'],
    ['INT64', '0x1'],
    ['INT64', ' 1'],
    ['INT64', '١'],
    ['INT64', 1],
    ['INT64', {}],
    ['FLOAT16', '12345'],
    ['FLOAT64', 'nan'],
    ['FLOAT64', 1.5],
  ])('refuses as %s what is none: %o', (type, data) => {
    expect(() => scalarDecoder(type)(data)).toThrow(ValueError);
    expect(() => scalarDecoder(type)(data)).toThrow(`is not a valid ${type}`);
  });

  it('reads BYTES of the length of a block', () => {
    const decoded = scalarDecoder('BYTES')('AAAA'.repeat(5_000_000)).value;
    expect(decoded).toHaveLength(15_000_000);
  });

  it('names wrong data in a short line, however long or deep', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    for (const data of ['x'.repeat(1e6), deep, { __proto__: null }]) {
      expect(() => scalarDecoder('INT64')(data)).toThrow(/^[^\n]{5,90} is not a valid INT64$/);
    }
    expect(() => scalarDecoder('INT64')('\u001b[31m')).toThrow('"\\u001b[31m" is not a valid INT64');
    expect([
      quoteForMessage(undefined),
      quoteForMessage([1]),
      quoteForMessage({}),
      quoteForMessage(null),
      quoteForMessage(1.5),
    ]).toEqual(['nothing', 'an array', 'an object', 'null', '1.5']);
  });
});

describe('isScalarType', () => {
  it('knows the names of types, but not inherited properties', () => {
    expect(INTEGERS.every(isScalarType)).toBe(true);
    for (const type of ['LIST', 'int64', 'constructor', '__proto__', '', null, 1, ['INT8']])
      expect(isScalarType(type)).toBe(false);
  });
});
