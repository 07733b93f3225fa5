import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyValue } from '../../../src/job/instance.ts';
import { STATUS, Transcoder } from '../../../src/standalone/row-text/transcoder-host.ts';
import { pythonJson } from '../../support/write-table.ts';
import { FORM, ID, lineOf, ONE, type Options, transcode } from './transcode.ts';

/** The JSON of a single value. */
function printed(type: unknown, stored: string): string {
  const { status, output } = transcode(lineOf({ ...ID, v: type }, `{${ONE}, "v": ${stored}}`));
  expect(status).toBe(STATUS.done);
  expect(output.slice(0, 12)).toBe('{"id":1,"v":');
  return output.slice(12, -2);
}

function expectIrregular(types: Readonly<Record<string, unknown>>, data: string): void {
  const line = lineOf(types, data);
  expect(transcode(line)).toMatchObject({ status: STATUS.irregular, output: '', rest: line });
}

describe('Transcoder', () => {
  it.each([
    ['INT8', '"80"', '-128'],
    ['INT16', '"7fff"', '32767'],
    ['INT32', '"ffffffff"', '-1'],
    ['INT64', '"0000000000000000"', '0'],
    ['INT64', '"8000000000000000"', '-9223372036854775808'],
    ['INT64', '"001fffffffffffff"', '9007199254740991'],
    ['INT64', '"0020000000000001"', '9007199254740993'],
    ['FLOAT64', '"3fb999999999999a"', '0.1'],
    ['FLOAT64', '"8000000000000000"', '-0'],
    ['FLOAT64', '"7ff8000000000000"', '"NaN"'],
    ['FLOAT64', '"fff8000000000000"', '"NaN"'],
    ['FLOAT64', '"7ff0000000000000"', '"Infinity"'],
    ['FLOAT64', '"fff0000000000000"', '"-Infinity"'],
    ['FLOAT64', '"0000000000000001"', '5e-324'],
    ['FLOAT32', '"3dcccccd"', '0.10000000149011612'],
    ['FLOAT16', '"3c00"', '1'],
    ['FLOAT16', '"0001"', '5.960464477539063e-8'],
    ['FLOAT16', '"fc00"', '"-Infinity"'],
    ['BOOL', '"1"', 'true'],
    ['BOOL', '"0"', 'false'],
    ['STRING', '""', '""'],
    ['STRING', '"é \ud83d\ude42 \u2028 {[, }]"', '"é \ud83d\ude42 \u2028 {[, }]"'],
    ['STRING', '"a\\"b\\\\c\\nd\\u001fe\\u000bf"', '"a\\"b\\\\c\\nd\\u001fe\\u000bf"'],
    ['BYTES', '"AAE="', '"AAE="'],
  ])('prints a %s %s as %s', (type, stored, json) => {
    expect(printed({ type }, stored)).toBe(json);
  });

  it('prints every integer as BigInt does', () => {
    const cases = fc
      .constantFrom(['INT8', 2], ['INT16', 4], ['INT32', 8], ['INT64', 16] as const)
      .chain(([type, digits]) =>
        fc.record({
          type: fc.constant(type),
          digits: fc.constant(digits),
          value: fc.bigInt({ min: 0n, max: 16n ** BigInt(digits) - 1n }),
        }),
      );
    fc.assert(
      fc.property(cases, ({ type, digits, value }) => {
        const stored = value.toString(16).padStart(Number(digits), '0');
        expect(printed({ type }, `"${stored}"`)).toBe(`${BigInt.asIntN(Number(digits) * 4, value)}`);
      }),
      { numRuns: 300 },
    );
  });

  it('prints every float as JavaScript does', () => {
    const bits = new DataView(new ArrayBuffer(8));
    const boundaries = [0n, 1n, 2n, 2n ** 52n - 1n].flatMap((fraction) =>
      Array.from({ length: 2047 }, (_, exponent) => (BigInt(exponent) << 52n) | fraction),
    );
    const typical = fc.sample(
      fc.oneof(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc
          .tuple(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: 0, max: 12 }))
          .map(([whole, places]) => {
            bits.setFloat64(0, whole / 10 ** places);
            return bits.getBigUint64(0);
          }),
        fc.double({ min: 0, max: 1 }).map((value) => {
          bits.setFloat64(0, value);
          return bits.getBigUint64(0);
        }),
      ),
      { numRuns: 20_000, seed: 1 },
    );
    const doubles = [...boundaries, ...typical];
    const stored = doubles.map((value) => `"${value.toString(16).padStart(16, '0')}"`).join(', ');
    const expected = doubles.map((value) => {
      bits.setBigUint64(0, value);
      const float = bits.getFloat64(0);
      if (!Number.isFinite(float)) return `"${float}"`;
      return Object.is(float, -0) ? '-0' : `${float}`;
    });
    // The list of all of them is longer than a window of the transcoder.
    for (let start = 0; start < doubles.length; start += 1000) {
      const part = stored.slice(start * 20, (start + 1000) * 20 - 2);
      const list = printed({ type: 'LIST', elementType: { type: 'FLOAT64' } }, `[${part.replace(/, $/, '')}]`);
      expect(list).toBe(`[${expected.slice(start, start + 1000).join(',')}]`);
    }
  });

  it('prints every text as JSON.stringify does, or leaves it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(JSON.parse(printed({ type: 'STRING' }, pythonJson(text)))).toBe(text);
        expect(printed({ type: 'STRING' }, pythonJson(text))).toBe(JSON.stringify(text));
      }),
    );
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
    ['a character that shares bits with a digit', 'INT32', '"0000000P"'],
    ['upper case', 'INT32', '"FFFFFFFF"'],
    ['no quotes', 'INT64', '1'],
    ['another truth', 'BOOL', '"2"'],
    ['an open text', 'STRING', '"abc'],
    ['a control character', 'STRING', '"a\tb"'],
    ['an unknown escape', 'STRING', '"\\x"'],
    ['an escape that JavaScript does not write', 'STRING', '"\\/"'],
    ['a letter that is escaped', 'STRING', '"\\u0041"'],
    ['a control character escaped in another way', 'STRING', '"\\u000a"'],
    ['another word', 'STRING', 'nil'],
    ['no base64', 'BYTES', '"a"'],
  ])('leaves %s to the thorough way', (_what, type, stored) => {
    expectIrregular({ ...ID, v: { type } }, `{${ONE}, "v": ${stored}}`);
  });

  it.each([
    ['no blank behind a comma', `{${ONE},"a": "x"}`],
    ['no blank behind a colon', '{"id":"0000000000000001", "a": "x"}'],
    ['another order', `{"a": "x", ${ONE}}`],
    ['a column too many', `{${ONE}, "a": "x", "b": "x"}`],
    ['a column too few', `{${ONE}}`],
    ['a key that is None', '{"id": null, "a": "x"}'],
  ])('leaves a record with %s to the thorough way', (_what, data) => {
    expectIrregular({ ...ID, a: { type: 'STRING' } }, data);
  });

  it('leaves out None, and columns that are not wanted', () => {
    const line = lineOf({ ...ID, a: { type: 'STRING' }, b: { type: 'INT8' } }, `{${ONE}, "a": null, "b": "02"}`);
    expect(transcode(line).output).toBe('{"id":1,"b":2}\n');
    expect(transcode(line, { keepNone: true }).output).toBe('{"id":1,"a":null,"b":2}\n');
    expect(transcode(line, { columns: ['b'] })).toMatchObject({ output: '{"b":2}\n', key: 1 });
    expect(transcode(line, { columns: ['a'] }).output).toBe('{}\n');
  });
});

