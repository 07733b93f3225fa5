// Bytes as they are stored: base64 in the one spelling that an encoder writes.
import { Char } from './characters';
import { at, currentByte, moveTo } from './cursor';

/** Skips base64 in quotes. Returns false, and stays, if there is none. */
export function skipBase64(): bool {
  if (currentByte() !== Char.QUOTE) return false;
  const first = at + 1;
  const end = skipDigits(first);
  let place = end;
  while (place < end + 2 && load<u8>(place) === Char.EQUALS) place++;
  if (load<u8>(place) !== Char.QUOTE || ((place - first) & 3) !== 0) return false;
  // No byte uses the last bits of the last digit, two for each `=`: they have to be 0.
  const unused = (1 << ((<i32>(place - end)) << 1)) - 1;
  if (unused > 0 && (digitOf(load<u8>(end - 1)) & unused) !== 0) return false;
  moveTo(place + 1);
  return true;
}

function skipDigits(place: usize): usize {
  for (;;) {
    const text = v128.load(place);
    const letters = i8x16.sub(v128.or(text, i8x16.splat(0x20)), i8x16.splat(0x61));
    const numbers = i8x16.sub(text, i8x16.splat(0x30));
    const signs = v128.or(i8x16.eq(text, i8x16.splat(0x2b)), i8x16.eq(text, i8x16.splat(0x2f)));
    const known = v128.or(v128.or(i8x16.lt_u(letters, i8x16.splat(26)), i8x16.lt_u(numbers, i8x16.splat(10))), signs);
    const found = i8x16.bitmask(v128.not(known));
    if (found !== 0) return place + ctz(found);
    place += 16;
  }
  return 0;
}

/** The six bits of a digit; -1 for other characters. */
function digitOf(byte: i32): i32 {
  if (byte >= 0x61) return byte - 71;
  if (byte >= 0x41) return byte - 65;
  if (byte >= 0x30 && byte <= 0x39) return byte + 4;
  return byte === 0x2b ? 62 : byte === 0x2f ? 63 : -1;
}

/** Compares the bytes that two base64 strings encode: negative, 0 or positive. */
export function compareBase64(a: usize, length: i32, b: usize, otherLength: i32): i32 {
  const end = a + min(length, otherLength);
  for (; a < end; a++, b++) {
    const digit = load<u8>(a);
    const other = load<u8>(b);
    // `=`, which only ends a string, is lower than every digit.
    if (digit !== other) return digitOf(digit) - digitOf(other);
  }
  return length - otherLength;
}
