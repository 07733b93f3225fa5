// Checks the order of keys in a block where each line is a row.
import { compareBase64 } from './base64';
import { Tag } from './layout';

/** How keys are compared: as `INT64`, `FLOAT64`, `STRING` or `BYTES`. */
let order: i32 = 0;
let isKnown: bool = false;
/** The last key: a number, or where its text is. */
let last: u64 = 0;

/** Sets how the next keys are compared, and the key that the first of them has to exceed, if it is known. */
export function setLastKey(asTag: i32, ofKnown: bool, key: u64): void {
  order = asTag;
  isKnown = ofKnown;
  last = key;
}

/** Makes a key the last one, if it is greater than that. */
export function followsLastKey(tag: i32, key: u64): bool {
  if (orderOf(tag) !== order || !isGreater(key)) return false;
  isKnown = true;
  last = key;
  return true;
}

function orderOf(tag: i32): i32 {
  if (tag >= Tag.INT8 && tag <= Tag.INT64) return Tag.INT64;
  return tag >= Tag.FLOAT16 && tag <= Tag.FLOAT64 ? Tag.FLOAT64 : tag;
}

function isGreater(key: u64): bool {
  if (order === Tag.INT64) return !isKnown || <i64>key > <i64>last;
  if (order === Tag.FLOAT64) {
    const number = reinterpret<f64>(key);
    return isKnown ? number > reinterpret<f64>(last) : !isNaN<f64>(number);
  }
  if (!isKnown) return true;
  const text = <usize>(key & 0xffffffff);
  const length = <i32>(key >> 32);
  const lastText = <usize>(last & 0xffffffff);
  const lastLength = <i32>(last >> 32);
  if (order === Tag.BYTES) return compareBase64(text, length, lastText, lastLength) > 0;
  const unequal = memory.compare(text, lastText, min(length, lastLength));
  return unequal > 0 || (unequal === 0 && length > lastLength);
}