const integerLine = (key: bigint | number) =>
  lineOf(ID, `{"id": "${BigInt.asUintN(64, BigInt(key)).toString(16).padStart(16, '0')}"}`);
const textLine = (key: string) => lineOf({ id: { type: 'STRING' } }, `{"id": ${pythonJson(key)}}`);
const TEXTS = { areKeysTexts: true };

describe('the keys of transcoded lines', () => {
  it('are told, and have to ascend', () => {
    expect(transcode(integerLine(-(2n ** 63n))).key).toBe(-(2n ** 63n));
    expect(transcode(integerLine(1) + integerLine(2))).toMatchObject({ key: 2, rest: '' });
    expect(transcode(integerLine(2) + integerLine(2))).toMatchObject({ status: STATUS.irregular, key: 2 });
    // By code point, not by UTF-16 unit.
    expect(transcode(textLine('\uffee') + textLine('\ud83d\ude42'), TEXTS)).toMatchObject({ key: '\ud83d\ude42' });
    expect(transcode(textLine('b') + textLine('a'), TEXTS)).toMatchObject({ status: STATUS.irregular, key: 'b' });
    expect(transcode(textLine('a\\'), TEXTS)).toMatchObject({ status: STATUS.irregular });
    expect(transcode(textLine('k'.repeat(5000)), TEXTS)).toMatchObject({ status: STATUS.irregular });
    expect(transcode(textLine('a'))).toMatchObject({ status: STATUS.irregular });
  });

  it('select the rows of a range', () => {
    const lines = [-3, 1, 2, 5].map(integerLine).join('');
    const ids = (options: Options) => transcode(lines, options).output.match(/-?\d+/g) ?? [];
    expect(ids({ start: 1, end: 5 })).toEqual(['1', '2']);
    expect(ids({ start: 0.5, end: 4.5 })).toEqual(['1', '2']);
    expect(ids({ start: 2n, end: 5, endInclusive: true })).toEqual(['2', '5']);
    expect(ids({ end: -3, endInclusive: true })).toEqual(['-3']);
    expect(transcode(lines, { end: 2 })).toMatchObject({ status: STATUS.ended });
    const words = ['a', 'ab', 'b', '\ud83d\ude42'].map(textLine).join('');
    const text = (options: Options) => transcode(words, { ...options, ...TEXTS }).output.match(/(?<=:").*(?=")/g) ?? [];
    expect(text({ start: 'aa', end: 'b' })).toEqual(['ab']);
    expect(text({ start: 'aa', end: 'b', endInclusive: true })).toEqual(['ab', 'b']);
    expect(text({ start: '\uffff' })).toEqual(['\ud83d\ude42']);
  });

  it('have to lie within the bounds of their block', () => {
    const lines = [1, 2, 3].map(integerLine).join('');
    const rest = (min: KeyValue | undefined, max: KeyValue | undefined) =>
      transcode(lines, {}, ({ keys }) => expect(keys.setBounds(min, max)).toBe(true)).rest.split('\n').length - 1;
    expect(rest(1, 3)).toBe(0);
    expect(rest(undefined, undefined)).toBe(0);
    expect(rest(2, 3)).toBe(3);
    expect(rest(1, 2)).toBe(1);
  });

  it('are not followed where bounds cannot be held', () => {
    const options = { keyColumn: 'id', keepNone: false, endInclusive: false, form: FORM, other: () => null };
    const open = (areKeysTexts: boolean, start?: KeyValue, end?: KeyValue) =>
      Transcoder.open({ ...options, areKeysTexts, start, end });
    expect(open(false, 1, 2)).not.toBeNull();
    expect(open(false, Number.POSITIVE_INFINITY)).toBeNull();
    expect(open(false, undefined, -(2n ** 63n))).toBeNull();
    expect(open(true, '\ud800')).toBeNull();
    expect(open(true, 'k'.repeat(5000))).toBeNull();
  });
});

