import { snappyUncompress } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { snappy } from '../../src/render/snappy.ts';

const restored = (input: Uint8Array) => {
  const output = new Uint8Array(input.length);
  snappyUncompress(snappy(input), output);
  return Buffer.from(output);
};
const bytes = (length: number, at: (index: number) => number) =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => at(i)));
let seed = 1;
const random = () => {
  seed = Math.imul(seed, 48_271) >>> 1;
  return seed & 0xff;
};

describe('Snappy', () => {
  it.each([
    0, 1, 3, 14, 15, 16, 17, 59, 60, 61, 62, 256, 257, 65_535, 65_536, 65_537, 200_000,
  ])('restores %i bytes, whatever repetitions they have', (length) => {
    for (const at of [() => 7, random, (i: number) => i % 67, (i: number) => (i % 1000 < 900 ? i % 3 : random())]) {
      const input = bytes(length, at);
      expect(restored(input).equals(input)).toBe(true);
    }
  });

  it('restores copies of every length and distance', () => {
    for (let distance = 1; distance < 80_000; distance = distance * 2 + 1) {
      const start = bytes(distance, random);
      for (let length = 4; length < 140; length++) {
        const input = Buffer.concat([start, start.subarray(0, length), bytes(20, random)]);
        expect(restored(input).equals(input)).toBe(true);
      }
    }
  });

  it('compresses repetitions, and makes nothing much larger', () => {
    expect(snappy(bytes(100_000, (i) => i % 10)).length).toBeLessThan(6000);
    expect(snappy(bytes(100_000, random)).length).toBeLessThan(100_100);
  });
});
