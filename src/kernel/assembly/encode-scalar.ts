// Cells that hold one value become text. Functions that return a bool return false if the output has no room.
import { out, put, putByte, writeTo } from './cursor';
import { putUnsigned } from './digits';
import { putFloat } from './floats';
import { hasRoomFor, isMapped } from './format';
import { NO_ROOM, other } from './host';
import { Tag } from './layout';

const TRUE = memory.data<u8>([0x74, 0x72, 0x75, 0x65, 0, 0, 0, 0]);
const FALSE = memory.data<u8>([0x66, 0x61, 0x6c, 0x73, 0x65, 0, 0, 0]);
const NULL = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0, 0]);

const QUOTE: u8 = 0x22;
const MINUS: u8 = 0x2d;

/** Writes None, a bool, a number, a string or bytes as JSON. */
export function putScalar(tag: i32, word: usize): bool {
  switch (tag) {
    case Tag.NONE:
      put(NULL, 4);
      return true;
    case Tag.BOOL:
      if (load<u8>(word)) put(TRUE, 4);
      else put(FALSE, 5);
      return true;
    case Tag.STRING:
    case Tag.ESCAPED:
    case Tag.BYTES: {
      const length = load<u32>(word, 4) + 2;
      if (!hasRoomFor(length)) return false;
      copy(load<u32>(word) - 1, length);
      return true;
    }
  }
  putNumber(tag, word, true);
  return true;
}

/** Writes an integer or a float. `quoted` says whether NaN and the infinities are in quotes. */
export function putNumber(tag: i32, word: usize, quoted: bool): void {
  if (tag >= Tag.FLOAT16) {
    const start = out;
    putFloat(load<u64>(word));
    if (!quoted && load<u8>(start) === QUOTE) {
      for (let place = start; place < out; place += 8) store<u64>(place, load<u64>(place, 1));
      writeTo(out - 2);
    }
    return;
  }
  const integer = load<i64>(word);
  if (integer < 0) putByte(MINUS);
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

export function copy(from: usize, length: usize): void {
  const to = out;
  for (let done: usize = 0; done < length; done += 16) v128.store(to + done, v128.load(from + done));
  writeTo(to + length);
}
