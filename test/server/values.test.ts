import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeInteger } from '../../src/datastore/scalars.ts';
import { isSwjobError } from '../../src/errors.ts';
import { decodeValue, rowDecoder } from '../../src/server/values.ts';
import { EXCHANGES } from './recorded.ts';

interface Records {
  readonly data?: { readonly records?: readonly unknown[] };
}

/** The `value` of the only record in a recorded table `t/{name}`. */
function recorded(name: string): unknown {
  const found = EXCHANGES.find(({ request }) => JSON.stringify(request.body ?? '').includes(`/t/${name}"`));
  const [record] = (found?.response.body as Records | undefined)?.data?.records ?? [];
  return decodeValue((record as { value: unknown }).value);
}

const row = (record: unknown) => rowDecoder({ table: 't', keyColumn: 'id', keepNone: true })(record);

describe('values that a real server sent', () => {
  it.each([
    ['i', { type: 'INT64', value: 1 }],
    ['neg', { type: 'INT64', value: -5 }],
    ['big', { type: 'INT64', value: 9007199254740995n }],
    ['i64min', { type: 'INT64', value: -9223372036854775808n }],
    ['npi8', { type: 'INT8', value: -3 }],
    ['f', { type: 'FLOAT64', value: 1.5 }],
    ['nan', { type: 'FLOAT64', value: Number.NaN }],
    ['inf', { type: 'FLOAT64', value: Number.POSITIVE_INFINITY }],
    ['npf32', { type: 'FLOAT32', value: Math.fround(0.1) }],
    ['t', { type: 'BOOL', value: true }],
    ['fl', { type: 'BOOL', value: false }],
    ['s', { type: 'STRING', value: 'héllo 🐳\n' }],
    ['empty', { type: 'STRING', value: '' }],
    ['b', { type: 'BYTES', value: new Uint8Array([0, 255, 16]) }],
    [
      'list',
      {
        type: 'LIST',
        value: [
          { type: 'INT64', value: 1 },
          { type: 'FLOAT64', value: 2.5 },
          { type: 'STRING', value: 'x' },
          { type: 'UNKNOWN', value: null },
        ],
      },
    ],
    [
      'tuple',
      {
        type: 'TUPLE',
        value: [
          { type: 'INT64', value: 1 },
          { type: 'STRING', value: 'a' },
        ],
      },
    ],
    [
      'pt',
      {
        type: 'OBJECT',
        pythonType: 'starwhale.base.data_type.Point',
        value: new Map([
          ['_type', { type: 'STRING', value: 'point' }],
          ['x', { type: 'FLOAT64', value: 1 }],
          ['y', { type: 'FLOAT64', value: 2 }],
        ]),
      },
    ],
  ])('are decoded: %s', (name, expected) => {
    expect(recorded(name)).toEqual(expected);
  });

  it("have the attributes of the client's classes in its order, and others as they come", () => {
    const names = ['size', 'zeta', 'extra_info', 'scheme', '_type', 'offset', 'alpha', 'uri', 'data_type'];
    const value = Object.fromEntries(names.map((name) => [name, null]));
    const decoded = decodeValue({ type: 'OBJECT', pythonType: 'x.Link', value });
    const known = ['_type', 'uri', 'scheme', 'offset', 'size', 'data_type', 'extra_info'];
    expect([...(decoded.value as Map<string, unknown>).keys()]).toEqual([...known, 'zeta', 'alpha']);
  });

  it('are decoded at every depth: a link in a binary, and a map as pairs', () => {
    expect(recorded('bin')).toMatchObject({ pythonType: 'starwhale.base.data_type.Binary' });
    const link = (recorded('bin') as { value: Map<string, unknown> }).value.get('link');
    expect(link).toMatchObject({ type: 'OBJECT', pythonType: 'starwhale.base.data_type.Link' });
    expect((link as { value: Map<string, unknown> }).value.get('extra_info')).toEqual({
      type: 'MAP',
      value: [
        { key: { type: 'STRING', value: 'bin_offset' }, value: { type: 'INT64', value: 0 } },
        { key: { type: 'STRING', value: 'bin_size' }, value: { type: 'INT64', value: 128 } },
      ],
    });
  });

  it('are all readable', () => {
    let count = 0;
    for (const { request, response } of EXCHANGES) {
      if (!(request.body as { encodeWithType?: boolean } | undefined)?.encodeWithType) continue;
      const records = typeof response.body === 'object' ? (response.body as Records).data?.records : undefined;
      for (const record of records ?? []) {
        expect(row(record).size).toBeGreaterThan(0);
        count++;
      }
    }
    expect(count).toBeGreaterThan(60);
  });
});

