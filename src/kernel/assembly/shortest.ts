// The shortest digits of a double, found by Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles", 2021): of
// all decimals that round to the double, one of the fewest digits, and of those the nearest. It is what ECMAScript asks of
// `String`.
import { putDecimal } from './decimal';
import { power } from './host';

/** The decimal exponents whose powers of ten a double can need. */
const LEAST_POWER = -292;
const MOST_POWER = 324;
const powers = memory.data((MOST_POWER - LEAST_POWER + 1) * 16, 8);

/** Writes significand · 2^exponent. At a power of two the double below is nearer than the one above: `isLopsided`. */
export function putShortest(significand: u64, exponent: i32, isLopsided: bool): void {
  const isOdd = significand & 1;
  const decimal = (exponent * 1_262_611 - (isLopsided ? 524_031 : 0)) >> 22;
  /** From 1 to 4. */
  const shift = exponent + ((-decimal * 1_741_647) >> 19) + 1;
  const place = powers + ((-decimal - LEAST_POWER) << 4);
  if (load<u64>(place) === 0) power(-decimal, place);
  const high = load<u64>(place);
  const low = load<u64>(place, 8);

  // Quarters of units of 10^decimal, and their fractions in two words: the double itself, then the ends of what rounds to
  // it, which are half of the distance to the next double away.
  const factor = significand << (shift + 2);
  const fraction = low * factor;
  const carried = upperHalf(low, factor);
  const middle = high * factor + carried;
  const upper = upperHalf(high, factor) + <u64>(middle < carried);
  const least = below(upper, middle, fraction, high, low, isLopsided ? shift : shift + 1) + isOdd;
  const most = above(upper, middle, fraction, high, low, shift + 1) - isOdd;
  const value = whole(upper, middle);

  const units = value >> 2;
  const tens = units / 10;
  const lowerTenFits = least <= tens * 40;
  const upperTenFits = tens * 40 + 40 <= most;
  const lowerFits = least <= units << 2;
  const upperFits = (units << 2) + 4 <= most;
  const half = (units << 2) + 2;
  const isNearer = <u64>(value > half) | (<u64>(value === half) & units);
  // Chosen without a branch: which one is needed cannot be foretold.
  const isShorter = <u64>(lowerTenFits !== upperTenFits) & <u64>(units >= 10);
  const round = <u64>(lowerFits === upperFits);
  const exact = units + ((round & isNearer) | (~round & <u64>upperFits));
  const digits = exact ^ ((exact ^ (tens + <u64>upperTenFits)) & (0 - isShorter));
  putDecimal(digits, decimal + <i32>isShorter);
}

/** The power, times 2^shift, below a product of three words. */
function below(upper: u64, middle: u64, lower: u64, high: u64, low: u64, shift: i32): u64 {
  const lowest = low << shift;
  const between = (high << shift) | (low >> (64 - shift));
  const borrowed = <u64>(lower < lowest);
  const rest = middle - between;
  return whole(upper - (high >> (64 - shift)) - <u64>(middle < between) - <u64>(rest < borrowed), rest - borrowed);
}

/** The power, times 2^shift, above it. */
function above(upper: u64, middle: u64, lower: u64, high: u64, low: u64, shift: i32): u64 {
  const lowest = low << shift;
  const between = (high << shift) | (low >> (64 - shift));
  const carried = <u64>(lower + lowest < lowest);
  const sum = middle + between;
  return whole(upper + (high >> (64 - shift)) + <u64>(sum < between) + <u64>(sum + carried < carried), sum + carried);
}

/** The upper word of a product, its last bit set where any bit below is. As the powers are rounded up, 1 is not one. */
function whole(upper: u64, middle: u64): u64 {
  return upper | <u64>(middle > 1);
}

/** The upper 64 bits of a product of 128 bits. */
function upperHalf(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const middle = aHigh * bLow + ((aLow * bLow) >> 32);
  const other = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (other >> 32);
}
