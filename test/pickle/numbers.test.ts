import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { jsonText } from '../../src/render/json.ts';

const read = (pickle: Buffer) => unpickle(pickle);
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const listOf = (pickle: Buffer) => {
  const value = read(pickle);
  if (value.type !== 'LIST' && value.type !== 'TUPLE') throw new Error('no list');
  return value;
};

/** Each kind of number that Python writes, with its value and type. */
const KINDS: readonly (readonly [string, number, string])[] = [
  ['K\x07', 7, 'INT64'],
  ['M\x01\x02', 513, 'INT64'],
  ['J\xff\xff\xff\xff', -1, 'INT64'],
  ['G\x3f\xf8\0\0\0\0\0\0', 1.5, 'FLOAT64'],
  ['G\x80\0\0\0\0\0\0\0', -0, 'FLOAT64'],
  ['\x8a\0', 0, 'INT64'],
  ['\x8a\x05\xff\xff\xff\xff\xff', -1, 'INT64'],
  ['\x8a\x06\0\0\0\0\0\x01', 2 ** 40, 'INT64'],
  ['\x8a\x07\x01\0\0\0\0\0\x10', 2 ** 52 + 1, 'INT64'],
  ['\x8a\x07\xff\xff\xff\xff\xff\xff\xff', -1, 'INT64'],
];
const OPCODES = Array.from({ length: 300 }, (_, index) => KINDS[index % KINDS.length] as (typeof KINDS)[number]);
const NUMBERS = OPCODES.map(([opcode]) => opcode).join('');
const VALUES = OPCODES.map(([, value, type]) => ({ type, value }));

describe('many numbers in a list', () => {
  it.each([
    ['appended at once', `](${NUMBERS}e.`, 'LIST', VALUES],
    ['appended in parts', `](${NUMBERS}e(${NUMBERS}e.`, 'LIST', [...VALUES, ...VALUES]],
    ['with a last one by itself', `](${NUMBERS}eK\x07a.`, 'LIST', [...VALUES, VALUES[0]]],
    ['with a frame among them', `](${NUMBERS}\x95\x01\0\0\0\0\0\0\0K\x07e.`, 'LIST', [...VALUES, VALUES[0]]],
    ['of protocol 0', `(${NUMBERS}l.`, 'LIST', VALUES],
    ['in a tuple', `(${NUMBERS}t.`, 'TUPLE', VALUES],
    [
      'with a string behind them',
      `](${NUMBERS}e(Va\nK\x07e.`,
      'LIST',
      [...VALUES, { type: 'STRING', value: 'a' }, VALUES[0]],
    ],
    ['with a string among them', `](${NUMBERS}Va\ne.`, 'LIST', [...VALUES, { type: 'STRING', value: 'a' }]],
    [
      'with a larger integer',
      `](${NUMBERS}\x8a\x08\0\0\0\0\0\0\0\x40e.`,
      'LIST',
      [...VALUES, { type: 'INT64', value: 2n ** 62n }],
    ],
    [
      'with an unsafe one',
      `](${NUMBERS}\x8a\x07\0\0\0\0\0\0\x20e.`,
      'LIST',
      [...VALUES, { type: 'INT64', value: 2n ** 53n }],
    ],
    [
      'behind another item',
      `](Nl(${NUMBERS}e.`.replace('l', 'e'),
      'LIST',
      [{ type: 'UNKNOWN', value: null }, ...VALUES],
    ],
  ])('are those that Python wrote: %s', (_, pickle, type, values) => {
    const list = listOf(latin1(pickle));
    expect(list.type).toBe(type);
    expect([...list.value]).toEqual(values);
  });

  it.each([
    ['', /ends early/],
    ['\x95\xff\0\0\0\0\0\0\0K\x01e.', /ends early/],
    ['u.', /key without a value|not a dict/],
    ['e', /ends early/],
    ['K', /ends early/],
  ])('are refused when the pickle is broken behind them: %j', (rest, reason) => {
    expect(() => read(latin1(`](${NUMBERS}K\x01${rest}`))).toThrow(reason);
  });

  it('are the state or arguments of objects, and shared', () => {
    const list = `](${NUMBERS}eq\0`;
    expect(jsonText(read(latin1(`(${list}h\0t.`)))).toBe(`[${[1, 2].map(() => jsonText(read(latin1(`${list}.`))))}]`);
    expect(jsonText(read(latin1(`ccollections\ndeque\n${list}\x85R.`)))).toBe(jsonText(read(latin1(`${list}.`))));
    expect(read(latin1(`cbuiltins\nbytes\n](${'K\x09'.repeat(300)}e\x85R.`))).toEqual({
      type: 'BYTES',
      value: new Uint8Array(300).fill(9),
    });
    expect(() => read(latin1(`N](${NUMBERS}e0K\x01a.`))).toThrow('appends to something that is not a list');
  });

  it('count as values', () => {
    const numbers = latin1(`](${NUMBERS}e.`);
    expect(unpickle(numbers, { values: 301 })).toMatchObject({ type: 'LIST' });
    expect(() => unpickle(numbers, { values: 300 })).toThrow('more than 300 values');
  });
});

