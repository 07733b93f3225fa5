// Rows become JSON objects, plain or with the type of each value. Functions return false if the output has no room.
import { children, entryPlace } from './cells';
import { Char } from './characters';
import { out, putByte } from './cursor';
import { isForHost, putByHost, putNumber, putScalar, putStored } from './encode-scalar';
import { Format, format, hasRoomFor, isMapped } from './format';
import { Column, Entry, Tag } from './layout';
import { putNested } from './nested';
import { putText, Text } from './texts';

export function putObject(list: usize, count: i32, row: i32): bool {
  const start = out;
  for (const end = list + (count << 2); list < end; list += 4) {
    const column: usize = load<u32>(list);
    const tag = <i32>load<u8>(load<u32>(column, Column.TAGS) + row);
    if (tag === Tag.ABSENT) continue;
    putByte(out === start ? Char.OPEN : Char.COMMA);
    if (!putStored(load<u32>(column, Column.NAME), load<i32>(column, Column.NAME_LENGTH))) return false;
    if (!putCell(column, tag, row)) return false;
  }
  if (out === start) putByte(Char.OPEN);
  putByte(Char.CLOSE);
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
  return format === Format.typed ? putTyped(tag, word) : putScalar(tag, word);
}

/** Writes a single value with its type, and numbers in quotes. */
function putTyped(tag: i32, word: usize): bool {
  putText(Text.TYPED + tag);
  if (tag > Tag.BOOL && tag < Tag.STRING) {
    putNumber(tag, word, false);
    putByte(Char.QUOTE);
  } else if (!putScalar(tag, word)) return false;
  putByte(Char.CLOSE);
  return true;
}

export function putList(tag: i32, word: usize): bool {
  const element = tag - Tag.LIST;
  const isTyped = format === Format.typed;
  let child = children + (load<u32>(word) << 3);
  const count = load<u32>(word, 4);
  if (!hasRoomFor(<usize>count * (isTyped ? 72 : 28))) return false;
  if (isTyped) putText(Text.TYPED + Tag.LIST);
  putByte(Char.OPEN_LIST);
  for (let left = count; left > 0; left--, child += 8) {
    if (isTyped) putTyped(element, child);
    else if (element === Tag.BOOL) putScalar(element, child);
    else putNumber(element, child, true);
    if (left > 1) putByte(Char.COMMA);
  }
  putByte(Char.CLOSE_LIST);
  if (isTyped) putByte(Char.CLOSE);
  return true;
}
