import { describe, expect, it } from 'vitest';
import { powerOfTen } from '../../src/kernel/power-of-ten.ts';

describe('powerOfTen', () => {
  it.each([
    [0, 0x8000_0000_0000_0000n, 0n],
    [1, 0xa000_0000_0000_0000n, 0n],
    [2, 0xc800_0000_0000_0000n, 0n],
    [-1, 0xcccc_cccc_cccc_ccccn, 0xcccc_cccc_cccc_cccdn],
  ])('gives the bits of 10^%i', (exponent, high, low) => {
    expect(powerOfTen(exponent)).toEqual([high, low]);
  });

  it('returns 128 bits with the first one set, off by less than one', () => {
    for (let exponent = -292; exponent <= 324; exponent++) {
      const [high, low] = powerOfTen(exponent);
      expect(high >> 63n).toBe(1n);
      const bits = (high << 64n) | low;
      // bits · 2^shift is 10^exponent, rounded up; both sides are scaled to integers.
      const ten = 10n ** BigInt(Math.abs(exponent));
      const scale = 2n ** 1300n;
      const exact = exponent < 0 ? scale / ten : scale * ten;
      const shift = BigInt(exact.toString(2).length) - 128n;
      const error = (bits << shift) - exact;
      expect(error >= -1n && error <= 1n << shift, `10^${exponent}`).toBe(true);
    }
  });
});
