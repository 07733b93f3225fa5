import { describe, expect, it } from 'vitest';
import type { KeyValue } from '../../src/job/instance.ts';
import { compareServerKeys, type Key, keyCheck } from '../../src/server/key-order.ts';
import { open, rowsOf } from './opened-table.ts';
import { int, str, tableServer } from './table-server.ts';

// The orders below are those of tables on a real server of version 0.6.15: TreeMap of its own values.

const bytes = (...values: number[]) => new Uint8Array(values);
const ordered: Readonly<Record<string, readonly KeyValue[]>> = {
  STRING: ['', '\x00', 'a', 'ab', 'é', '漢', '🙂', '🙂a', '\ue000', '\ufeff', '\uffff'],
  BYTES: [bytes(), bytes(0x80), bytes(0x80, 0xff), bytes(0xff), bytes(0), bytes(0, 0x80), bytes(0, 1), bytes(0x7f)],
  FLOAT64: [Number.NEGATIVE_INFINITY, -1.5, -0, 0, 1.5, Number.POSITIVE_INFINITY, Number.NaN],
  INT64: [-(2n ** 63n), -1, 0, 2 ** 53 - 1, 2n ** 53n + 1n],
  BOOL: [false, true],
};

describe('keys on a Server', () => {
  it.each(Object.entries(ordered))('are ordered as Java orders %s', (_type, keys) => {
    for (const [i, a] of keys.entries()) {
      for (const [j, b] of keys.entries())
        expect(Math.sign(compareServerKeys(a, b)), `${i} ${j}`).toBe(Math.sign(i - j));
    }
  });

  it.each(Object.entries(ordered))('of type %s are accepted in this order alone, in both directions', (type, keys) => {
    const check = (values: readonly KeyValue[], descending = false) => {
      const accept = keyCheck('p/results', 'id', {}, descending);
      for (const value of values) accept({ type, value } satisfies Key);
    };
    check(keys);
    check(keys.toReversed(), true);
    expect(() => check(keys.toReversed())).toThrow('the server sent keys out of order');
    expect(() => check([...keys.slice(0, 1), ...keys])).toThrow('the server sent keys out of order');
  });

  it('within a range are those that the server finds in it', async () => {
    const keys = ['a', '🙂', '\ufeff'];
    const server = await tableServer(keys.map((key, x) => ({ id: str(key), x: int(x) })));
    const table = await open(server);
    const ids = async (options: object) => (await rowsOf(table, options)).map((row) => row.get('id')?.value);
    expect(await ids({})).toEqual(keys);
    expect(await ids({ start: '🙂' })).toEqual(['🙂', '\ufeff']);
    expect(await ids({ end: '\ufeff' })).toEqual(['a', '🙂']);
    expect(await ids({ tail: 2 })).toEqual(['🙂', '\ufeff']);
  });
});
