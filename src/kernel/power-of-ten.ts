const HALF = 0xffff_ffff_ffff_ffffn;

/**
 * The 128 highest bits of 10^exponent, rounded up: two unsigned halves, the upper one first. Doubles need exponents from
 * -292 to 324, but most tables use few of them, so each is computed when it is needed.
 */
export function powerOfTen(exponent: number): readonly [high: bigint, low: bigint] {
  const power = 10n ** BigInt(Math.abs(exponent));
  const bits = BigInt(power.toString(2).length);
  let highest: bigint;
  if (exponent < 0) highest = ((1n << (127n + bits)) + power - 1n) / power;
  else if (bits <= 128n) highest = power << (128n - bits);
  else highest = (power + (1n << (bits - 128n)) - 1n) >> (bits - 128n);
  return [highest >> 64n, highest & HALF];
}
