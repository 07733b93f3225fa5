// Cells that hold one value become text. Functions that return a bool return false if the output has no room.
import { Char, Word } from './characters';
import { out, put, putByte, putWord, writeTo } from './cursor';
import { putUnsigned } from './digits';
import { putFloat } from './floats';
import { hasRoomFor, isMapped } from './format';
import { NO_ROOM, other } from './host';
import { Tag } from './layout';

/** Writes None, a bool, a number, a string or bytes as JSON. */
export function putScalar(tag: i32, word: usize): bool {
  switch (tag) {
    case Tag.NONE:
      putWord(Word.NULL, 4);
      return true;
    case Tag.BOOL:
      if (load<u8>(word)) putWord(Word.TRUE, 4);
      else putWord(Word.FALSE, 5);
      return true;
    case Tag.STRING:
    case Tag.ESCAPED:
    case Tag.BYTES:
      return putStored(load<u32>(word) - 1, load<u32>(word, 4) + 2);
  }
  putNumber(tag, word, true);
  return true;
}

/** Writes stored text as it is. */
export function putStored(from: usize, length: i32): bool {
  if (!hasRoomFor(length)) return false;
  put(from, length);
  return true;
}

/** Writes an integer or a float. `quoted` says whether NaN and the infinities are in quotes. */
export function putNumber(tag: i32, word: usize, quoted: bool): void {
  if (tag >= Tag.FLOAT16) {
    const start = out;
    putFloat(load<u64>(word));
    if (!quoted && load<u8>(start) === Char.QUOTE) {
      for (let place = start; place < out; place += 8) store<u64>(place, load<u64>(place, 1));
      writeTo(out - 2);
    }
    return;
  }
  const integer = load<i64>(word);
  if (integer < 0) putByte(Char.MINUS);
  putUnsigned(integer < 0 ? <u64>0 - <u64>integer : <u64>integer);
}

/** Whether the host writes cells with this tag. */
export function isForHost(tag: i32): bool {
  return tag === Tag.VALUE || (isMapped && tag === Tag.BYTES);
}

/** Has the host write a cell. */
export function putByHost(column: usize, row: i32): bool {
  const length = other(column, row, out);
  if (length === NO_ROOM) return false;
  writeTo(out + length);
  return true;
}
