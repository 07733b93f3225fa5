// Reads numbers and bools.
import { Char } from './characters';
import { at, moveTo } from './cursor';
import { bits, readHex } from './digits';
import { doubleOf, doubleOfHalf } from './floats';
import { Tag } from './layout';

/** How many hex digits numbers and bools have, by tag. */
const DIGITS = memory.data<u8>([0, 0, 1, 2, 4, 8, 16, 4, 8, 16]);

/** Whether values with this tag are numbers or bools. */
export function isScalar(tag: i32): bool {
  return tag >= Tag.BOOL && tag <= Tag.FLOAT64;
}

export function digitsOf(tag: i32): i32 {
  return load<u8>(DIGITS + tag);
}

/** Reads a number or bool into a word. */
export function readScalar(tag: i32, word: usize): bool {
  if (tag === Tag.BOOL) {
    const digit = load<u8>(at, 1);
    if (load<u8>(at) !== Char.QUOTE || load<u8>(at, 2) !== Char.QUOTE || (digit !== 0x30 && digit !== 0x31))
      return false;
    moveTo(at + 3);
    store<u64>(word, digit & 1);
    return true;
  }
  const digits = digitsOf(tag);
  if (!readHex(digits)) return false;
  if (tag < Tag.FLOAT16) {
    const unused = 64 - digits * 4;
    store<i64>(word, <i64>(bits << unused) >> unused);
  } else store<u64>(word, digits === 16 ? bits : digits === 8 ? doubleOf(<u32>bits) : doubleOfHalf(<u32>bits));
  return true;
}
