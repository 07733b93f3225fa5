import { describe, expect, it } from 'vitest';
import { ValueError } from '../../src/datastore/scalars.ts';
import { compileSchema, isObject, own } from '../../src/datastore/schema.ts';
import type { TypedValue } from '../../src/datastore/typed-value.ts';

const INT = { type: 'INT64' };
const TEXT = { type: 'STRING' };
const NONE: TypedValue = { type: 'UNKNOWN', value: null };
const int = (value: number): TypedValue => ({ type: 'INT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });
const decode = (schema: unknown, data: unknown): TypedValue => compileSchema(schema)(data);
const json = (source: string): unknown => JSON.parse(source);

describe('lists and tuples', () => {
  it.each(['LIST', 'TUPLE'] as const)('decodes a %s of one type', (type) => {
    expect(decode({ type, elementType: INT }, ['1', 'a', null])).toEqual({ type, value: [int(1), int(10), NONE] });
    expect(decode({ type, elementType: INT, attributes: [] }, [])).toEqual({ type, value: [] });
    expect(decode({ type, elementType: INT }, null)).toEqual(NONE);
  });

  it('uses the types of differing elements by index', () => {
    const attributes = [
      { index: 1, ...TEXT },
      { index: 3, type: 'LIST', elementType: TEXT },
    ];
    expect(decode({ type: 'LIST', elementType: INT, attributes }, ['1', 'x', '2', ['y']])).toEqual({
      type: 'LIST',
      value: [int(1), text('x'), int(2), { type: 'LIST', value: [text('y')] }],
    });
  });

  it.each([
    ['expected an array', { type: 'LIST', elementType: INT }, {}],
    ['expected an array', { type: 'TUPLE', elementType: INT }, 'x'],
    ['is not a valid INT64', { type: 'LIST', elementType: INT }, ['x y']],
  ])('finds %s', (reason, schema, data) => {
    expect(() => decode(schema, data)).toThrow(reason);
  });
});

describe('maps', () => {
  const map = { type: 'MAP', keyType: INT, valueType: TEXT };

  it('keeps pairs in order, with keys of any type', () => {
    expect(
      decode(map, [
        ['2', 'b'],
        ['1', 'a'],
        ['2', 'c'],
      ]),
    ).toEqual({
      type: 'MAP',
      value: [
        { key: int(2), value: text('b') },
        { key: int(1), value: text('a') },
        { key: int(2), value: text('c') },
      ],
    });
    const byTuple = { ...map, keyType: { type: 'TUPLE', elementType: INT } };
    expect(decode(byTuple, [[['1', '2'], 'x']])).toEqual({
      type: 'MAP',
      value: [{ key: { type: 'TUPLE', value: [int(1), int(2)] }, value: text('x') }],
    });
    expect(decode(map, null)).toEqual(NONE);
  });

  it('uses the types of differing pairs by index', () => {
    const sparse = { ...map, sparseKeyValuePairSchema: { 1: { keyType: TEXT, valueType: INT } } };
    expect(
      decode(sparse, [
        ['1', 'a'],
        ['k', '5'],
      ]),
    ).toEqual({
      type: 'MAP',
      value: [
        { key: int(1), value: text('a') },
        { key: text('k'), value: int(5) },
      ],
    });
    expect(decode({ ...map, sparseKeyValuePairSchema: null }, [])).toEqual({ type: 'MAP', value: [] });
  });

  it('reads the objects of old stores, whatever their names', () => {
    const old = { type: 'MAP', keyType: TEXT, valueType: INT };
    expect(decode(old, json('{"b": "1", "__proto__": "2", "constructor": "3"}'))).toEqual({
      type: 'MAP',
      value: [
        { key: text('b'), value: int(1) },
        { key: text('__proto__'), value: int(2) },
        { key: text('constructor'), value: int(3) },
      ],
    });
  });

  it.each([
    ['expected pairs', map, 'x'],
    ['not a pair', map, [['1']]],
    ['not a pair', map, [['1', 'a', 'b']]],
    ['not a pair', map, [{}]],
    ['is not a valid INT64', map, [['x y', 'a']]],
  ])('finds %s', (reason, schema, data) => {
    expect(() => decode(schema, data)).toThrow(reason);
  });
});

describe('objects', () => {
  const point = {
    type: 'OBJECT',
    pythonType: 'a.Point',
    attributes: [
      { name: 'y', ...INT },
      { name: 'x', ...INT },
      { name: '10', ...INT },
    ],
  };

  it("keeps the class, and its attributes in the schema's order", () => {
    const value = decode(point, { x: '1', y: '2', 10: '3' });
    expect(value).toEqual({
      type: 'OBJECT',
      pythonType: 'a.Point',
      value: new Map([
        ['y', int(2)],
        ['x', int(1)],
        ['10', int(3)],
      ]),
    });
    expect(value.type === 'OBJECT' && [...value.value.keys()]).toEqual(['y', 'x', '10']);
    expect(decode(point, { x: '1' })).toMatchObject({ value: new Map([['x', int(1)]]) });
    expect(decode({ type: 'OBJECT', pythonType: 'LINK' }, {})).toEqual({
      type: 'OBJECT',
      pythonType: 'LINK',
      value: new Map(),
    });
    expect(decode(point, null)).toEqual(NONE);
  });

  it('takes names of properties for names like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const schema = { type: 'OBJECT', pythonType: 'A', attributes: names.map((name) => ({ name, ...INT })) };
    expect(decode(schema, json('{"__proto__": "1", "toString": "2"}'))).toEqual({
      type: 'OBJECT',
      pythonType: 'A',
      value: new Map([
        ['__proto__', int(1)],
        ['toString', int(2)],
      ]),
    });
    expect(decode(schema, {})).toEqual({ type: 'OBJECT', pythonType: 'A', value: new Map() });
    for (const name of names) {
      expect(() => decode(point, json(`{"${name}": "1"}`))).toThrow(`the attribute "${name}", which its schema lacks`);
    }
  });

  it('refuses anything but an object', () => {
    for (const data of ['x', [], 1]) expect(() => decode(point, data)).toThrow('expected an object');
  });
});

describe('broken schemas', () => {
  it.each<[string, unknown]>([
    ['a schema that is not an object', null],
    ['a schema that is not an object', []],
    ['a schema that is not an object', 'INT64'],
    ['a schema without a type', {}],
    ['the unknown type "INT128"', { type: 'INT128' }],
    ['the unknown type "constructor"', { type: 'constructor' }],
    ['the unknown type an array', { type: ['LIST'] }],
    ['a schema that is not an object', { type: 'LIST' }],
    ['attributes that are not an array', { type: 'LIST', elementType: INT, attributes: {} }],
    ['an element type without its index', { type: 'LIST', elementType: INT, attributes: [INT] }],
    ['an element type without its index', { type: 'LIST', elementType: INT, attributes: [null] }],
    ['a schema that is not an object', { type: 'MAP', keyType: INT }],
    [
      'sparse pair types that are not an object',
      { type: 'MAP', keyType: INT, valueType: INT, sparseKeyValuePairSchema: [] },
    ],
    [
      'a pair schema that is not an object',
      { type: 'MAP', keyType: INT, valueType: INT, sparseKeyValuePairSchema: { 0: 1 } },
    ],
    ['an OBJECT without its pythonType', { type: 'OBJECT', attributes: [] }],
    ['attributes that are not an array', { type: 'OBJECT', pythonType: 'A', attributes: {} }],
    ['an attribute without its name', { type: 'OBJECT', pythonType: 'A', attributes: [INT] }],
  ])('are refused: %s', (reason, schema) => {
    expect(() => compileSchema(schema)).toThrow(ValueError);
    expect(() => compileSchema(schema)).toThrow(reason);
  });

  it('do not inherit a type from a prototype', () => {
    expect(() => compileSchema(json('{"__proto__": {"type": "INT64"}}'))).toThrow('without a type');
    expect(() => compileSchema(Object.create({ type: 'INT64' }))).toThrow('without a type');
  });

  it('nest up to 500 levels', () => {
    const nested = (depth: number): unknown =>
      json(`${'{"type":"LIST","elementType":'.repeat(depth)}{"type":"INT64"}${'}'.repeat(depth)}`);
    const data = (depth: number): unknown => json(`${'['.repeat(depth)}"7"${']'.repeat(depth)}`);
    let value = decode(nested(500), data(500));
    for (let depth = 0; depth < 500; depth++) value = value.type === 'LIST' ? (value.value[0] ?? NONE) : NONE;
    expect(value).toEqual(int(7));
    expect(() => compileSchema(nested(501))).toThrow('nested deeper than 500 levels');
    expect(() => compileSchema(nested(100_000))).toThrow('nested deeper than 500 levels');
    expect(() => decode(nested(2), data(100_000))).toThrow('an array is not a valid INT64');
  });
});

describe('own', () => {
  it('returns only properties of the JSON', () => {
    const object = json('{"a": 1, "__proto__": 2}');
    if (!isObject(object)) throw new Error('an object is one');
    expect([own(object, 'a'), own(object, '__proto__'), own(object, 'constructor')]).toEqual([1, 2, undefined]);
    expect([[], null, 'x', undefined].map(isObject)).toEqual([false, false, false, false]);
  });
});
