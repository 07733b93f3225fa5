// Reads the client's hex digits, and writes decimal digits of integers.
import { Char } from './characters';
import { at, moveTo, out, writeTo } from './cursor';

const LOW_NIBBLES: u64 = 0x0f0f0f0f0f0f0f0f;
const ONES: u64 = 0x0101010101010101;

/** The value of the hex digits that were read last. */
export let bits: u64 = 0;

/** Reads exactly this many lower-case hex digits (2, 4, 8 or 16) in quotes into `bits`. */
export function readHex(digits: i32): bool {
  const first = at + 1;
  if (load<u8>(at) !== Char.QUOTE || load<u8>(first + digits) !== Char.QUOTE) return false;
  if (digits === 16) {
    if (!sixteen(first)) return false;
  } else {
    // A shorter number is padded with zeros.
    const missing = (8 - digits) * 8;
    const text = load<u64>(first);
    if (!eight(missing === 0 ? text : (text << missing) | (0x3030303030303030 >> (digits * 8)))) return false;
  }
  moveTo(first + digits + 1);
  return true;
}

/** Reads the sixteen hex digits of a double at once. */
function sixteen(place: usize): bool {
  const text = v128.load(place);
  const digits = i8x16.sub(text, i8x16.splat(Char.ZERO));
  const areDigits = i8x16.le_u(digits, i8x16.splat(9));
  const letters = i8x16.sub(text, i8x16.splat(Char.LETTER_A));
  if (!i8x16.all_true(v128.or(areDigits, i8x16.le_u(letters, i8x16.splat(5))))) return false;
  const nibbles = v128.bitselect(digits, i8x16.add(letters, i8x16.splat(10)), areDigits);
  // In each pair, the first is the upper half of a byte, and the first byte is the highest.
  const bytes = v128.or(i16x8.shl(nibbles, 4), i16x8.shr_u(nibbles, 8));
  bits = <u64>i64x2.extract_lane(i8x16.shuffle(bytes, bytes, 14, 12, 10, 8, 6, 4, 2, 0, 14, 12, 10, 8, 6, 4, 2, 0), 0);
  return true;
}

/** Reads eight hex digits at once, the first in the lowest byte. */
function eight(text: u64): bool {
  const letters = (text >> 6) & ONES;
  const nibbles = (text & LOW_NIBBLES) + letters * 9;
  // The digits are valid if these nibbles, spelled out, give the same text.
  const beyondNine = ((nibbles + ONES * 6) >> 4) & ONES;
  const spelled = nibbles + ONES * 0x30 + beyondNine * 0x27;
  if (spelled !== text || (nibbles & ~LOW_NIBBLES) !== 0) return false;
  let value = ((nibbles << 4) | (nibbles >> 8)) & 0x00ff00ff00ff00ff;
  value = ((value << 8) | (value >> 16)) & 0x0000ffff0000ffff;
  bits = ((value << 16) | (value >> 32)) & 0xffffffff;
  return true;
}

/** The eight ASCII digits of a number below 10^8, with leading zeros, the first in the lowest byte. */
export function eightDigits(value: u64): u64 {
  // Halves, then quarters, then single digits side by side in one word.
  let word = value / 10_000 + ((value % 10_000) << 32);
  let tens = ((word * 10_486) >> 20) & 0x0000007f0000007f;
  word = tens + ((word - tens * 100) << 16);
  tens = ((word * 103) >> 10) & 0x000f000f000f000f;
  word = tens + ((word - tens * 10) << 8);
  return word | 0x3030303030303030;
}

/** Writes a number without leading zeros. */
export function putUnsigned(value: u64): void {
  let place = out;
  if (value >= 10_000_000_000_000_000) {
    const high = value / 10_000_000_000_000_000;
    place = leading(place, high);
    value -= high * 10_000_000_000_000_000;
    store<u64>(place, eightDigits(value / 100_000_000));
    store<u64>(place + 8, eightDigits(value % 100_000_000));
    place += 16;
  } else if (value >= 100_000_000) {
    place = leading(place, value / 100_000_000);
    store<u64>(place, eightDigits(value % 100_000_000));
    place += 8;
  } else place = leading(place, value);
  writeTo(place);
}

/** Writes a number below 10^8 without leading zeros. Returns the place after it. */
function leading(place: usize, value: u64): usize {
  const digits = eightDigits(value);
  // 0 keeps its last digit.
  const zeros = min(<i32>ctz(digits ^ 0x3030303030303030) >> 3, 7);
  store<u64>(place, digits >> (zeros * 8));
  return place + 8 - zeros;
}
