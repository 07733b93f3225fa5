import { describe, expect, it } from 'vitest';
import { constantValue, numberValue, stringValue } from '../../src/expression/literal.ts';

describe('numberValue', () => {
  it('keeps every digit of an integer and reads the rest as doubles', () => {
    expect(numberValue('-9007199254740993')).toEqual({ type: 'INT64', value: -9007199254740993n });
    expect(numberValue('007')).toEqual({ type: 'INT64', value: 7 });
    expect(numberValue('-0')).toEqual({ type: 'INT64', value: 0 });
    expect(['1e5', '.5', '5.', '-2E-3', '1e999'].map((source) => numberValue(source).value)).toEqual([
      100000,
      0.5,
      5,
      -0.002,
      Number.POSITIVE_INFINITY,
    ]);
    expect(numberValue('5.').type).toBe('FLOAT64');
  });
});

describe('constantValue', () => {
  it('knows the four words', () => {
    expect(['true', 'false', 'none', 'null'].map((word) => constantValue(word).value)).toEqual([
      true,
      false,
      null,
      null,
    ]);
  });
});

describe('stringValue', () => {
  const wrong = (offset: number, sequence: string) => new Error(`${offset} ${sequence}`);

  it('replaces the escapes', () => {
    expect(stringValue(`a\\n\\t\\r\\0\\\\n\\'\\"\\x41\\u0042\\u{1F600}\\ud83d\\ude00`, wrong)).toBe(
      `a\n\t\r\0\\n'"AB😀😀`,
    );
  });

  it('refuses unknown escapes, with their place', () => {
    expect(() => stringValue('ab\\d', wrong)).toThrow('2 \\d');
    expect(() => stringValue('\\\\\\xZZ', wrong)).toThrow('2 \\x');
    expect(() => stringValue('\\u{110000}', wrong)).toThrow('0 \\u{110000}');
  });
});