describe('rowDecoder', () => {
  it('orders by code point, not by UTF-16 unit, and keeps names that are special in JavaScript', () => {
    const cell = { type: 'BOOL', value: '1' };
    const record = JSON.parse(`{"\\ufb01":1,"🐳":1,"__proto__":1,"constructor":1,"id":1}`, (_, v) =>
      v === 1 ? cell : v,
    );
    expect([...row(record).keys()]).toEqual(['id', '__proto__', 'constructor', '\ufb01', '🐳']);
  });

  it.each([
    [{ x: { type: 'INT64', value: 'zz' } }, '"zz" is not a valid INT64'],
    [{ x: { type: 'INT8', value: 'fff' } }, '"fff" is not a valid INT8'],
    [{ x: { type: 'FLOAT64', value: 1 } }, '1 is not a valid FLOAT64'],
    [{ x: { type: 'BOOL', value: 'true' } }, '"true" is not a valid BOOL'],
    [{ x: { type: 'BYTES', value: '!' } }, '"!" is not a valid BYTES'],
    [{ x: { type: 'COMPLEX', value: '1' } }, '"COMPLEX" is not a datastore type'],
    [{ x: { type: 'toString', value: '1' } }, 'is not a datastore type'],
    [{ x: { type: 'LIST', value: 'abc' } }, 'the value of a LIST is not a list'],
    [{ x: { type: 'MAP', value: [1] } }, 'a MAP entry is not a pair'],
    [{ x: { type: 'OBJECT', value: [] } }, 'the value of an OBJECT has no attributes'],
    [{ x: 'bare' }, 'a value has no type'],
  ])('names the table and the column of what does not fit: %j', (record, message) => {
    try {
      row(record);
      expect.unreachable();
    } catch (error) {
      if (!isSwjobError(error, 'operation-failed')) throw error;
      expect(error.message).toContain('table t, column x: ');
      expect(error.message).toContain(message);
    }
  });

  it('refuses a record that is not an object, or is nested 10,000 deep', () => {
    for (const record of [null, 'text', [], 7]) expect(() => row(record)).toThrow('a record is not an object');
    const deep = `${'{"type":"LIST","value":['.repeat(10_000)}${']}'.repeat(10_000)}`;
    expect(() => row({ x: JSON.parse(deep) })).toThrow('nested more than 200 deep');
  });

  it('reads a missing value of any type as None', () => {
    for (const type of ['INT64', 'STRING', 'LIST', 'MAP', 'OBJECT', 'UNKNOWN']) {
      expect(row({ x: { type, value: null } }).get('x')).toEqual({ type: 'UNKNOWN', value: null });
      expect(row({ x: { type } }).get('x')).toEqual({ type: 'UNKNOWN', value: null });
    }
  });

  it('reads every int64', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
        const decoded = decodeValue({ type: 'INT64', value: encodeInteger('INT64', value) });
        expect(BigInt(decoded.value as number)).toBe(value);
      }),
    );
  });

  it('returns a row or a clear error for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        try {
          expect(row({ x: value }).size).toBe(1);
        } catch (error) {
          expect(isSwjobError(error, 'operation-failed')).toBe(true);
        }
      }),
    );
  });
});
