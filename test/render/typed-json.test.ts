import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactInteger, NONE, type TypedValue } from '../../src/datastore/typed-value.ts';
import { isSwjobError } from '../../src/errors.ts';
import { typedJsonRow, typedJsonText } from '../../src/render/typed-json.ts';
import { anyValue, bytes, float, int, list, map, nested, object, row, string } from './values.ts';

describe('typedJsonText', () => {
  const golden: readonly (readonly [TypedValue, string])[] = [
    [{ type: 'INT8', value: 3 }, '{"type":"INT8","value":"3"}'],
    [int(-9223372036854775808n), '{"type":"INT64","value":"-9223372036854775808"}'],
    [float(-0), '{"type":"FLOAT64","value":"-0"}'],
    [{ type: 'FLOAT16', value: Number.NaN }, '{"type":"FLOAT16","value":"NaN"}'],
    [{ type: 'FLOAT32', value: Number.NEGATIVE_INFINITY }, '{"type":"FLOAT32","value":"-Infinity"}'],
    [float(0.1), '{"type":"FLOAT64","value":"0.1"}'],
    [{ type: 'BOOL', value: false }, '{"type":"BOOL","value":false}'],
    [NONE, '{"type":"UNKNOWN","value":null}'],
    [bytes(255), '{"type":"BYTES","value":"/w=="}'],
    [list(string('a"')), '{"type":"LIST","value":[{"type":"STRING","value":"a\\""}]}'],
    [{ type: 'TUPLE', value: [] }, '{"type":"TUPLE","value":[]}'],
    [
      map([NONE, int(1)]),
      '{"type":"MAP","value":[{"key":{"type":"UNKNOWN","value":null},"value":{"type":"INT64","value":"1"}}]}',
    ],
    [
      object('p.T', { _python_type: int(1) }),
      '{"type":"OBJECT","pythonType":"p.T","value":{"_python_type":{"type":"INT64","value":"1"}}}',
    ],
  ];
  it.each(golden)('writes %o', (value, text) => {
    expect(typedJsonText(value)).toBe(text);
  });

  it('preserves any value', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(readTyped(JSON.parse(typedJsonText(value)))).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses values nested too deep with a clear error', () => {
    expect(() => typedJsonText(nested(10_000))).toThrow(
      expect.toSatisfy((error: unknown) => isSwjobError(error, 'damaged')),
    );
  });

  it('writes a record as an object of typed values', () => {
    expect(typedJsonRow(row({ id: int(1), n: NONE }))).toBe(
      '{"id":{"type":"INT64","value":"1"},"n":{"type":"UNKNOWN","value":null}}',
    );
  });
});

interface TypedJson {
  readonly type: TypedValue['type'];
  readonly pythonType?: string;
  readonly value: unknown;
}

/** What a program that relies only on the documented form would read. */
function readTyped({ type, pythonType = '', value }: TypedJson): TypedValue {
  switch (type) {
    case 'UNKNOWN':
      return NONE;
    case 'BOOL':
      return { type, value: value === true };
    case 'STRING':
      return { type, value: String(value) };
    case 'BYTES':
      return { type, value: Uint8Array.from(Buffer.from(String(value), 'base64')) };
    case 'INT':
      return { type, value: BigInt(String(value)) };
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
      return { type, value: exactInteger(BigInt(String(value))) };
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return { type, value: Number(value) };
    case 'LIST':
    case 'TUPLE':
      return { type, value: (value as TypedJson[]).map(readTyped) };
    case 'MAP':
      return {
        type,
        value: (value as { key: TypedJson; value: TypedJson }[]).map((entry) => ({
          key: readTyped(entry.key),
          value: readTyped(entry.value),
        })),
      };
    case 'OBJECT':
      return {
        type,
        pythonType,
        value: new Map(
          Object.entries(value as Record<string, TypedJson>).map(([name, item]) => [name, readTyped(item)]),
        ),
      };
  }
}
