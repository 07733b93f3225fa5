// Where reading and writing stand, and what works on bytes. Up to 16 bytes are read and written at a time: the host leaves
// that much room behind the window and behind the output.

/** The next byte to be read. */
export let at: usize = 0;
/** Where the next byte is written. */
export let out: usize = 0;

export function moveTo(place: usize): void {
  at = place;
}

export function writeTo(place: usize): void {
  out = place;
}

export function byteAtHand(): u8 {
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

/** Passes these bytes; false, with nothing passed, where others stand. */
export function follow(token: usize, length: i32): bool {
  if (!same(at, token, length)) return false;
  at += length;
  return true;
}

/** Passes one byte, likewise. */
export function followByte(byte: u8): bool {
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

/** Goes behind the next line feed; the window's last byte is one. */
export function passLine(): void {
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
