// Checks the order of keys in a block where each line is a row.
import { compareBase64 } from './base64';
import { Kind } from './layout';

/** The host reads lines with longer keys. */
const MAX_TEXT = 4096;
const slot = memory.data(MAX_TEXT + 16, 8);

/** The kind of the keys: integer, float, string or bytes; -1 if the host checks their order. */
let kind: i32 = -1;
let isKnown: bool = false;
let word: u64 = 0;
let text: usize = 0;
let length: i32 = 0;

export function keySlot(): usize {
  return slot;
}

/** Begins a block: its keys have this kind, and none was read yet. */
export function beginKeys(ofKind: i32): void {
  kind = ofKind;
  isKnown = false;
}

/** Sets the last key after the host has read a line: its bits, or the length of its string in the slot. */
export function setLastKey(bits: u64, textLength: i32): void {
  isKnown = true;
  word = bits;
  text = slot;
  length = textLength;
}

/** Whether a key is greater than the last one. */
export function isNextKey(ofKind: i32, bits: u64): bool {
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

/** Makes a key the last one. */
export function recordKey(bits: u64): void {
  isKnown = true;
  if (isText()) {
    text = <usize>(bits & 0xffffffff);
    length = <i32>(bits >> 32);
  } else word = bits;
}

/** Copies the string of the last key to the slot, before other lines overwrite it. */
export function saveKey(): void {
  if (!isText() || !isKnown || text === slot) return;
  memory.copy(slot, text, length);
  text = slot;
}

function isText(): bool {
  return kind === Kind.string || kind === Kind.bytes;
}

/** Whether a key was read. Its bits, or its length (its string is in the slot), come from the next two functions. */
export function hasLastKey(): bool {
  return isKnown;
}

export function lastKeyWord(): u64 {
  return word;
}

export function lastKeyLength(): i32 {
  return length;
}
