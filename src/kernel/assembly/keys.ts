// Checks the order of keys in a block where each line is a row.
import { compareBase64 } from './base64';
import { Kind } from './layout';

/** The kind of the keys: integer, float, string or bytes. */
let kind: i32 = 0;
let isKnown: bool = false;
/** The last key: a number, or where its text is. */
let last: u64 = 0;

/** Sets the kind of the next keys, and the key that the first of them has to exceed, if it is known. */
export function setLastKey(ofKind: i32, ofKnown: bool, key: u64): void {
  kind = ofKind;
  isKnown = ofKnown;
  last = key;
}

/** Makes a key the last one, if it is greater than that. */
export function followsLastKey(ofKind: i32, key: u64): bool {
  if (ofKind !== kind || !isGreater(key)) return false;
  isKnown = true;
  last = key;
  return true;
}

function isGreater(key: u64): bool {
  if (kind === Kind.integer) return !isKnown || <i64>key > <i64>last;
  if (kind === Kind.float) {
    const number = reinterpret<f64>(key);
    return isKnown ? number > reinterpret<f64>(last) : !isNaN<f64>(number);
  }
  if (!isKnown) return true;
  const text = <usize>(key & 0xffffffff);
  const length = <i32>(key >> 32);
  const lastText = <usize>(last & 0xffffffff);
  const lastLength = <i32>(last >> 32);
  if (kind === Kind.bytes) return compareBase64(text, length, lastText, lastLength) > 0;
  const unequal = memory.compare(text, lastText, min(length, lastLength));
  return unequal > 0 || (unequal === 0 && length > lastLength);
}
