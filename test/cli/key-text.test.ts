import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKey } from '../../src/cli/key-text.ts';

const usage = expect.objectContaining({ code: 'usage', message: expect.stringContaining('--start') });

describe('the key that --start or --end writes', () => {
  it('is read by the type of the keys', () => {
    expect(parseKey('10', 'auto', 'INT64', '--start')).toBe(10);
    expect(parseKey('10', 'auto', 'STRING', '--start')).toBe('10');
    expect(parseKey('10', 'auto', 'FLOAT64', '--start')).toBe(10);
    expect(parseKey('1.5', 'auto', 'INT64', '--start')).toBe(1.5);
    expect(parseKey('TRUE', 'auto', 'BOOL', '--start')).toBe(true);
    expect(parseKey('0', 'auto', 'BOOL', '--start')).toBe(false);
    expect(parseKey('/w==', 'auto', 'BYTES', '--start')).toEqual(new Uint8Array([255]));
  });

  it('is a number or a string if there are no rows', () => {
    expect(parseKey('-7', 'auto', null, '--start')).toBe(-7);
    expect(parseKey('1.5', 'auto', null, '--start')).toBe('1.5');
  });

  it('is read by --key-type, whatever the keys are', () => {
    expect(parseKey('10', 'str', 'INT64', '--start')).toBe('10');
    expect(parseKey('1e3', 'float', 'INT64', '--start')).toBe(1000);
    expect(parseKey('-Infinity', 'float', 'INT64', '--start')).toBe(Number.NEGATIVE_INFINITY);
    expect(parseKey('.5', 'float', null, '--start')).toBe(0.5);
  });

  it('keeps every digit of an integer', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 80n), 2n ** 80n), (integer) => {
        const key = parseKey(String(integer), 'int', 'INT64', '--start');
        expect(BigInt(key as number | bigint)).toBe(integer);
        expect(typeof key).toBe(Number.isSafeInteger(Number(integer)) ? 'number' : 'bigint');
      }),
    );
  });

  it('keeps any bytes and any text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ unit: 'binary' }), (bytes, text) => {
        const written = Buffer.from(bytes).toString('base64');
        expect(parseKey(written, 'bytes', null, '--start')).toEqual(bytes);
        expect(parseKey(text, 'auto', 'STRING', '--start')).toBe(text);
      }),
    );
  });

  it.each([
    ['abc', 'int'],
    ['1.5', 'int'],
    ['', 'int'],
    ['0x10', 'int'],
    ['1e999x', 'float'],
    ['nan', 'float'],
    ['maybe', 'bool'],
    ['abc', 'bytes'],
    ['not base64!', 'bytes'],
  ] as const)('is refused as %j for %s, naming the option', (text, type) => {
    expect(() => parseKey(text, type, null, '--start')).toThrowError(usage);
  });
});
