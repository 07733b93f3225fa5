// Floats as JSON: the shortest digits that read back as the same double, in JavaScript's notation.
import { Char } from './characters';
import { putByte, putWord } from './cursor';
import { putUnsigned } from './digits';
import { putShortest } from './shortest';

/** `"NaN"` and `Infinity` */
const NAN: u64 = 0x224e614e22;
const INFINITY: u64 = 0x7974696e69666e49;

const FRACTION: u64 = (1 << 52) - 1;
const HIDDEN: u64 = 1 << 52;

/** Writes a double, given by its bits; NaN and the infinities as strings. */
export function putFloat(double: u64): void {
  const exponent = <i32>(double >> 52) & 0x7ff;
  const fraction = double & FRACTION;
  const isNegative = <i64>double < 0;
  if (exponent === 0x7ff) putSpecial(fraction, isNegative);
  else {
    if (isNegative) putByte(Char.MINUS);
    putFinite(exponent, fraction);
  }
}

function putFinite(exponent: i32, fraction: u64): void {
  const whole = fraction | HIDDEN;
  const shift = 1075 - exponent;
  if (exponent === 0 && fraction === 0) putByte(Char.ZERO);
  // Whole numbers that a double holds exactly have no shorter text than their own digits.
  else if (shift >= 0 && shift <= 52 && <i32>ctz(whole) >= shift) putUnsigned(whole >> shift);
  else if (exponent === 0) putShortest(fraction, -1074, false);
  else putShortest(whole, -shift, fraction === 0 && exponent > 1);
}

function putSpecial(fraction: u64, isNegative: bool): void {
  if (fraction !== 0) putWord(NAN, 5);
  else {
    putByte(Char.QUOTE);
    if (isNegative) putByte(Char.MINUS);
    putWord(INFINITY, 8);
    putByte(Char.QUOTE);
  }
}

/** The bits of a float32 as a float64. */
export function doubleOf(single: u32): u64 {
  return reinterpret<u64>(<f64>reinterpret<f32>(single));
}

/** The bits of an IEEE 754 binary16 (1 sign bit, 5 bits of exponent, 10 of fraction) as a float64. */
export function doubleOfHalf(half: u32): u64 {
  const sign = (<u64>(half >> 15)) << 63;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign | reinterpret<u64>(<f64>fraction / 16_777_216);
  if (exponent === 0x1f) return sign | ((<u64>0x7ff) << 52) | ((<u64>fraction) << 42);
  return sign | ((<u64>(exponent + 1008)) << 52) | ((<u64>fraction) << 42);
}