describe('the schemas of transcoded lines', () => {
  const numbered = (count: number) =>
    Array.from({ length: 4 * count }, (_, key) =>
      lineOf(
        { ...ID, [`c${key % count}`]: { type: 'INT8' } },
        `{"id": "${key.toString(16).padStart(16, '0')}", "c${key % count}": "01"}`,
      ),
    ).join('');

  it.each([
    ['one', 1, 1],
    ['a few that take turns', 12, 12],
    ['more than are looked at', 40, 160],
  ])('are learnt once, of %s', (_what, count, learnt) => {
    const done = transcode(numbered(count));
    expect(done).toMatchObject({ status: STATUS.done, rest: '', learnt });
    expect(done.output.split('\n')[count + 1]).toBe(`{"id":${count + 1},"c${(count + 1) % count}":1}`);
  });

  it('may be more than are remembered, or too long to be', () => {
    expect(transcode(numbered(1500))).toMatchObject({ status: STATUS.done, rest: '' });
    const wide = (key: number) =>
      Object.fromEntries(Array.from({ length: 1500 }, (_, name) => [`column-${key}-${name}`, { type: 'INT8' }]));
    const lines = Array.from({ length: 30 }, (_, key) => {
      const data = Object.keys(wide(key)).map((name) => `"${name}": "01"`);
      return lineOf({ ...ID, ...wide(key) }, `{"id": "${key.toString(16).padStart(16, '0')}", ${data.join(', ')}}`);
    });
    const { status, rest, output } = transcode(lines.join(''));
    expect({ status, rest }).toEqual({ status: STATUS.done, rest: '' });
    expect(output.split('\n')[29]).toContain('"column-29-1499":1}');
  });
});

describe('what grows', () => {
  it('has room for all that a window can become', () => {
    const floats = Array(1000).fill('"0010000000000001"').join(', ');
    const lines = Array.from({ length: 30 }, (_, key) =>
      lineOf(
        { ...ID, v: { type: 'LIST', elementType: { type: 'FLOAT64' } } },
        `{"id": "${key.toString(16).padStart(16, '0')}", "v": [${floats}]}`,
      ),
    );
    const { output, status } = transcode(lines.join(''));
    expect(status).toBe(STATUS.done);
    expect(output.length).toBeGreaterThan(30 * 1000 * 23);
  });

  it('is left to the thorough way where one line is longer than a window', () => {
    const line = lineOf({ ...ID, v: { type: 'STRING' } }, `{${ONE}, "v": "${'x'.repeat(200_000)}"}`);
    expect(transcode(line)).toMatchObject({ status: STATUS.irregular, output: '' });
  });

  it('waits for room where a value that has to be parsed grows', () => {
    const text = 'x'.repeat(700_000);
    const bytes = { ...ID, v: { type: 'BYTES' } };
    const lines = [1, 2].map((key) => lineOf(bytes, `{"id": "000000000000000${key}", "v": "AA=="}`)).join('');
    const other = (_plan: number, _step: number, _bytes: Buffer, start: number) => ({ text, end: start + 6 });
    expect(transcode(lines, { other })).toMatchObject({ status: STATUS.full, rest: lines.slice(lines.length / 2) });
  });
});
