import { type Memory, SIZE } from './limits.ts';
import type { ScalarPart } from './part.ts';
import { UnreadablePickle } from './unreadable.ts';

type StringPart = ScalarPart & { readonly type: 'STRING' };

const SLOTS = 2048;
const LONGEST_CACHED = 32;

/** Field names and labels repeat from row to row, so short strings are cached. */
const cache = new Array<StringPart>(SLOTS).fill({ type: 'STRING', value: '' });

/** The string whose UTF-8 is between two positions. */
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
  memory.use(SIZE.node + SIZE.string + memoryOf(bytes, start, end));
  return { type: 'STRING', value: decodeUtf8(bytes, start, end, memory) };
}

/** The index in the cache for these bytes; -1 if they are not ASCII. */
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

/** Shorter strings are not worth scanning. */
const LONG = 4096;

/** The memory of the string in bytes: one or two for each character. */
function memoryOf(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  if (length < LONG) return 2 * length;
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    // Four bytes of UTF-8 are two units of UTF-16. All bytes of a character except the first begin with the bits 10.
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units === length ? length : 2 * units;
}

function decodeUtf8(bytes: Buffer, start: number, end: number, memory: Memory): string {
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\ufffd')) return text;
  memory.use(4 * (end - start));
  return decodeWithSurrogates(bytes.subarray(start, end));
}

/** Python writes a lone surrogate as three bytes, which are not valid UTF-8. */
function decodeWithSurrogates(bytes: Buffer): string {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  let from = 0;
  const copy = (end: number): void => {
    if (from === end) return;
    const text = decodeStrictly(bytes.subarray(from, end));
    for (let index = 0; index < text.length; index++) units[length++] = text.charCodeAt(index);
  };
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const [second = 0, third = 0] = [bytes[at + 1], bytes[at + 2]];
    if (second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) continue;
    copy(at);
    units[length++] = 0xd000 + ((second & 0x3f) << 6) + (third & 0x3f);
    from = at + 3;
  }
  copy(bytes.length);
  return utf16(units, length);
}

function utf16(units: Uint16Array<ArrayBuffer>, length: number): string {
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}

function decodeStrictly(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  // A replacement character may also stand in the bytes themselves.
  if (text.includes('\ufffd') && !Buffer.from(text).equals(bytes))
    throw new UnreadablePickle('it has a string that is not UTF-8');
  return text;
}

const BACKSLASH = 92;

/** The line of a UNICODE opcode: Latin-1 with `\\uXXXX` and `\\UXXXXXXXX`. */
export function unescapeUnicode(bytes: Buffer, start: number, end: number, memory: Memory): string {
  const line = hasBackslash(bytes, start, end) ? bytes.subarray(start, end) : undefined;
  if (line === undefined) return bytes.toString('latin1', start, end);
  let at = line.indexOf(BACKSLASH);
  memory.use(2 * line.length);
  const units = new Uint16Array(line.length);
  let length = 0;
  let from = 0;
  for (; at >= 0; at = line.indexOf(BACKSLASH, from)) {
    for (; from < at; from++) units[length++] = line[from] as number;
    const digits = line[at + 1] === 0x75 ? 4 : line[at + 1] === 0x55 ? 8 : 0;
    if (digits === 0) {
      // The backslash stands for itself, and so does a second one after it.
      const end = Math.min(at + 2, line.length);
      for (; from < end; from++) units[length++] = line[from] as number;
      continue;
    }
    const code = hexadecimal(line, at + 2, digits);
    if (code > 0x10ffff) throw new UnreadablePickle('it has a string with a character beyond Unicode');
    if (code < 0x10000) units[length++] = code;
    else {
      units[length++] = 0xd7c0 + (code >> 10);
      units[length++] = 0xdc00 + (code & 0x3ff);
    }
    from = at + 2 + digits;
  }
  for (; from < line.length; from++) units[length++] = line[from] as number;
  return utf16(units, length);
}

function hasBackslash(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
}

/** The number with this many hexadecimal digits. */
function hexadecimal(bytes: Buffer, at: number, digits: number): number {
  const text = bytes.toString('latin1', at, at + digits);
  if (text.length < digits || !/^[\da-fA-F]+$/.test(text)) {
    throw new UnreadablePickle('it has a string with a broken escape');
  }
  return Number.parseInt(text, 16);
}

/** The characters that letters after a backslash stand for. */
const ESCAPES: ReadonlyMap<number, number> = new Map(
  Object.entries({ a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, "'": 39, '"': 34 }).map(([letter, code]) => [
    letter.charCodeAt(0),
    code,
  ]),
);

/** The quoted line of a STRING opcode: the `repr` of a str of Python 2. */
export function unquote(line: Buffer, memory: Memory): Buffer {
  let end = line.length;
  while (end > 0 && SPACES.has(line[end - 1] as number)) end--;
  const quote = line[0];
  if (end < 2 || (quote !== 0x27 && quote !== 0x22) || line[end - 1] !== quote) {
    throw new UnreadablePickle('it has a string without its quotes');
  }
  const quoted = line.subarray(1, end - 1);
  if (!quoted.includes(BACKSLASH)) return quoted;
  memory.use(SIZE.bytes + quoted.length);
  const bytes = Buffer.alloc(quoted.length);
  let length = 0;
  for (let at = 0; at < quoted.length; ) {
    const byte = quoted[at++] as number;
    const next = quoted[at];
    if (byte !== BACKSLASH || next === undefined) {
      bytes[length++] = byte;
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(quoted.toString('latin1', at, at + 3))?.[0];
    if (next === 0x78) {
      bytes[length++] = hexadecimal(quoted, at + 1, 2);
      at += 3;
    } else if (octal !== undefined) {
      bytes[length++] = Number.parseInt(octal, 8) & 0xff;
      at += octal.length;
    } else {
      const code = ESCAPES.get(next);
      if (code === undefined) bytes[length++] = BACKSLASH;
      bytes[length++] = code ?? next;
      at++;
    }
  }
  return bytes.subarray(0, length);
}

/** What Python strips from the end of a line of bytes. */
const SPACES: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 32]);

/** A str of Python 2: a string if it is ASCII, as Python 3 reads it, else bytes. */
export function legacyStringPart(bytes: Buffer): ScalarPart {
  return bytes.every((byte) => byte < 128)
    ? { type: 'STRING', value: bytes.toString('latin1') }
    : { type: 'BYTES', value: bytes };
}
