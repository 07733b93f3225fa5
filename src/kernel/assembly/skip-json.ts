// JSON values that nobody reads here: they are passed over, but have to be JSON.
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

/** What is deeper is left to the thorough decoders. */
const MAX_DEPTH: i32 = 64;

/** Passes any JSON value of this line; false where it is none. */
export function passJson(): bool {
  // A bit a level, the innermost the lowest: whether it is an object.
  let levels: u64 = 0;
  let depth: i32 = 0;
  let place = at;
  for (;;) {
    place = pastBlanks(place);
    const first = load<u8>(place);
    if (first === OPEN_OBJECT || first === OPEN_LIST) {
      if (depth === MAX_DEPTH) return false;
      const isObject = first === OPEN_OBJECT;
      place = pastBlanks(place + 1);
      if (load<u8>(place) !== (isObject ? CLOSE_OBJECT : CLOSE_LIST)) {
        levels = (levels << 1) | (isObject ? 1 : 0);
        depth++;
        if (isObject) place = pastName(place);
        if (place === 0) return false;
        continue;
      }
      place++;
    } else {
      place = first === QUOTE ? pastString(place) : pastWord(place, first);
      if (place === 0) return false;
    }
    // A value ended: what it is in goes on or ends, too.
    for (;;) {
      if (depth === 0) {
        moveTo(place);
        return true;
      }
      place = pastBlanks(place);
      const next = load<u8>(place++);
      const isObject = (levels & 1) !== 0;
      if (next === COMMA) {
        if (isObject) place = pastName(pastBlanks(place));
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

function pastBlanks(place: usize): usize {
  while (load<u8>(place) === BLANK) place++;
  return place;
}

/** Behind a member's name and its colon; 0 where there are none. */
function pastName(place: usize): usize {
  if (load<u8>(place) !== QUOTE) return 0;
  place = pastString(place);
  if (place === 0) return 0;
  place = pastBlanks(place);
  return load<u8>(place) === COLON ? place + 1 : 0;
}

/** Behind the string that begins here; 0 where it does not end on this line, or has an escape that is none. */
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

/** Behind a number, `true`, `false` or `null`; 0 if there is none. */
function pastWord(place: usize, first: u8): usize {
  if (first === 0x74) return load<u32>(place) === 0x65757274 ? place + 4 : 0;
  if (first === 0x6e) return load<u32>(place) === 0x6c6c756e ? place + 4 : 0;
  if (first === 0x66) return load<u32>(place, 1) === 0x65736c61 ? place + 5 : 0;
  if (first === MINUS) place++;
  if (!isDigit(load<u8>(place))) return 0;
  place = load<u8>(place) === ZERO ? place + 1 : pastDigits(place);
  if (load<u8>(place) === 0x2e) {
    if (!isDigit(load<u8>(++place))) return 0;
    place = pastDigits(place);
  }
  if ((load<u8>(place) | 0x20) !== 0x65) return place;
  const sign = load<u8>(++place);
  if (sign === MINUS || sign === 0x2b) place++;
  return isDigit(load<u8>(place)) ? pastDigits(place) : 0;
}

function pastDigits(place: usize): usize {
  while (isDigit(load<u8>(place))) place++;
  return place;
}
