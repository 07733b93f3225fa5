// Rows become JSON objects, plain or with the type of each value. Functions return false if the output has no room.
import { entryPlace } from './cells';
import { out, put, putByte } from './cursor';
import { isForHost, putByHost, putNumber, putScalar } from './encode-scalar';
import { Format, format, hasRoomFor, isMapped } from './format';
import { Column, Entry, Tag } from './layout';
import { putNested } from './nested';

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;
const OPEN_LIST: u8 = 0x5b;
const CLOSE_LIST: u8 = 0x5d;

/** For each tag, the text before a value in typed JSON: its length, and the text 8 bytes on. */
const TYPED_SIZE = 64;
const typed = memory.data(32 * TYPED_SIZE, 8);

/** Where the elements of lists begin. */
let children: usize = 0;

export function typedPlace(tag: i32): usize {
  return typed + tag * TYPED_SIZE;
}

export function setChildren(place: usize): void {
  children = place;
}

export function putObject(list: usize, count: i32, row: i32): bool {
  const start = out;
  for (const end = list + (count << 2); list < end; list += 4) {
    const column: usize = load<u32>(list);
    const tag = <i32>load<u8>(load<u32>(column, Column.TAGS) + row);
    if (tag === Tag.ABSENT) continue;
    const length = load<i32>(column, Column.NAME_LENGTH);
    if (!hasRoomFor(length)) return false;
    putByte(out === start ? OPEN : COMMA);
    put(load<u32>(column, Column.NAME), length);
    if (!putCell(column, tag, row)) return false;
  }
  if (out === start) putByte(OPEN);
  putByte(CLOSE);
  return true;
}

function putCell(column: usize, tag: i32, row: i32): bool {
  const word: usize = load<u32>(column, Column.WORDS) + (row << 3);
  if (tag >= Tag.LIST) return putList(tag, word);
  if (tag === Tag.VALUE && format === Format.json && !isMapped && load<u32>(word, 4) !== 0) {
    const entry = entryPlace(load<u32>(word, 4) - 1);
    return putNested(load<u32>(entry, Entry.NODE), load<u32>(entry, Entry.START));
  }
  if (isForHost(tag)) return putByHost(column, row);
  if (format === Format.json) return putScalar(tag, word);
  const place = typedPlace(tag);
  put(place + 8, load<i32>(place));
  if (tag < Tag.STRING && tag > Tag.BOOL) {
    putNumber(tag, word, false);
    putByte(QUOTE);
    putByte(CLOSE);
    return true;
  }
  if (!putScalar(tag, word)) return false;
  putByte(CLOSE);
  return true;
}

export function putList(tag: i32, word: usize): bool {
  const element = tag - Tag.LIST;
  const place = typedPlace(element);
  const isTyped = format === Format.typed;
  let child = children + (load<u32>(word) << 3);
  const count = load<u32>(word, 4);
  if (!hasRoomFor(<usize>count * (isTyped ? 72 : 28))) return false;
  if (isTyped) {
    const list = typedPlace(Tag.LIST);
    put(list + 8, load<i32>(list));
  }
  putByte(OPEN_LIST);
  for (let left = count; left > 0; left--, child += 8) {
    if (!isTyped) {
      if (element === Tag.BOOL) putScalar(element, child);
      else putNumber(element, child, true);
    } else {
      put(place + 8, load<i32>(place));
      if (element === Tag.BOOL) putScalar(element, child);
      else {
        putNumber(element, child, false);
        putByte(QUOTE);
      }
      putByte(CLOSE);
    }
    if (left > 1) putByte(COMMA);
  }
  putByte(CLOSE_LIST);
  if (isTyped) putByte(CLOSE);
  return true;
}
