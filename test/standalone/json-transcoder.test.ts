import { describe, expect, it } from 'vitest';
import type { KeyValue } from '../../src/job/instance.ts';
import { planJson } from '../../src/standalone/json-plan.ts';
import { JsonTranscoder } from '../../src/standalone/json-transcoder.ts';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { RecordSchemas } from '../../src/standalone/record-schema.ts';
import { pythonJson } from '../support/write-table.ts';

interface Transcoded {
  /** What `record` returned, counted from the record's end: 0 where it read all of it. */
  readonly rest: number;
  readonly text: string;
  readonly key: KeyValue;
}

interface Options {
  readonly wanted?: readonly string[];
  readonly keepNone?: boolean;
  readonly accept?: (key: KeyValue) => boolean;
}

/** Transcodes a record that stands between other text, as in a block. */
function transcode(types: Readonly<Record<string, unknown>>, data: string, options: Options = {}): Transcoded {
  const schema = pythonJson(types);
  const wanted = options.wanted && new Set(options.wanted);
  const plan = planJson(schema, new RecordSchemas().compile(schema), 'id', wanted);
  if (plan === null) throw new Error('the schema has no plan');
  const out = new JsonTranscoder(new ObjectStore('nowhere'), options.keepNone ?? false);
  const content = Buffer.from(`before ${data}}}}\n{"behind": 1}`);
  const start = 'before '.length;
  const end = start + Buffer.byteLength(data);
  const stop = out.record(content, start, end + 3, plan, options.accept ?? (() => true));
  return { rest: stop > 0 ? stop - end : stop, text: Buffer.from(out.take()).toString('utf8'), key: out.key };
}

const ID = { id: { type: 'INT64' } };
const ONE = '"id": "0000000000000001"';

