import { describe, expect, it } from 'vitest';
import {
  autoConversionOf,
  convertArtifacts,
  decodeText,
  linkOf,
  needsConversion,
} from '../../src/datastore/artifact.ts';
import { ValueError } from '../../src/datastore/scalars.ts';
import { NONE, type TypedObject, type TypedValue } from '../../src/datastore/typed-value.ts';
import type { ArtifactLink } from '../../src/job/instance.ts';

const MODULE = 'starwhale.base.data_type';
const int = (value: number): TypedValue => ({ type: 'INT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });
const object = (pythonType: string, attributes: Readonly<Record<string, TypedValue>>): TypedObject => ({
  type: 'OBJECT',
  pythonType,
  value: new Map(Object.entries(attributes)),
});
const link = (uri: string, size = 3) => object(`${MODULE}.Link`, { uri: text(uri), offset: int(32), size: int(size) });
const flag: TypedValue = { type: 'BOOL', value: true };

describe('linkOf', () => {
  it('finds the link of an artifact, and that of a Link itself', () => {
    const found = { uri: 'abc', offset: 32, size: 3 };
    expect(linkOf(object(`${MODULE}.Image`, { link: link('abc') }))).toEqual(found);
    expect(linkOf(link('abc'))).toEqual(found);
    expect(linkOf(object('LINK', { uri: text('s3://b/c') }))).toEqual({ uri: 's3://b/c', offset: 0 });
  });

  it('finds none if nothing was stored, or the class is not a link', () => {
    expect(linkOf(object(`${MODULE}.Image`, { link: NONE }))).toBeNull();
    expect(linkOf(object(`${MODULE}.Image`, { uri: text('abc') }))).toBeNull();
    expect(linkOf(object('LINK', { uri: text('') }))).toBeNull();
    expect(linkOf(object('LINK', { uri: int(1) }))).toBeNull();
    expect(linkOf(object('mine.Link', { uri: text('abc'), offset: int(0) }))).toBeNull();
  });
});

describe('automatic artifacts', () => {
  const longText = object(`${MODULE}.Text`, { link: link('t'), auto_convert_to_str: flag, encoding: text('utf-8') });
  const longBytes = object(`${MODULE}.Binary`, { link: link('b'), auto_convert_to_bytes: flag });
  const stored: Readonly<Record<string, string>> = { t: '\ufeffé🙂', b: '\0é' };
  const reads: ArtifactLink[] = [];
  const read = (one: ArtifactLink) => {
    reads.push(one);
    return Buffer.from(stored[one.uri] ?? '');
  };

  it('read back as the original type, anywhere in a value', () => {
    const asText = text('\ufeffé🙂');
    expect(convertArtifacts(longText, read)).toEqual(asText);
    expect(convertArtifacts(longBytes, read)).toEqual({ type: 'BYTES', value: Buffer.from('\0é') });
    const value: TypedValue = {
      type: 'LIST',
      value: [int(1), { type: 'MAP', value: [{ key: int(2), value: { type: 'TUPLE', value: [longText] } }] }],
    };
    expect(needsConversion(value)).toBe(true);
    expect(convertArtifacts(value, read)).toEqual({
      type: 'LIST',
      value: [int(1), { type: 'MAP', value: [{ key: int(2), value: { type: 'TUPLE', value: [asText] } }] }],
    });
    expect(reads.every(({ offset, size }) => offset === 32 && size === 3)).toBe(true);
  });

  it.each<[string, Readonly<Record<string, TypedValue>>]>([
    ['no link', {}],
    ['a link of None', { link: NONE }],
    ['a link without uri', { link: object(`${MODULE}.Link`, { offset: int(0) }) }],
    ['a link whose uri is empty', { link: link('') }],
    ['a link of another class', { link: object('mine.Link', { uri: text('t'), offset: int(0) }) }],
    ['a link that is a text', { link: text('t') }],
    ['a content that is not UTF-8', { link: link('broken') }],
    ['an unknown encoding', { link: link('t'), encoding: text('no-such') }],
    ['another encoding', { link: link('broken'), encoding: text('utf_16') }],
  ])('are damage with %s, never an empty or another text', (_, attributes) => {
    const broken = object(`${MODULE}.Text`, { auto_convert_to_str: flag, ...attributes });
    const value: TypedValue = { type: 'LIST', value: [broken] };
    expect(() =>
      convertArtifacts(value, ({ uri }) =>
        uri === 'broken' ? Buffer.from('\xff', 'latin1') : read({ uri, offset: 0 }),
      ),
    ).toThrow(ValueError);
  });

  it('pass on an invalid offset or size as NaN', () => {
    const at = (offset: TypedValue, size: TypedValue) => object('LINK', { uri: text('t'), offset, size });
    expect(linkOf(at(text('0'), int(3)))).toEqual({ uri: 't', offset: Number.NaN, size: 3 });
    expect(linkOf(at(int(0), { type: 'FLOAT64', value: 3 }))).toEqual({ uri: 't', offset: 0, size: Number.NaN });
    expect(linkOf(at(NONE, NONE))).toEqual({ uri: 't', offset: 0 });
  });

  it('need a true mark on the right class', () => {
    const no: TypedValue = { type: 'BOOL', value: false };
    for (const one of [
      object(`${MODULE}.Text`, { link: link('t') }),
      object(`${MODULE}.Text`, { auto_convert_to_str: no }),
      object(`${MODULE}.Text`, { auto_convert_to_str: text('') }),
      object(`${MODULE}.Text`, { auto_convert_to_bytes: flag }),
      object('mine.Point', { auto_convert_to_str: flag }),
    ]) {
      expect(autoConversionOf(one)).toBeNull();
      expect(
        convertArtifacts(one, () => {
          throw new Error('not to be read');
        }),
      ).toBe(one);
    }
  });
});

describe('decodeText', () => {
  it('uses the named encoding, utf-8 if it is unknown', () => {
    expect(decodeText(Buffer.from('é\ufeff', 'utf16le'), text('utf-16le'))).toBe('é\ufeff');
    for (const encoding of [undefined, NONE, int(1), text(''), text('no such'), text('utf-8')]) {
      expect(decodeText(Buffer.from('é🙂'), encoding)).toBe('é🙂');
    }
    expect(decodeText(Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), text('gbk'))).toBe('你好');
  });
});
