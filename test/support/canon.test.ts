import { describe, expect, it } from 'vitest';
import type { TypedValue } from '../../src/datastore/typed-value.ts';
import type { ArtifactReader } from '../../src/job/instance.ts';
import { canonOf, canonRows, digestOf, expectedRows, pythonFloatRepr } from './canon.ts';

const noArtifacts: ArtifactReader = { read: () => Promise.reject(new Error('no such artifact')) };
const IMAGE = 'starwhale.base.data_type.Image';

describe('pythonFloatRepr', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [100, '100.0'],
    [0.1, '0.1'],
    [1 / 3, '0.3333333333333333'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e-05'],
    [1e-7, '1e-07'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e22, '1e+22'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('writes %d as Python does', (value, text) => {
    expect(pythonFloatRepr(value)).toBe(text);
  });
});

describe('canonOf', () => {
  it.each<[TypedValue, string]>([
    [{ type: 'UNKNOWN', value: null }, '{"t":"none"}'],
    [{ type: 'BOOL', value: true }, '{"t":"bool","v":true}'],
    [{ type: 'INT64', value: 9007199254740993n }, '{"t":"int","v":"9007199254740993"}'],
    [{ type: 'FLOAT16', value: 0.5 }, '{"t":"float","v":"0.5","bits":"3fe0000000000000"}'],
    [{ type: 'STRING', value: 'é"\u007f🙂\n' }, '{"t":"str","v":"\\u00e9\\"\\u007f\\ud83d\\ude42\\n"}'],
    [{ type: 'STRING', value: '\ud800x' }, '{"t":"str","utf16":"2AAAeA=="}'],
    [{ type: 'BYTES', value: Uint8Array.of(0, 255) }, '{"t":"bytes","v":"AP8="}'],
    [{ type: 'TUPLE', value: [{ type: 'INT8', value: -1 }] }, '{"t":"tuple","v":[{"t":"int","v":"-1"}]}'],
    [
      { type: 'MAP', value: [{ key: { type: 'INT64', value: 1 }, value: { type: 'UNKNOWN', value: null } }] },
      '{"t":"dict","v":[[{"t":"int","v":"1"},{"t":"none"}]]}',
    ],
    [
      { type: 'OBJECT', pythonType: 'LINK', value: new Map([['uri', { type: 'STRING', value: 'u' }]]) },
      '{"t":"object","class":"starwhale.api._impl.data_store.Link","attrs":[["uri",{"t":"str","v":"u"}]]}',
    ],
  ])('writes %o as the Python side does', async (value, text) => {
    expect(await canonOf(value, noArtifacts)).toBe(text);
  });

  it('adds length and hash of what an artifact links to', async () => {
    const reads: unknown[] = [];
    const artifacts: ArtifactReader = {
      read: (link) => {
        reads.push(link);
        return Promise.resolve(Buffer.from('abc'));
      },
    };
    const link: TypedValue = {
      type: 'OBJECT',
      pythonType: 'starwhale.base.data_type.Link',
      value: new Map<string, TypedValue>([
        ['uri', { type: 'STRING', value: 'hash' }],
        ['offset', { type: 'INT64', value: 32 }],
        ['size', { type: 'INT64', value: 3 }],
      ]),
    };
    const image: TypedValue = { type: 'OBJECT', pythonType: IMAGE, value: new Map([['link', link]]) };
    expect(await canonOf({ type: 'LIST', value: [image] }, artifacts)).toContain(
      '"content":{"len":3,"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}}]}',
    );
    expect(reads).toEqual([{ uri: 'hash', offset: 32, size: 3 }]);
  });

  it('distinguishes an unreadable artifact from an empty one', async () => {
    const none: TypedValue = { type: 'UNKNOWN', value: null };
    const image: TypedValue = { type: 'OBJECT', pythonType: IMAGE, value: new Map([['link', none]]) };
    const text: TypedValue = { ...image, pythonType: 'starwhale.base.data_type.Text' };
    expect(await canonOf(image, noArtifacts)).toContain('"content":{"error":"unreadable"}');
    expect(await canonOf(text, noArtifacts)).toContain('"content":{"len":0,');
  });
});

describe('canonRows', () => {
  it('sorts columns by code point and equals the same row of the client', async () => {
    const row = new Map<string, TypedValue>([
      ['\uffff', { type: 'INT64', value: 1 }],
      ['\u{1f642}', { type: 'BOOL', value: false }],
      ['B', { type: 'STRING', value: 'x' }],
    ]);
    const lines = await canonRows([row], noArtifacts);
    expect(lines).toEqual([
      '[["B",{"t":"str","v":"x"}],["\\uffff",{"t":"int","v":"1"}],["\\ud83d\\ude42",{"t":"bool","v":false}]]',
    ]);
    expect(
      expectedRows([
        [
          ['\u{1f642}', { t: 'bool', v: false }],
          ['B', { t: 'str', v: 'x' }],
          ['\uffff', { t: 'int', v: '1' }],
        ],
      ]),
    ).toEqual(lines);
    expect(digestOf(lines)).toEqual({
      count: 1,
      sha256_sorted: 'c9dd9574c37924a7d2af78dfb82e9c8d87e24df52423659c9f57f47a0fdee0f0',
    });
  });
});
