import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, type TypedValue } from '../../src/datastore/typed-value.ts';
import { isSwjobError } from '../../src/errors.ts';
import { displayText, plainText, shortFloat } from '../../src/render/cell-text.ts';
import { anyValue, bytes, float, image, int, list, map, nested, object, string } from './values.ts';

describe('plainText', () => {
  it.each<[TypedValue, string]>([
    [string('a\n"b"'), 'a\n"b"'],
    [int(2n ** 62n), '4611686018427387904'],
    [float(0.1), '0.1'],
    [float(Number.NaN), 'NaN'],
    [float(Number.NEGATIVE_INFINITY), '-Infinity'],
    [float(-0), '-0'],
    [bytes(255, 0), '/wA='],
    [{ type: 'BOOL', value: true }, 'true'],
    [NONE, ''],
    [list(string('a'), NONE), '["a",null]'],
    [object('p.T', { x: int(1) }), '{"x":1,"_python_type":"p.T"}'],
  ])('%o is %j', (value, text) => {
    expect(plainText(value)).toBe(text);
  });
});

describe('displayText', () => {
  it.each<[TypedValue, string]>([
    [string('\u001b[2Jx'), '\\x1b[2Jx'],
    [float(0.8912345678), '0.891235'],
    [bytes(...new Array<number>(12).fill(0)), '<12 B>'],
    [image, 'Image image/png 2×2×3 8 B'],
    [
      object('starwhale.base.data_type.Link', { _type: string('link'), uri: string('s3://bucket/k\n') }),
      'Link s3://bucket/k\\n',
    ],
    [
      object('starwhale.base.data_type.Point', { _type: string('point'), x: int(1), y: float(2.5) }),
      'Point {x: 1, y: 2.5}',
    ],
    [map([string('a'), int(1)], [int(2), bytes(1)]), '{a: 1, 2: <1 B>}'],
    [{ type: 'TUPLE', value: [int(1), string('x')] }, '(1, "x")'],
    [list(...Array.from({ length: 100 }, (_, index) => int(index))), '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 90 more]'],
    [NONE, ''],
  ])('%o is %j', (value, text) => {
    expect(displayText(value)).toBe(text);
  });

  it('shows everything in full on request', () => {
    const all = Array.from({ length: 30 }, (_, index) => float(index + 0.123456789));
    expect(displayText(list(...all), { full: true })).toBe(`[${all.map(({ value }) => value).join(', ')}]`);
  });

  it('is one short, safe line for any value', () => {
    const wide = list(
      ...Array.from({ length: 9 }, () => list(...Array.from({ length: 9 }, () => string('x'.repeat(1000))))),
    );
    expect(displayText(wide).length).toBeLessThan(2000);
    fc.assert(fc.property(anyValue, (value) => !/[\u0000-\u001f\u007f-\u009f\u202e]|\p{Cs}/u.test(displayText(value))));
  });

  it('refuses values nested too deep with a clear error', () => {
    expect(() => displayText(nested(10_000))).toThrow(
      expect.toSatisfy((error: unknown) => isSwjobError(error, 'damaged')),
    );
  });

  it('copes with artifacts whose attributes have the wrong types', () => {
    const odd = object('Image', { _type: string('image'), _mime_type: int(1), shape: string('x'), link: NONE });
    expect(displayText(odd)).toBe('Image');
  });
});

describe('shortFloat', () => {
  it.each([
    [1 / 3, '0.333333'],
    [1234567.891, '1234568'],
    [123456.789, '123457'],
    [3, '3'],
    [1e300, '1e+300'],
    [1.23456789e-9, '1.23457e-9'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('%d is %s', (value, text) => {
    expect(shortFloat(value)).toBe(text);
  });
});
