// Strings as cells of comma- or tab-separated values, as src/render/delimited.ts writes them.
import { Char } from './characters';
import { at, out, putByte, writeTo } from './cursor';
import { escapeLength } from './strings';

const DELETE: u8 = 0x7f;
const BEFORE_C1: u8 = 0xc2;

/**
 * Writes a string. In CSV it gets quotes if it has a comma, quote or line break, or begins or ends with white space. In TSV
 * its tabs, line breaks and backslashes stay escaped, as TSV and JSON escape them in the same way.
 */
export function putDelimited(isCsv: bool): void {
  const began = out;
  let from = at;
  let to = began;
  let isQuoted = false;
  const quotes = i8x16.splat(Char.QUOTE);
  const backslashes = i8x16.splat(Char.BACKSLASH);
  const controls = i8x16.splat(Char.BLANK);
  // Only the first comma matters.
  let commas = isCsv ? i8x16.splat(Char.COMMA) : quotes;
  for (;;) {
    const text = v128.load(from);
    v128.store(to, text);
    const special = v128.or(
      v128.or(i8x16.eq(text, quotes), i8x16.eq(text, backslashes)),
      v128.or(i8x16.eq(text, commas), i8x16.lt_u(text, controls)),
    );
    const found = i8x16.bitmask(special);
    const length = found === 0 ? 16 : ctz(found);
    from += length;
    to += length;
    if (found === 0) continue;
    const byte = load<u8>(from);
    if (byte === Char.QUOTE) break;
    if (byte === Char.COMMA) {
      isQuoted = true;
      commas = quotes;
      continue;
    }
    const character = unescaped(from + 1);
    const isBreak = character === Char.LINE_FEED || character === Char.RETURN;
    if (!isCsv && (isBreak || character === Char.TAB || character === Char.BACKSLASH)) {
      store<u16>(to, load<u16>(from));
      to += 2;
    } else store<u8>(to++, character);
    if (isCsv && character === Char.QUOTE) store<u8>(to++, Char.QUOTE);
    if (isBreak || character === Char.QUOTE) isQuoted = true;
    from += escapeLength(from + 1);
  }
  writeTo(to);
  if (isCsv && (isQuoted || (to > began && (isBlank(began) || isBlank(lastCharacter(to)))))) putInQuotes(began);
}

/** Puts what was written since a place into quotes. */
export function putInQuotes(began: usize): void {
  memory.copy(began + 1, began, out - began);
  store<u8>(began, Char.QUOTE);
  writeTo(out + 1);
  putByte(Char.QUOTE);
}

/** Whether a cell of tab-separated values has a control character from this place on: C0, DEL, or C1, which begin with 0xc2. */
export function containsControl(place: usize): bool {
  const controls = i8x16.splat(Char.BLANK);
  const deletes = i8x16.splat(DELETE);
  const c1 = i8x16.splat(BEFORE_C1);
  for (; place < out; place += 16) {
    const text = v128.load(place);
    const found = i8x16.bitmask(
      v128.or(v128.or(i8x16.lt_u(text, controls), i8x16.eq(text, deletes)), i8x16.eq(text, c1)),
    );
    for (let rest = found; rest !== 0; rest &= rest - 1) {
      const at = place + ctz(rest);
      if (at >= out) return false;
      if (load<u8>(at) !== BEFORE_C1 || load<u8>(at, 1) < 0xa0) return true;
    }
  }
  return false;
}

/** The character of an escape, whose letter is at this place. It is one that `escapeLength` accepts. */
function unescaped(letter: usize): u8 {
  switch (load<u8>(letter)) {
    case 0x62: // \b
      return 0x08;
    case 0x66: // \f
      return 0x0c;
    case 0x6e: // \n
      return Char.LINE_FEED;
    case 0x72: // \r
      return Char.RETURN;
    case 0x74: // \t
      return Char.TAB;
    case 0x75: {
      // \u00XX
      const low = load<u8>(letter, 4);
      return ((load<u8>(letter, 3) & 1) << 4) | ((low & 0x0f) + (low >= 0x61 ? 9 : 0));
    }
    default: // the character itself
      return load<u8>(letter);
  }
}

/** Where the last character before a place begins. (Characters of four bytes are no white space: any of their bytes will do.) */
function lastCharacter(end: usize): usize {
  if (load<u8>(end - 1) < 0x80) return end - 1;
  return load<u8>(end - 2) >= 0xc0 ? end - 2 : end - 3;
}

/** Whether the character at a place is white space: JavaScript's `\s`, in UTF-8. */
function isBlank(place: usize): bool {
  const first = load<u8>(place);
  if (first < 0x80) return first === Char.BLANK || (first >= 0x09 && first <= 0x0d);
  const second = load<u8>(place, 1);
  const third = load<u8>(place, 2);
  switch (first) {
    case 0xc2: // U+00A0
      return second === 0xa0;
    case 0xe1: // U+1680
      return second === 0x9a && third === 0x80;
    case 0xe2: // U+2000 to 200A, 2028, 2029, 202F; 205F
      if (second === 0x81) return third === 0x9f;
      return second === 0x80 && (third <= 0x8a || third === 0xa8 || third === 0xa9 || third === 0xaf);
    case 0xe3: // U+3000
      return second === 0x80 && third === 0x80;
    case 0xef: // U+FEFF
      return second === 0xbb && third === 0xbf;
    default:
      return false;
  }
}
