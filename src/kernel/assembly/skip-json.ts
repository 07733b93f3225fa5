// Skips JSON values that nothing reads, and checks that they are JSON.
import { at, moveTo } from './cursor';

const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const ZERO: u8 = 0x30;
const COLON: u8 = 0x3a;
const OPEN_LIST: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
const CLOSE_LIST: u8 = 0x5d;
const OPEN_OBJECT: u8 = 0x7b;
const CLOSE_OBJECT: u8 = 0x7d;

/** The host reads values that are nested more deeply. */
const MAX_DEPTH: i32 = 64;

/** Skips a JSON value on this line. Returns false, and stays, if there is none. */
export function skipJson(): bool {
  // One bit per level, the innermost the lowest: set for an object, clear for a list.
  let levels: u64 = 0;
  let depth: i32 = 0;
  let place = at;
  for (;;) {
    place = skipBlanks(place);
    const first = load<u8>(place);
    if (first === OPEN_OBJECT || first === OPEN_LIST) {
      if (depth === MAX_DEPTH) return false;
      const isObject = first === OPEN_OBJECT;
      place = skipBlanks(place + 1);
      if (load<u8>(place) !== (isObject ? CLOSE_OBJECT : CLOSE_LIST)) {
        levels = (levels << 1) | (isObject ? 1 : 0);
        depth++;
        if (isObject) place = skipName(place);
        if (place === 0) return false;
        continue;
      }
      place++;
    } else {
      place = first === QUOTE ? pastString(place) : skipWord(place, first);
      if (place === 0) return false;
    }
    // After a value, its list or object goes on or ends.
    for (;;) {
      if (depth === 0) {
        moveTo(place);
        return true;
      }
      place = skipBlanks(place);
      const next = load<u8>(place++);
      const isObject = (levels & 1) !== 0;
      if (next === COMMA) {
        if (isObject) place = skipName(skipBlanks(place));
        if (place === 0) return false;
        break;
      }
      if (next !== (isObject ? CLOSE_OBJECT : CLOSE_LIST)) return false;
      levels >>= 1;
      depth--;
    }
  }
  return false;
}

function skipBlanks(place: usize): usize {
  while (load<u8>(place) === BLANK) place++;
  return place;
}

/** The place after a member's name and its colon; 0 if there are none. */
function skipName(place: usize): usize {
  if (load<u8>(place) !== QUOTE) return 0;
  place = pastString(place);
  if (place === 0) return 0;
  place = skipBlanks(place);
  return load<u8>(place) === COLON ? place + 1 : 0;
}

/** The place after the string that begins here; 0 if it does not end on this line, or has an invalid escape. */
function pastString(place: usize): usize {
  for (place++; ; place++) {
    const byte = load<u8>(place);
    if (byte === QUOTE) return place + 1;
    if (byte < BLANK) return 0;
    if (byte !== BACKSLASH) continue;
    const letter = load<u8>(++place);
    if (letter === 0x75) {
      for (let digit = 0; digit < 4; digit++) if (!isHex(load<u8>(++place))) return 0;
    } else if (!isEscape(letter)) return 0;
  }
  return 0;
}

function isEscape(letter: u8): bool {
  switch (letter) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // \/
    case 0x62: // \b
    case 0x66: // \f
    case 0x6e: // \n
    case 0x72: // \r
    case 0x74: // \t
      return true;
    default:
      return false;
  }
}

function isHex(byte: u8): bool {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46);
}

function isDigit(byte: u8): bool {
  return byte >= ZERO && byte <= 0x39;
}

/** The place after a number, `true`, `false` or `null`; 0 if there is none. */
function skipWord(place: usize, first: u8): usize {
  if (first === 0x74) return load<u32>(place) === 0x65757274 ? place + 4 : 0;
  if (first === 0x6e) return load<u32>(place) === 0x6c6c756e ? place + 4 : 0;
  if (first === 0x66) return load<u32>(place, 1) === 0x65736c61 ? place + 5 : 0;
  if (first === MINUS) place++;
  if (!isDigit(load<u8>(place))) return 0;
  place = load<u8>(place) === ZERO ? place + 1 : skipDigits(place);
  if (load<u8>(place) === 0x2e) {
    if (!isDigit(load<u8>(++place))) return 0;
    place = skipDigits(place);
  }
  if ((load<u8>(place) | 0x20) !== 0x65) return place;
  const sign = load<u8>(++place);
  if (sign === MINUS || sign === 0x2b) place++;
  return isDigit(load<u8>(place)) ? skipDigits(place) : 0;
}

function skipDigits(place: usize): usize {
  while (isDigit(load<u8>(place))) place++;
  return place;
}
