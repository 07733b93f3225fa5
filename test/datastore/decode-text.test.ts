import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/datastore/artifact.ts';

const named = (value: string) => ({ type: 'STRING' as const, value });

describe('decodeText', () => {
  it.each([
    ['utf-8', [0xc3, 0xa9], 'é'],
    ['utf_8', [0xc3, 0xa9], 'é'],
    ['latin-1', [0xe9, 0x80], 'é\x80'],
    ['iso8859-1', [0xe9], 'é'],
    ['utf-16-le', [0xe9, 0x00], 'é'],
    ['utf_16_be', [0x00, 0xe9], 'é'],
    ['utf-16', [0xff, 0xfe, 0xe9, 0x00], 'é'],
    ['utf-8-sig', [0xef, 0xbb, 0xbf, 0x61], 'a'],
    ['utf-8', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    ['euc_kr', [0xb0, 0xa1], '가'],
    ['gb2312', [0xc4, 0xe3], '你'],
  ])('reads %s as Python does', (encoding, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), named(encoding))).toBe(text);
  });

  it('uses UTF-8 if the encoding is missing or unknown', () => {
    expect(decodeText(Uint8Array.of(0xc3, 0xa9), undefined)).toBe('é');
    expect(decodeText(Uint8Array.of(0xc3, 0xa9), named('no-such-encoding'))).toBe('é');
  });
});
