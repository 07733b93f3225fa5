// Decimals as ECMAScript's Number::toString writes them.
import { Char } from './characters';
import { out, put, putByte, writeTo } from './cursor';
import { eightDigits, putUnsigned } from './digits';

const EIGHT_ZEROS: u64 = 0x3030303030303030;
/** `0.000000` */
const ZERO_POINT: u64 = 0x3030303030302e30;

const scratch = memory.data(32, 8);

/** Writes digits · 10^exponent; there are at most 17 digits. */
export function putDecimal(digits: u64, exponent: i32): void {
  // One digit, eight and eight.
  const upper = digits / 100_000_000;
  const top = upper / 100_000_000;
  const middleDigits = eightDigits(upper % 100_000_000);
  const lowDigits = eightDigits(digits % 100_000_000);
  if (digits >= 1_000_000_000_000_000 && putLong(top, middleDigits, lowDigits, exponent)) return;

  store<u8>(scratch, <u8>top + Char.ZERO);
  store<u64>(scratch, middleDigits, 1);
  store<u64>(scratch, lowDigits, 9);
  let first = scratch;
  while (load<u8>(first) === Char.ZERO) first++;
  let last = scratch + 17;
  if (lowDigits === EIGHT_ZEROS) last -= 8;
  while (load<u8>(last - 1) === Char.ZERO) last--;
  const count = <i32>(last - first);
  const trailing = exponent + <i32>(scratch + 17 - last);
  /** How many digits stand before the decimal point. */
  const before = count + trailing;
  if (trailing >= 0 && before <= 21) {
    put(first, count);
    putZeros(trailing);
  } else if (before > 0 && before <= 21) {
    put(first, before);
    putByte(Char.POINT);
    put(first + before, count - before);
  } else if (before > -6 && before <= 0) {
    putByte(Char.ZERO);
    putByte(Char.POINT);
    putZeros(-before);
    put(first, count);
  } else {
    putByte(load<u8>(first));
    if (count > 1) putByte(Char.POINT);
    put(first + 1, count - 1);
    putByte(Char.LETTER_E);
    putByte(before > 0 ? Char.PLUS : Char.MINUS);
    putUnsigned(<u64>abs(before - 1));
  }
}

/**
 * Writes a decimal of 16 or 17 digits, as nearly all measured doubles have, if its point stands before the eighth digit and
 * it has digits behind it; else returns false.
 */
function putLong(top: u64, middleDigits: u64, lowDigits: u64, exponent: i32): bool {
  const isFull = <i32>(top !== 0);
  const before = exponent + 16 + isFull;
  if (before <= -6 || before > 7 || lowDigits === EIGHT_ZEROS) return false;
  const shift = <u64>(isFull << 3);
  const carried: u64 = 0 - <u64>isFull;
  const first = (middleDigits << shift) | ((top + Char.ZERO) & carried);
  const second = (lowDigits << shift) | ((middleDigits >> 56) & carried);
  const third = lowDigits >> 56;
  const zeros = <i32>clz(lowDigits ^ EIGHT_ZEROS) >> 3;
  const count = 16 + isFull - zeros;
  if (before <= 0) {
    store<u64>(out, ZERO_POINT);
    const place = out + 2 - before;
    store<u64>(place, first);
    store<u64>(place, second, 8);
    store<u64>(place, third, 16);
    writeTo(place + count);
    return true;
  }
  const bits = before << 3;
  const whole = ((<u64>1) << bits) - 1;
  store<u64>(out, (first & whole) | ((<u64>Char.POINT) << bits) | ((first & ~whole) << 8));
  store<u64>(out, (first >> 56) | (second << 8), 8);
  store<u64>(out, (second >> 56) | (third << 8), 16);
  writeTo(out + count + 1);
  return true;
}

function putZeros(count: i32): void {
  for (let done = 0; done < count; done += 8) store<u64>(out + done, EIGHT_ZEROS);
  writeTo(out + count);
}
