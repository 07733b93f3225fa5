import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceSpecs } from '../../src/create/resources.ts';
import { SwjobError } from '../../src/errors.ts';

const GIB = 1024 ** 3;
const bytes = (text: string | number) => resourceSpecs({ memory: text }, 'm:step')[0]?.request;

describe('the memory of a step', () => {
  it.each([
    ['4GiB', 4 * GIB],
    ['4gib', 4 * GIB],
    ['4Gi', 4 * GIB],
    ['4G', 4e9],
    ['4gb', 4e9],
    ['4 GB', 4e9],
    ['1.5ki', 1536],
    ['2k', 2000],
    ['3m', 3e6],
    ['3MiB', 3 * 1024 ** 2],
    ['1TiB', 1024 * GIB],
    ['1p', 1e15],
    ['500', 500],
    [' 7 ', 7],
    [12345, 12345],
  ])('%j is %d bytes', (text, expected) => {
    expect(bytes(text)).toBe(expected);
  });

  it.each(['', 'x', '4GX', '4 4', '-1', '1e9', 'GiB', '4iB', '0x10', '99999999p', '4B'])('%j is none', (text) => {
    expect(() => bytes(text)).toThrow(`the memory of m:step is not a valid amount: ${JSON.stringify(text)}`);
  });

  it('is any whole number of kibibytes', () => {
    fc.assert(fc.property(fc.nat(2 ** 31), (kib) => bytes(`${kib}KiB`) === kib * 1024));
  });
});

describe('the resources of a step', () => {
  it('are memory if they are one value, as in the reference’s example', () => {
    expect(resourceSpecs('4GiB', 's')).toEqual([{ type: 'memory', request: 4 * GIB, limit: 4 * GIB }]);
    expect(resourceSpecs(1000, 's')).toEqual([{ type: 'memory', request: 1000, limit: 1000 }]);
  });

  it('may be a request and a limit; one alone counts for both', () => {
    const given = { memory: { request: '1k', limit: '2k' }, cpu: { request: 0.5 }, 'nvidia.com/gpu': { limit: 2 } };
    expect(resourceSpecs(given, 's')).toEqual([
      { type: 'memory', request: 1000, limit: 2000 },
      { type: 'cpu', request: 0.5, limit: 0.5 },
      { type: 'nvidia.com/gpu', request: 2, limit: 2 },
    ]);
  });

  it('may be none', () => {
    expect(resourceSpecs({}, 's')).toEqual([]);
  });

  it.each([
    [null],
    [true],
    [[]],
    [{ disk: 1 }],
    [{ __proto__: null, constructor: 1 }],
    [JSON.parse('{"__proto__": {"memory": 1}}')],
    [{ cpu: '2' }],
    [{ cpu: -1 }],
    [{ cpu: Number.NaN }],
    [{ 'nvidia.com/gpu': 0.5 }],
    [{ memory: null }],
    [{ memory: {} }],
    [{ memory: { request: 1, most: 2 } }],
    [{ memory: { request: 3, limit: 2 } }],
  ])('are not %j', (given) => {
    expect(() => resourceSpecs(given, 's')).toThrow(SwjobError);
  });
});
