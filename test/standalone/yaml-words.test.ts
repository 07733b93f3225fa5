import { describe, expect, it } from 'vitest';
import { plainScalar } from '../../src/standalone/yaml-words.ts';

describe('plainScalar', () => {
  it.each([
    ['', null],
    ['~', null],
    ['Null', null],
    ['nUll', 'nUll'],
    ['true', true],
    ['FALSE', false],
    ['tRUE', 'tRUE'],
    ['yes', 'yes'],
    ['0', 0],
    ['-0', -0],
    ['+7', 7],
    ['-12', -12],
    ['007', '007'],
    ['999999999999999', 999_999_999_999_999],
    ['1000000000000000', '1000000000000000'],
    ['1.5', '1.5'],
    ['1_000', '1_000'],
    ['0x1F', '0x1F'],
    [' 1', ' 1'],
    ['1\n', '1\n'],
  ])('makes of %j %j', (text, value) => {
    expect(plainScalar(text)).toBe(value);
  });
});
