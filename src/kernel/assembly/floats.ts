// Floats as JSON: the shortest digits that read back as the same double, in JavaScript's notation.
//
// The digits are found by Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles", 2021): of all decimals
// that round to the double, one of the fewest digits, and of those the nearest. It is what ECMAScript asks of `String`.
import { out, put, putByte, writeTo } from './cursor';
import { eightDigits, putUnsigned } from './digits';
import { power } from './host';

const NAN = memory.data<u8>([0x22, 0x4e, 0x61, 0x4e, 0x22, 0, 0, 0]);
const INFINITY = memory.data<u8>([0x49, 0x6e, 0x66, 0x69, 0x6e, 0x69, 0x74, 0x79, 0x22, 0, 0, 0, 0, 0, 0, 0]);

const QUOTE: u8 = 0x22;
const MINUS: u8 = 0x2d;
const PLUS: u8 = 0x2b;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
const LETTER_E: u8 = 0x65;

const FRACTION: u64 = (1 << 52) - 1;
const HIDDEN: u64 = 1 << 52;

/** The decimal exponents whose powers of ten a double can need. */
const LEAST_POWER = -292;
const MOST_POWER = 324;
const powers = memory.data((MOST_POWER - LEAST_POWER + 1) * 16, 8);

/** Writes a double by its bits; NaN and the infinities as strings. */
export function putFloat(double: u64): void {
  const exponent = <i32>(double >> 52) & 0x7ff;
  const fraction = double & FRACTION;
  const isNegative = <i64>double < 0;
  if (exponent === 0x7ff) putSpecial(fraction, isNegative);
  else {
    if (isNegative) putByte(MINUS);
    putFinite(exponent, fraction);
  }
}

function putFinite(exponent: i32, fraction: u64): void {
  const whole = fraction | HIDDEN;
  const shift = 1075 - exponent;
  if (exponent === 0 && fraction === 0) putByte(ZERO);
  // Whole numbers that a double holds exactly have no shorter text than their own digits.
  else if (shift >= 0 && shift <= 52 && <i32>ctz(whole) >= shift) putUnsigned(whole >> shift);
  else if (exponent === 0) shortest(fraction, -1074, false);
  else shortest(whole, -shift, fraction === 0 && exponent > 1);
}

function putSpecial(fraction: u64, isNegative: bool): void {
  if (fraction !== 0) put(NAN, 5);
  else {
    putByte(QUOTE);
    if (isNegative) putByte(MINUS);
    put(INFINITY, 9);
  }
}

/** Writes significand · 2^exponent. At a power of two the double below is nearer than the one above: `isLopsided`. */
function shortest(significand: u64, exponent: i32, isLopsided: bool): void {
  const isOdd = significand & 1;
  const middle = significand << 2;
  const below = middle - (isLopsided ? 1 : 2);
  const above = middle + 2;
  const decimal = (exponent * 1_262_611 - (isLopsided ? 524_031 : 0)) >> 22;
  const shift = exponent + ((-decimal * 1_741_647) >> 19) + 1;
  const place = powers + ((-decimal - LEAST_POWER) << 4);
  if (load<u64>(place) === 0) power(-decimal, place);
  const high = load<u64>(place);
  const low = load<u64>(place, 8);

  // Quarters of units of 10^decimal: the double itself, and the ends of what rounds to it.
  const value = scaled(high, low, middle << shift);
  const least = scaled(high, low, below << shift) + isOdd;
  const most = scaled(high, low, above << shift) - isOdd;
  const units = value >> 2;
  if (units >= 10) {
    const tens = units / 10;
    const lowerFits = least <= tens * 40;
    const upperFits = tens * 40 + 40 <= most;
    if (lowerFits !== upperFits) {
      putDecimal(tens + <u64>upperFits, decimal + 1);
      return;
    }
  }
  const lowerFits = least <= units << 2;
  const upperFits = (units << 2) + 4 <= most;
  const half = (units << 2) + 2;
  const isNearer = value > half || (value === half && (units & 1) !== 0);
  putDecimal(units + <u64>(lowerFits === upperFits ? isNearer : upperFits), decimal);
}

/** The upper 64 bits of a product of 192 bits, the last of them set where any bit below is. */
function scaled(high: u64, low: u64, factor: u64): u64 {
  const carried = upperHalf(low, factor);
  const middle = high * factor + carried;
  const upper = upperHalf(high, factor) + <u64>(middle < carried);
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

const scratch = memory.data(32, 8);

/** Writes digits · 10^exponent as ECMAScript's Number::toString does. */
function putDecimal(digits: u64, exponent: i32): void {
  // At most 17 digits: one, eight, eight.
  const low = digits % 100_000_000;
  const rest = digits / 100_000_000;
  store<u8>(scratch, <u8>(rest / 100_000_000) + ZERO);
  const middleDigits = eightDigits(rest % 100_000_000);
  const lowDigits = eightDigits(low);
  store<u64>(scratch, middleDigits, 1);
  store<u64>(scratch, lowDigits, 9);
  let first = scratch;
  while (load<u8>(first) === ZERO) first++;
  let last = scratch + 17;
  if (low === 0) last -= 8;
  while (load<u8>(last - 1) === ZERO) last--;
  const count = <i32>(last - first);
  const trailing = exponent + <i32>(scratch + 17 - last);
  /** How many digits stand before the decimal point. */
  const before = count + trailing;
  if (trailing >= 0 && before <= 21) {
    put(first, count);
    putZeros(trailing);
  } else if (before > 0 && before <= 21) {
    put(first, before);
    putByte(POINT);
    put(first + before, count - before);
  } else if (before > -6 && before <= 0) {
    putByte(ZERO);
    putByte(POINT);
    putZeros(-before);
    put(first, count);
  } else {
    putByte(load<u8>(first));
    if (count > 1) putByte(POINT);
    put(first + 1, count - 1);
    putByte(LETTER_E);
    putByte(before > 0 ? PLUS : MINUS);
    putUnsigned(<u64>abs(before - 1));
  }
}

function putZeros(count: i32): void {
  for (let done = 0; done < count; done += 8) store<u64>(out + done, 0x3030303030303030);
  writeTo(out + count);
}

/** The double of a single, by their bits. */
export function doubleOf(single: u32): u64 {
  return reinterpret<u64>(<f64>reinterpret<f32>(single));
}

/** The double of an IEEE 754 binary16: 1 sign bit, 5 of the exponent, 10 of the fraction. */
export function doubleOfHalf(half: u32): u64 {
  const sign = (<u64>(half >> 15)) << 63;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign | reinterpret<u64>(<f64>fraction / 16_777_216);
  if (exponent === 0x1f) return sign | ((<u64>0x7ff) << 52) | ((<u64>fraction) << 42);
  return sign | ((<u64>(exponent + 1008)) << 52) | ((<u64>fraction) << 42);
}
