// JSON strings in the spelling that Python and JavaScript share: both write them in the same way.
import { Char } from './characters';
import { at, currentByte, moveTo } from './cursor';

/** Skips a string. Returns 1 if it has no escapes, 2 if it has, and 0, without moving, if its spelling is not the shared one. */
export function skipString(): i32 {
  if (currentByte() !== Char.QUOTE) return 0;
  let from = at + 1;
  let result = 1;
  const quotes = i8x16.splat(Char.QUOTE);
  const backslashes = i8x16.splat(Char.BACKSLASH);
  const controls = i8x16.splat(0x20);
  for (;;) {
    const text = v128.load(from);
    const found = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(text, quotes), i8x16.eq(text, backslashes)), i8x16.lt_u(text, controls)),
    );
    if (found === 0) {
      from += 16;
      continue;
    }
    from += ctz(found);
    const byte = load<u8>(from);
    if (byte === Char.QUOTE) {
      moveTo(from + 1);
      return result;
    }
    const length = byte === Char.BACKSLASH ? escapeLength(from + 1) : 0;
    if (length === 0) return 0;
    from += length;
    result = 2;
  }
  return 0;
}

/** The length of an escape, whose letter is at this place; 0 unless both languages write it. */
export function escapeLength(letter: usize): i32 {
  switch (load<u8>(letter)) {
    case Char.QUOTE:
    case Char.BACKSLASH:
    case 0x62: // \b
    case 0x66: // \f
    case 0x6e: // \n
    case 0x72: // \r
    case 0x74: // \t
      return 2;
    case Char.LETTER_U: // \u00XX: a control character without a letter of its own
      return isControl(letter + 1) ? 6 : 0;
    default:
      return 0;
  }
}

function isControl(digits: usize): bool {
  if (load<u8>(digits) !== 0x30 || load<u8>(digits, 1) !== 0x30) return false;
  const high = load<u8>(digits, 2);
  const low = load<u8>(digits, 3);
  const isDigit = low >= 0x30 && low <= 0x39;
  if (!isDigit && !(low >= 0x61 && low <= 0x66)) return false;
  if (high === 0x31) return true;
  // 08 to 0a, 0c and 0d have letters.
  return high === 0x30 && low !== 0x38 && low !== 0x39 && low !== 0x61 && low !== 0x63 && low !== 0x64;
}
