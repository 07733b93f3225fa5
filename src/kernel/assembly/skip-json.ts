// Skips JSON values that nothing reads, and checks that they are JSON.
import { Char, Word } from './characters';
import { at, moveTo } from './cursor';
import { escapeLength } from './strings';

/** The host reads values that are nested more deeply. */
const MAX_DEPTH: i32 = 64;

/** Skips a JSON value on this line. Returns false, and stays, if there is none. */
export function skipJson(): bool {
  const place = pastValue(at, 0);
  if (place === 0) return false;
  moveTo(place);
  return true;
}

/** The place after a value; 0 if there is none. */
function pastValue(place: usize, depth: i32): usize {
  place = pastBlanks(place);
  const first = load<u8>(place);
  const isObject = first === Char.OPEN;
  if (!isObject && first !== Char.OPEN_LIST) return first === Char.QUOTE ? pastString(place) : pastWord(place);
  if (depth === MAX_DEPTH) return 0;
  const end = isObject ? Char.CLOSE : Char.CLOSE_LIST;
  place = pastBlanks(place + 1);
  if (load<u8>(place) === end) return place + 1;
  for (;;) {
    if (isObject) place = pastName(place);
    if (place !== 0) place = pastValue(place, depth + 1);
    if (place === 0) return 0;
    place = pastBlanks(place);
    const next = load<u8>(place++);
    if (next === end) return place;
    if (next !== Char.COMMA) return 0;
  }
  return 0;
}

function pastBlanks(place: usize): usize {
  while (load<u8>(place) === Char.BLANK) place++;
  return place;
}

/** The place after a member's name and its colon; 0 if there are none. */
function pastName(place: usize): usize {
  place = pastBlanks(place);
  if (load<u8>(place) !== Char.QUOTE) return 0;
  place = pastString(place);
  if (place === 0) return 0;
  place = pastBlanks(place);
  return load<u8>(place) === Char.COLON ? place + 1 : 0;
}

/** The place after the string that begins here; 0 if it does not end on this line, or has an invalid escape. */
function pastString(place: usize): usize {
  for (place++; ; place++) {
    const byte = load<u8>(place);
    if (byte === Char.QUOTE) return place + 1;
    if (byte < Char.BLANK) return 0;
    if (byte !== Char.BACKSLASH) continue;
    const letter = load<u8>(++place);
    if (letter === Char.LETTER_U) {
      for (let digit = 0; digit < 4; digit++) if (!isHex(load<u8>(++place))) return 0;
    } else if (letter !== Char.SLASH && escapeLength(place) === 0) return 0;
  }
  return 0;
}

function isHex(byte: u8): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

function isDigit(byte: u8): bool {
  return byte >= Char.ZERO && byte <= 0x39;
}

/** The place after a number, `true`, `false` or `null`; 0 if there is none. */
function pastWord(place: usize): usize {
  const word = load<u64>(place);
  if (<u32>word === Word.TRUE || <u32>word === Word.NULL) return place + 4;
  if ((word & 0xffffffffff) === Word.FALSE) return place + 5;
  if (<u8>word === Char.MINUS) place++;
  if (!isDigit(load<u8>(place))) return 0;
  place = load<u8>(place) === Char.ZERO ? place + 1 : pastDigits(place);
  if (load<u8>(place) === Char.POINT) {
    if (!isDigit(load<u8>(++place))) return 0;
    place = pastDigits(place);
  }
  if ((load<u8>(place) | 0x20) !== Char.LETTER_E) return place;
  const sign = load<u8>(++place);
  if (sign === Char.MINUS || sign === Char.PLUS) place++;
  return isDigit(load<u8>(place)) ? pastDigits(place) : 0;
}

function pastDigits(place: usize): usize {
  while (isDigit(load<u8>(place))) place++;
  return place;
}
