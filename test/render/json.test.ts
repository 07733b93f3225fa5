import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, type TypedValue } from '../../src/datastore/typed-value.ts';
import { isSwjobError } from '../../src/errors.ts';
import { jsonRow, jsonString, jsonText, MAX_NESTING } from '../../src/render/json.ts';
import { anyText, anyValue, bytes, float, int, list, map, nested, object, row, string } from './values.ts';

describe('jsonText', () => {
  const golden: readonly (readonly [string, TypedValue, string])[] = [
    ['an integer beyond 2^53 with every digit', int(9223372036854775807n), '9223372036854775807'],
    ['the least integer', int(-9223372036854775808n), '-9223372036854775808'],
    ['a small integer', { type: 'INT8', value: -5 }, '-5'],
    ['a float as the shortest text', float(0.1 + 0.2), '0.30000000000000004'],
    ['a great float in the notation of JavaScript', float(1e21), '1e+21'],
    ['a whole float without a point', float(3), '3'],
    ['negative zero with its sign', float(-0), '-0'],
    ['NaN as a string', float(Number.NaN), '"NaN"'],
    ['infinity as a string', float(Number.POSITIVE_INFINITY), '"Infinity"'],
    ['minus infinity as a string', float(Number.NEGATIVE_INFINITY), '"-Infinity"'],
    ['bytes as base64', bytes(0, 255, 1), '"AP8B"'],
    ['no bytes as an empty string', bytes(), '""'],
    ['None as null', NONE, 'null'],
    ['a boolean', { type: 'BOOL', value: true }, 'true'],
    ['a tuple as an array', { type: 'TUPLE', value: [int(1), string('a')] }, '[1,"a"]'],
    ['a list of numbers', list(float(0.5), int(2), float(1e-7)), '[0.5,2,1e-7]'],
    [
      'a list with unusual numbers',
      list(float(-0), float(Number.NaN), int(2n ** 60n)),
      '[-0,"NaN",1152921504606846976]',
    ],
    ['an empty list', list(), '[]'],
    ['an empty map as an object', map(), '{}'],
    [
      'a map with string keys as an object',
      map([string('b"'), int(1)], [string('__proto__'), NONE]),
      '{"b\\"":1,"__proto__":null}',
    ],
    ['any other map as pairs', map([string('a'), int(1)], [int(2), list()]), '[["a",1],[2,[]]]'],
    [
      'an object with its class last',
      object('x.Point', { x: int(1), _type: string('point') }),
      '{"x":1,"_type":"point","_python_type":"x.Point"}',
    ],
    ['an object without attributes', object('LINK', {}), '{"_python_type":"LINK"}'],
    ['the class once, whatever the attributes', object('A', { _python_type: int(1) }), '{"_python_type":"A"}'],
  ];
  it.each(golden)('writes %s', (_, value, text) => {
    expect(jsonText(value)).toBe(text);
  });

  it('writes valid JSON for every value', () => {
    fc.assert(
      fc.property(anyValue, (value) => void JSON.parse(jsonText(value))),
      { numRuns: 300 },
    );
  });

  it('writes strings exactly as JSON.stringify does', () => {
    fc.assert(fc.property(anyText, (text) => jsonString(text) === JSON.stringify(text)));
  });

  it('writes floats that read back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        Object.is(JSON.parse(jsonText(float(value))), value),
      ),
    );
  });

  it('writes values down to the deepest level and refuses deeper ones with a clear error', () => {
    expect(jsonText(nested(MAX_NESTING))).toHaveLength(2 * MAX_NESTING + 4);
    for (const levels of [MAX_NESTING + 1, 10_000, 200_000]) {
      expect(() => jsonText(nested(levels))).toThrow(
        expect.toSatisfy((error: unknown) => isSwjobError(error, 'damaged')),
      );
    }
  });
});

describe('jsonRow', () => {
  it('keeps the order of the columns and any name', () => {
    const columns = new Map([
      ['z', int(1)],
      ['__proto__', int(2)],
      ['a\n', NONE],
      ['', string('')],
    ]);
    expect(jsonRow(columns)).toBe('{"z":1,"__proto__":2,"a\\n":null,"":""}');
  });

  it('writes a record without columns as an empty object', () => {
    expect(jsonRow(row({}))).toBe('{}');
  });
});
