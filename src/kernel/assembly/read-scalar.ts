// Reads numbers and bools.
import { Char } from './characters';
import { at, moveTo } from './cursor';
import { bits, readHex } from './digits';
import { doubleOf, doubleOfHalf } from './floats';
import { Kind } from './layout';

/** Reads an integer, float or bool into a word. */
export function readScalar(kind: i32, digits: i32, word: usize): bool {
  if (kind === Kind.bool) {
    const digit = load<u8>(at, 1);
    if (load<u8>(at) !== Char.QUOTE || load<u8>(at, 2) !== Char.QUOTE || (digit !== 0x30 && digit !== 0x31))
      return false;
    moveTo(at + 3);
    store<u64>(word, digit & 1);
    return true;
  }
  if (!readHex(digits)) return false;
  if (kind === Kind.integer) {
    const unused = 64 - digits * 4;
    store<i64>(word, <i64>(bits << unused) >> unused);
  } else store<u64>(word, digits === 16 ? bits : digits === 8 ? doubleOf(<u32>bits) : doubleOfHalf(<u32>bits));
  return true;
}