/** The JSON of a single value. */
function printed(type: unknown, stored: string): string {
  const { rest, text } = transcode({ ...ID, v: type }, `{${ONE}, "v": ${stored}}`);
  expect(rest).toBe(0);
  return text.replace(/^\{"id":1,"v":/, '').slice(0, -1);
}

function isIrregular(type: unknown, stored: string): boolean {
  const { rest, text } = transcode({ ...ID, v: type }, `{${ONE}, "v": ${stored}}`);
  if (rest === -1) expect(text).toBe('');
  return rest === -1;
}

describe('JsonTranscoder', () => {
  it.each([
    ['INT8', '"80"', '-128'],
    ['INT16', '"7fff"', '32767'],
    ['INT32', '"FFFFFFFF"', '-1'],
    ['INT64', '"8000000000000000"', '-9223372036854775808'],
    ['INT64', '"001fffffffffffff"', '9007199254740991'],
    ['INT64', '"0020000000000001"', '9007199254740993'],
    ['FLOAT64', '"3fb999999999999a"', '0.1'],
    ['FLOAT64', '"8000000000000000"', '-0'],
    ['FLOAT64', '"7ff8000000000000"', '"NaN"'],
    ['FLOAT64', '"fff0000000000000"', '"-Infinity"'],
    ['FLOAT64', '"0000000000000001"', '5e-324'],
    ['FLOAT32', '"3dcccccd"', '0.10000000149011612'],
    ['FLOAT16', '"3c00"', '1'],
    ['BOOL', '"1"', 'true'],
    ['BOOL', '"0"', 'false'],
    ['STRING', '"é \ud83d\ude42 \u2028 {[, }]"', '"é \ud83d\ude42 \u2028 {[, }]"'],
    ['STRING', '"a\\"\\u0041\\n\\/"', '"a\\"A\\n/"'],
    ['BYTES', '"AAE="', '"AAE="'],
  ])('prints a %s %s as %s', (type, stored, json) => {
    expect(printed({ type }, stored)).toBe(json);
  });

  it('prints lists, and what it has to parse', () => {
    const list = (elementType: unknown) => ({ type: 'LIST', elementType });
    expect(printed(list({ type: 'FLOAT64' }), '["3ff0000000000000", "4000000000000000"]')).toBe('[1,2]');
    expect(printed(list({ type: 'FLOAT64' }), '["8000000000000000", "7ff0000000000000", null]')).toBe(
      '[-0,"Infinity",null]',
    );
    expect(printed(list({ type: 'FLOAT64' }), '[]')).toBe('[]');
    expect(printed(list(list({ type: 'STRING' })), '[["a"], [], ["b", "c"]]')).toBe('[["a"],[],["b","c"]]');
    const map = { type: 'MAP', keyType: { type: 'STRING' }, valueType: { type: 'INT8' } };
    expect(printed(map, '[["}", "01"], ["\\"", "02"]]')).toBe('{"}":1,"\\"":2}');
  });

  it.each([
    ['too few digits', 'INT64', '"1"'],
    ['too many digits', 'INT8', '"001"'],
    ['no hex digit', 'INT32', '"0000000g"'],
    ['no quotes', 'INT64', '1'],
    ['another truth', 'BOOL', '"2"'],
    ['an open text', 'STRING', '"abc'],
    ['a control character', 'STRING', '"a\tb"'],
    ['an unknown escape', 'STRING', '"\\x"'],
    ['another word', 'STRING', 'nil'],
    ['no base64', 'BYTES', '"a"'],
  ])('leaves %s to the general way', (_what, type, stored) => {
    expect(isIrregular({ type }, stored)).toBe(true);
  });

  it.each([
    ['no blank behind a comma', `{${ONE},"a": "x"}`],
    ['no blank behind a colon', '{"id":"0000000000000001", "a": "x"}'],
    ['another order', `{"a": "x", ${ONE}}`],
    ['a column too many', `{${ONE}, "a": "x", "b": "x"}`],
    ['a column too few', `{${ONE}}`],
    ['a key that is None', '{"id": null, "a": "x"}'],
  ])('leaves a record with %s to the general way', (_what, data) => {
    expect(transcode({ ...ID, a: { type: 'STRING' } }, data)).toMatchObject({ rest: -1, text: '' });
  });

  it('leaves out None, columns that are not wanted, and records that are not accepted', () => {
    const types = { ...ID, a: { type: 'STRING' }, b: { type: 'INT8' } };
    const data = `{${ONE}, "a": null, "b": "02"}`;
    expect(transcode(types, data).text).toBe('{"id":1,"b":2}');
    expect(transcode(types, data, { keepNone: true }).text).toBe('{"id":1,"a":null,"b":2}');
    expect(transcode(types, data, { wanted: ['b'] })).toMatchObject({ text: '{"b":2}', key: 1 });
    expect(transcode(types, data, { wanted: ['a'] }).text).toBe('{}');
    expect(transcode(types, data, { accept: (key) => key !== 1 })).toMatchObject({ rest: 0, text: '' });
  });

  it('tells the key of each record', () => {
    expect(transcode(ID, '{"id": "8000000000000000"}').key).toBe(-(2n ** 63n));
    expect(transcode({ id: { type: 'STRING' } }, '{"id": "k é"}').key).toBe('k é');
    expect(transcode({ id: { type: 'STRING' } }, '{"id": "a\\\\"}').rest).toBe(-1);
  });

  it('makes room for all that a record can become', () => {
    const size = 400_000;
    const items = Array(size).fill('"80"').join(', ');
    expect(printed({ type: 'LIST', elementType: { type: 'INT8' } }, `[${items}]`)).toBe(
      `[${Array(size).fill('-128').join(',')}]`,
    );
    const floats = Array(size).fill('"0010000000000001"').join(', ');
    expect(printed({ type: 'LIST', elementType: { type: 'FLOAT64' } }, `[${floats}]`)).toBe(
      `[${Array(size).fill('2.225073858507202e-308').join(',')}]`,
    );
  });
});
