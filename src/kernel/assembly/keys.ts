// The order of the keys of a block's lines, where each line is a row.
import { compareBase64 } from './base64';
import { Kind } from './layout';

/** Longer keys are left to the host. */
const MAX_TEXT = 4096;
const slot = memory.data(MAX_TEXT + 16, 8);

/** What keys are: an integer, float, string or bytes of `Kind`; -1 where the host looks after their order. */
let kind: i32 = -1;
let isKnown: bool = false;
let word: u64 = 0;
let text: usize = 0;
let length: i32 = 0;

export function keySlot(): usize {
  return slot;
}

/** What keys are from now on, none of them passed. */
export function beginKeys(ofKind: i32): void {
  kind = ofKind;
  isKnown = false;
}

/** Makes the key of a line that the host read the one that the next has to follow: its word, or its text in the slot. */
export function setLastKey(bits: u64, textLength: i32): void {
  isKnown = true;
  word = bits;
  text = slot;
  length = textLength;
}

/** Whether a key follows the one before. */
export function follows(ofKind: i32, bits: u64): bool {
  if (kind < 0) return true;
  if (ofKind !== kind) return false;
  if (kind === Kind.integer) return !isKnown || <i64>bits > <i64>word;
  if (kind === Kind.float) {
    const key = reinterpret<f64>(bits);
    return !isNaN<f64>(key) && (!isKnown || key > reinterpret<f64>(word));
  }
  const size = <i32>(bits >> 32);
  if (size > MAX_TEXT) return false;
  if (!isKnown) return true;
  const start = <usize>(bits & 0xffffffff);
  if (kind === Kind.bytes) return compareBase64(start, size, text, length) > 0;
  const unequal = memory.compare(start, text, min(size, length));
  return unequal > 0 || (unequal === 0 && size > length);
}

/** The key is that of the last line. */
export function passKey(bits: u64): void {
  isKnown = true;
  if (isText()) {
    text = <usize>(bits & 0xffffffff);
    length = <i32>(bits >> 32);
  } else word = bits;
}

/** Keeps the text of the last key, as other lines take the place of its line. */
export function keepKey(): void {
  if (!isText() || !isKnown || text === slot) return;
  memory.copy(slot, text, length);
  text = slot;
}

function isText(): bool {
  return kind === Kind.string || kind === Kind.bytes;
}

/** Whether a key was passed, its word, and the length of its text, which stands in the slot. */
export function hasLastKey(): bool {
  return isKnown;
}

export function lastKeyWord(): u64 {
  return word;
}

export function lastKeyLength(): i32 {
  return length;
}