/** A numpy array as protocol 2 writes it. */
function arrayPickle(dtype: string, size: number, shape: readonly number[], content: Buffer): Buffer {
  const lengths = shape.map((length) => `I${length}\n`).join('');
  const head = `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\x01btR(I1\n(${lengths}t`;
  const type = `cnumpy\ndtype\n(V${dtype}\nI00\nI01\ntR(I3\nV<\nNNNI${size}\nI${size}\nI0\ntb`;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([latin1(`${head}${type}I00\nB`), length, content, latin1('tb.')]);
}

describe('a large array', () => {
  const doubles = Float64Array.from({ length: 10_000 }, (_, index) => index / 7);
  const content = () => Buffer.from(doubles.slice().buffer);

  it('is a list like any other', () => {
    const { value: items } = listOf(arrayPickle('f8', 8, [10_000], content()));
    expect(Array.isArray(items)).toBe(true);
    expect(items).toHaveLength(10_000);
    const value = (index: number) => ({ type: 'FLOAT64', value: index / 7 });
    expect([items[0], items[9999], items.at(-1)]).toEqual([value(0), value(9999), value(9999)]);
    expect([items[10_000], items[-1], (items as unknown as Record<string, unknown>)['01']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(items.slice(2, 4)).toEqual([value(2), value(3)]);
    expect(items.map((item) => item.value)).toEqual([...doubles]);
    expect(items.every((item) => item.type === 'FLOAT64')).toBe(true);
    expect(items.find((item) => item.value === 1)).toEqual(value(7));
    expect([...items.keys()]).toHaveLength(10_000);
    expect(0 in items && !(10_000 in items)).toBe(true);
    expect(Object.keys(items)).toHaveLength(10_000);
    expect(JSON.stringify(items.slice(0, 1))).toBe(JSON.stringify([value(0)]));
    expect(jsonText({ type: 'LIST', value: items })).toBe(JSON.stringify([...doubles]));
  });

  it('cannot be changed', () => {
    const items = listOf(arrayPickle('f8', 8, [10_000], content())).value as unknown as unknown[];
    expect(() => items.push(1)).toThrow(TypeError);
    expect(() => {
      items[0] = 1;
    }).toThrow(TypeError);
    expect(() => Reflect.deleteProperty(items, '0') || items.splice(0, 1)).toThrow(TypeError);
  });

  it('keeps nothing of the bytes that it was read from', () => {
    const pickle = arrayPickle('f8', 8, [100, 100], content());
    const { value: rows } = listOf(pickle);
    const before = jsonText({ type: 'LIST', value: rows });
    pickle.fill(0);
    expect(jsonText({ type: 'LIST', value: rows })).toBe(before);
    expect(JSON.parse(before)).toEqual(
      Array.from({ length: 100 }, (_, row) => [...doubles.slice(row * 100, row * 100 + 100)]),
    );
  });

  it('counts its values, texts and levels', () => {
    const bytes = arrayPickle('f8', 8, [100, 100], content());
    expect(unpickle(bytes, { values: 10_101, depth: 2 })).toMatchObject({ type: 'LIST' });
    expect(() => unpickle(bytes, { values: 10_100 })).toThrow('more than 10,100 values');
    expect(() => unpickle(bytes, { depth: 1 })).toThrow('more than 1 levels');
    const texts = arrayPickle('S40', 40, [2000], Buffer.alloc(80_000, 'a'));
    expect(() => unpickle(texts, { bytes: 80_200 })).not.toThrow();
    expect(unpickle(arrayPickle('c16', 16, [5000], content()), { values: 15_001, depth: 2 })).toMatchObject({
      type: 'LIST',
    });
    expect(() => unpickle(arrayPickle('c16', 16, [5000], content()), { values: 15_000 })).toThrow('values');
  });

  it('is no array where its type, shape or axes do not fit its bytes', () => {
    const isObject = (pickle: Buffer) => read(pickle).type === 'OBJECT';
    expect(isObject(arrayPickle('f8', 8, [9999], content()))).toBe(true);
    expect(isObject(arrayPickle('M8', 4, [20_000], content()))).toBe(true);
    expect(isObject(arrayPickle('m8', 4, [20_000], content()))).toBe(true);
    const axes = (shape: string, order: string) => {
      const bytes = `C\x20${'\0'.repeat(32)}`;
      const dtype = 'cnumpy\ndtype\n(Vf8\nI00\nI01\ntR(I3\nV<\nNNNI8\nI8\nI0\ntb';
      return latin1(`cnumpy.core.numeric\n_frombuffer\n(${bytes}${dtype}(${shape}tVK\n(${order}ttR.`);
    };
    expect(jsonText(read(axes('I1\nI4\n', 'I1\nI0\n')))).toBe('[[0],[0],[0],[0]]');
    // One axis twice reaches beyond the elements.
    expect(isObject(axes('I2\nI2\n', 'I0\nI0\n'))).toBe(true);
    expect(isObject(axes('I1\nI4\n', 'I1\nI1\n'))).toBe(true);
  });
});
