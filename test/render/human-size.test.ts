import { describe, expect, it } from 'vitest';
import { humanSize } from '../../src/render/human-size.ts';

describe('humanSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [10_240, '10 KiB'],
    [1_048_575, '1 MiB'],
    [5 * 2 ** 40, '5 TiB'],
    [2 ** 70, '1024 EiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(humanSize(bytes)).toBe(text);
  });
});
