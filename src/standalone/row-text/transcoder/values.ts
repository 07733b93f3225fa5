// Stored values in the client's own spelling, written as JSON.
import { at, byteAtHand, follow, followByte, moveTo, out, put, putByte, writeTo } from './cursor';
import { doubleOf, doubleOfHalf, putFloat } from './floats';
import { bits, hex, putInteger } from './numbers';

/** How a value is stored, as the plans of the host number it. */
export enum Shape {
  int8 = 0,
  int16 = 1,
  int32 = 2,
  int64 = 3,
  float16 = 4,
  float32 = 5,
  float64 = 6,
  boolean = 7,
  string = 8,
  /** Only the host knows what to do with it. */
  other = 9,
}

const NULL = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0, 0]);
const TRUE = memory.data<u8>([0x74, 0x72, 0x75, 0x65, 0, 0, 0, 0]);
const FALSE = memory.data<u8>([0x66, 0x61, 0x6c, 0x73, 0x65, 0, 0, 0]);
const SEPARATOR = memory.data<u8>([0x2c, 0x20, 0, 0, 0, 0, 0, 0]);

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const COMMA: u8 = 0x2c;
const OPEN_LIST: u8 = 0x5b;
const CLOSE_LIST: u8 = 0x5d;
const LETTER_N: u8 = 0x6e;

/** Passes `null`; false where something else stands. */
export function followNull(): bool {
  return byteAtHand() === LETTER_N && follow(NULL, 4);
}

export function putNull(): void {
  put(NULL, 4);
}

/** Writes a value, or a list (of lists, so many `depth`) of such values; false where it is not spelled as the client does. */
export function value(shape: i32, depth: i32): bool {
  if (depth > 0) return list(shape, depth - 1);
  switch (shape) {
    case Shape.float64:
      if (!hex(16)) return false;
      putFloat(bits);
      return true;
    case Shape.float32:
      if (!hex(8)) return false;
      putFloat(doubleOf(<u32>bits));
      return true;
    case Shape.float16:
      if (!hex(4)) return false;
      putFloat(doubleOfHalf(<u32>bits));
      return true;
    case Shape.boolean:
      return boolean();
    case Shape.string:
      return string();
    default:
      return integer(2 << shape);
  }
}

function integer(digits: i32): bool {
  if (!hex(digits)) return false;
  putInteger(digits);
  return true;
}

function boolean(): bool {
  const digit = load<u8>(at, 1);
  if (load<u8>(at) !== QUOTE || load<u8>(at, 2) !== QUOTE || (digit !== 0x30 && digit !== 0x31)) return false;
  if (digit === 0x31) put(TRUE, 4);
  else put(FALSE, 5);
  moveTo(at + 3);
  return true;
}

/** Copies a text. What Python escapes, JavaScript escapes in the same way; other escapes are left to the host. */
function string(): bool {
  if (byteAtHand() !== QUOTE) return false;
  let from = at + 1;
  let to = out + 1;
  store<u8>(out, QUOTE);
  const quotes = i8x16.splat(QUOTE);
  const backslashes = i8x16.splat(BACKSLASH);
  const blanks = i8x16.splat(0x20);
  let length: i32;
  do {
    const text = v128.load(from);
    v128.store(to, text);
    const special = v128.or(v128.or(i8x16.eq(text, quotes), i8x16.eq(text, backslashes)), i8x16.lt_u(text, blanks));
    const found = i8x16.bitmask(special);
    length = found === 0 ? 16 : ctz(found);
    from += length;
    to += length;
    if (found === 0) continue;
    if (load<u8>(from) === QUOTE) {
      moveTo(from + 1);
      writeTo(to + 1);
      return true;
    }
    length = load<u8>(from) === BACKSLASH ? escapeLength(from + 1) : 0;
    store<u64>(to, load<u64>(from));
    from += length;
    to += length;
  } while (length > 0);
  return false;
}

/** The length of an escape whose letter stands at this place, if it is the one that both languages write; else 0. */
export function escapeLength(letter: usize): i32 {
  switch (load<u8>(letter)) {
    case QUOTE:
    case BACKSLASH:
    case 0x62: // \b
    case 0x66: // \f
    case 0x6e: // \n
    case 0x72: // \r
    case 0x74: // \t
      return 2;
    case 0x75: // \u00XX, of a control character that has no letter
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

function list(shape: i32, depth: i32): bool {
  if (!followByte(OPEN_LIST)) return false;
  putByte(OPEN_LIST);
  if (byteAtHand() !== CLOSE_LIST) {
    for (;;) {
      if (byteAtHand() === LETTER_N) {
        if (!followNull()) return false;
        putNull();
      } else if (!value(shape, depth)) return false;
      if (byteAtHand() === CLOSE_LIST) break;
      if (!follow(SEPARATOR, 2)) return false;
      putByte(COMMA);
    }
  }
  moveTo(at + 1);
  putByte(CLOSE_LIST);
  return true;
}
