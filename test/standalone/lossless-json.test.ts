import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLosslessJson } from '../../src/standalone/lossless-json.ts';
import { cpuNow } from '../support/cpu-now.ts';

/** Strings that could be mistaken for numbers, or for marked ones. */
const odd = fc.constantFrom(
  '1234567890123456789',
  '\0',
  '\0\0',
  '\u00001234567890123456789',
  '\u0000int64:12',
  '\\',
  '"',
  '\\u0000',
  ':',
  '": 1234567890123456789',
  '__proto__',
  '1:',
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  odd,
  fc.tuple(odd, odd).map((two) => two.join('')),
);
const safe = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
  fc.constantFrom(0.12345678901234568, 1e300, 1.5e-17),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, safe, text, fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('json'), { maxLength: 4 }),
  object: fc.dictionary(text, tie('json'), { maxKeys: 4 }),
}));

describe('parseLosslessJson', () => {
  it('equals JSON.parse if all integers are safe', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1), (value, indent) => {
        // With a long integer beside it, since otherwise nothing is searched.
        const source = JSON.stringify([value, 1234567890123456], null, indent);
        expect(parseLosslessJson(source)).toEqual(JSON.parse(source));
        expect(Object.is(JSON.stringify(parseLosslessJson(source)), JSON.stringify(JSON.parse(source)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every digit of integers in any place', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 40n), 10n ** 40n), text, (value, name) => {
        const expected = value >= -(2n ** 53n) + 1n && value < 2n ** 53n ? Number(value) : value;
        expect(parseLosslessJson(String(value))).toBe(expected);
        const source = `{${JSON.stringify(name)}: [${value}, {"a":${value}} ,${value}\n], "n": ${JSON.stringify(String(value))}}`;
        const parsed = new Map(Object.entries(parseLosslessJson(source) as object));
        expect(parsed.get('n')).toBe(String(value));
        if (name !== 'n') expect(parsed.get(name)).toEqual([expected, { a: expected }, expected]);
      }),
    );
  });

  it.each([
    ['0.12345678901234567890', 0.12345678901234568],
    ['12345678901234567890.5', 12345678901234567000],
    ['1234567890123456789e2', 123456789012345680000],
    ['1.5E+0000000000000000001', 15],
    ['-1234567890123456', -1234567890123456],
    ['9007199254740992', 2n ** 53n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('reads %s', (source, value) => {
    expect(parseLosslessJson(source)).toBe(value);
    expect(parseLosslessJson(`[${source}]`)).toEqual([value]);
  });

  it('makes properties of all names', () => {
    const parsed = parseLosslessJson(
      '{"__proto__": 12345678901234567890, "\\u0000x": "\\u0000y", "a": 1, "a": 2}',
    ) as object;
    expect(Object.entries(parsed)).toEqual([
      ['__proto__', 12345678901234567890n],
      ['\0x', '\0y'],
      ['a', 2],
    ]);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  it.each([
    '',
    '{',
    '0000000000000000001',
    '[1234567890123456789',
    '"1234567890123456789',
    '1234567890123456789x',
    '{1234567890123456789: 1}',
    '+1234567890123456789',
  ])('refuses %s, as JSON.parse does', (source) => {
    expect(() => JSON.parse(source)).toThrow(SyntaxError);
    expect(() => parseLosslessJson(source)).toThrow(SyntaxError);
  });

  it('takes linear time', () => {
    const started = cpuNow();
    for (const source of [
      `"${'\\"'.repeat(300_000)}`,
      `[${'1234567890123456,'.repeat(50_000)}1]`,
      '-'.repeat(300_000),
      '1'.repeat(300_000),
    ]) {
      try {
        parseLosslessJson(`[12345678901234567, ${source}]`);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }
    expect(cpuNow() - started).toBeLessThan(2000);
  });
});
