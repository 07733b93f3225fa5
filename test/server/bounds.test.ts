import { describe, expect, it } from 'vitest';
import type { DataType } from '../../src/datastore/typed-value.ts';
import type { KeyValue } from '../../src/job/instance.ts';
import { encodeBounds } from '../../src/server/bounds.ts';

const start = (key: KeyValue, ...types: DataType[]) => encodeBounds({ start: key }, types);

describe('encodeBounds', () => {
  it.each<[KeyValue, DataType, string]>([
    [10, 'INT64', '000000000000000a'],
    [-1, 'INT64', 'ffffffffffffffff'],
    [9007199254740995n, 'INT64', '0020000000000003'],
    [-128, 'INT8', '80'],
    [300, 'INT16', '012c'],
    [1, 'INT32', '00000001'],
    [1, 'FLOAT64', '3ff0000000000000'],
    [0.1, 'FLOAT32', '3dcccccd'],
    [Number.POSITIVE_INFINITY, 'FLOAT64', '7ff0000000000000'],
    ['10', 'STRING', '10'],
    ['', 'STRING', ''],
    [true, 'BOOL', '1'],
    [false, 'BOOL', '0'],
    [new Uint8Array([0, 255, 16]), 'BYTES', 'AP8Q'],
  ])('writes %s of keys that are %s in full width with the type', (key, type, text) => {
    expect(start(key, type)).toEqual({ start: text, startType: type, startInclusive: true });
  });

  it.each<[KeyValue, DataType]>([
    ['10', 'INT64'],
    [10, 'STRING'],
    [1, 'BOOL'],
    ['x', 'BYTES'],
    [128, 'INT8'],
    [2n ** 63n, 'INT64'],
    [Number.POSITIVE_INFINITY, 'INT32'],
    [Number.NaN, 'FLOAT64'],
  ])('refuses %s for keys that are %s', (key, type) => {
    expect(() => start(key, type)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('uses the type that fits if a table has several key types', () => {
    expect(start('a', 'INT64', 'STRING')).toMatchObject({ start: 'a', startType: 'STRING' });
    expect(start(300, 'INT8', 'INT64')).toMatchObject({ startType: 'INT64' });
  });

  it('rounds a fraction to the integer on the right side', () => {
    const text = '0000000000000003';
    expect(start(2.5, 'INT64')).toMatchObject({ start: text, startInclusive: true });
    for (const endInclusive of [true, false]) {
      expect(encodeBounds({ end: 2.5, endInclusive }, ['INT64'])).toEqual({
        end: text,
        endType: 'INT64',
        endInclusive: false,
      });
    }
  });

  it('sends nothing for a table without rows', () => {
    expect(encodeBounds({ start: 1, end: 'x' }, [])).toEqual({});
    expect(encodeBounds({}, ['INT64'])).toEqual({});
  });
});
