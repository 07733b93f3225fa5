// The positions of reading and writing, and functions on bytes. Up to 16 bytes are read and written at a time: the host leaves
// that much room after the window and after the output.

/** Where the next byte is read. */
export let at: usize = 0;
/** Where the next byte is written. */
export let out: usize = 0;

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
export function match(token: usize, length: i32): bool {
  if (!same(at, token, length)) return false;
  at += length;
  return true;
}

/** Skips this byte. Returns false, and stays, if there is another. */
export function matchByte(byte: u8): bool {
  if (load<u8>(at) !== byte) return false;
  at++;
  return true;
}

export function put(bytes: usize, length: i32): void {
  for (let done = 0; done < length; done += 8) store<u64>(out + done, load<u64>(bytes + done));
  out += length;
}

export function putByte(byte: u8): void {
  store<u8>(out++, byte);
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
