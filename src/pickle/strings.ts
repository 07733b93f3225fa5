import { type Memory, SIZE } from './limits.ts';
import type { ScalarPart } from './part.ts';
import { UnreadablePickle } from './unreadable.ts';

type StringPart = ScalarPart & { readonly type: 'STRING' };

const SLOTS = 2048;
const LONGEST_CACHED = 32;

/** Names of fields and labels repeat from row to row, so most short strings are decoded once. */
const cache = new Array<StringPart>(SLOTS).fill({ type: 'STRING', value: '' });

/** The string whose UTF-8 lies between two places. */
export function stringPart(bytes: Buffer, start: number, end: number, memory: Memory): StringPart {
  if (end - start <= LONGEST_CACHED) {
    const slot = slotOf(bytes, start, end);
    if (slot >= 0) {
      const known = cache[slot];
      if (known !== undefined && spells(known.value, bytes, start, end)) return known;
      memory.use(SIZE.node + SIZE.string + end - start);
      const part: StringPart = { type: 'STRING', value: bytes.toString('latin1', start, end) };
      cache[slot] = part;
      return part;
    }
  }
  memory.use(SIZE.node + SIZE.string + 2 * (end - start));
  return { type: 'STRING', value: decodeUtf8(bytes, start, end) };
}

/** The place in the cache for these bytes, -1 where they are not ASCII. */
function slotOf(bytes: Buffer, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 128) return -1;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

function spells(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}

function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\ufffd') ? decodeWithSurrogates(bytes.subarray(start, end)) : text;
}

/** Python writes a lone surrogate as the three bytes that UTF-8 has no room for. */
function decodeWithSurrogates(bytes: Buffer): string {
  let text = '';
  let from = 0;
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const [second = 0, third = 0] = bytes.subarray(at + 1, at + 3);
    if (second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) continue;
    text +=
      decodeStrictly(bytes.subarray(from, at)) + String.fromCharCode(0xd000 + ((second & 0x3f) << 6) + (third & 0x3f));
    from = at + 3;
  }
  return text + decodeStrictly(bytes.subarray(from));
}

function decodeStrictly(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  // A replacement character in the text has to be one in the bytes.
  if (text.includes('\ufffd') && !Buffer.from(text).equals(bytes))
    throw new UnreadablePickle('it has a string that is not UTF-8');
  return text;
}

/** The line of a UNICODE opcode: Latin-1 with `\uXXXX` and `\UXXXXXXXX`. */
export function unescapeUnicode(line: Buffer): string {
  return line
    .toString('latin1')
    .replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g, (all, short, long, other) => {
      if (other === 'u' || other === 'U') throw new UnreadablePickle('it has a string with a broken escape');
      if (other !== undefined) return all;
      const code = Number.parseInt(short ?? long, 16);
      if (code > 0x10ffff) throw new UnreadablePickle('it has a string with a character beyond Unicode');
      return String.fromCodePoint(code);
    });
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** The quoted line of a STRING opcode: the `repr` of a str of Python 2. */
export function unquote(line: Buffer): Buffer {
  const text = line.toString('latin1').trimEnd();
  const quote = text[0];
  if ((quote !== "'" && quote !== '"') || text.length < 2 || !text.endsWith(quote)) {
    throw new UnreadablePickle('it has a string without its quotes');
  }
  const unescaped = text
    .slice(1, -1)
    .replace(/\\(?:x([\da-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g, (all, hex, octal, other) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (other === 'x') throw new UnreadablePickle('it has a string with a broken escape');
      const code = ESCAPES[other];
      return code === undefined ? (other === '\n' ? '' : all) : String.fromCharCode(code);
    });
  return Buffer.from(unescaped, 'latin1');
}

/** A str of Python 2: text where it is ASCII, as Python 3 reads it, else bytes. */
export function legacyStringPart(bytes: Buffer): ScalarPart {
  return bytes.every((byte) => byte < 128)
    ? { type: 'STRING', value: bytes.toString('latin1') }
    : { type: 'BYTES', value: bytes };
}
