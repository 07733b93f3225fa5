// The positions of reading and writing, and functions on bytes. Up to 16 bytes are read and written at a time: the host leaves
// that much room after the window, after all texts and after the output.
import { Word } from './characters';

/** Where the next byte is read. */
export let at: usize = 0;
/** Where the next byte is written. */
export let out: usize = 0;

/** A comma and a blank. */
const SEPARATOR: u16 = 0x202c;

export function moveTo(place: usize): void {
  at = place;
}

export function writeTo(place: usize): void {
  out = place;
}

export function currentByte(): u8 {
  return load<u8>(at);
}

export function same(a: usize, b: usize, length: i32): bool {
  while (length >= 8) {
    if (load<u64>(a) !== load<u64>(b)) return false;
    a += 8;
    b += 8;
    length -= 8;
  }
  return length <= 0 || (load<u64>(a) ^ load<u64>(b)) << ((8 - length) * 8) === 0;
}

/** Skips these bytes. Returns false, and stays, if there are others. */
export function match(text: usize, length: i32): bool {
  if (!same(at, text, length)) return false;
  at += length;
  return true;
}

/** Skips this byte. Returns false, and stays, if there is another. */
export function matchByte(byte: u8): bool {
  if (load<u8>(at) !== byte) return false;
  at++;
  return true;
}

/** Skips `null`. Returns false, and stays, if there is something else. */
export function matchNull(): bool {
  if (load<u32>(at) !== Word.NULL) return false;
  at += 4;
  return true;
}

/** Skips what the client writes between elements. Returns false, and stays, if there is something else. */
export function matchSeparator(): bool {
  if (load<u16>(at) !== SEPARATOR) return false;
  at += 2;
  return true;
}

export function put(bytes: usize, length: i32): void {
  for (let done = 0; done < length; done += 16) v128.store(out + done, v128.load(bytes + done));
  out += length;
}

export function putByte(byte: u8): void {
  store<u8>(out++, byte);
}

/** Writes the lowest bytes of a word. */
export function putWord(word: u64, length: i32): void {
  store<u64>(out, word);
  out += length;
}

/** Skips the rest of the line. The last byte of the window is always a line feed. */
export function skipLine(): void {
  const feed = i8x16.splat(0x0a);
  for (;;) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
    if (found !== 0) {
      at += ctz(found) + 1;
      return;
    }
    at += 16;
  }
}
