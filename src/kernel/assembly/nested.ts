// Objects, maps and lists of any values: skipped where they are read, and written from their stored text. The host lays out
// what their type is like, as nodes.
import { skipBase64 } from './base64';
import { Char, Word } from './characters';
import { at, currentByte, match, matchByte, matchNull, matchSeparator, moveTo, putByte, putWord } from './cursor';
import { putScalar, putStored } from './encode-scalar';
import { hasRoomFor } from './format';
import { Node, Tag } from './layout';
import { isScalar, readScalar } from './read-scalar';
import { skipString } from './strings';

/** The word of the current number. */
const word = memory.data(8, 8);

/** Whether what is skipped is also written. */
let isWritten: bool = false;

/** Skips a value of a node's type. Returns false if it is spelled in another way, or does not fit. */
export function skipNested(node: usize): bool {
  isWritten = false;
  return value(node);
}

/** Writes the value that stands at a place, and was skipped before. Returns false if the output has no room. */
export function putNested(node: usize, place: usize): bool {
  isWritten = true;
  moveTo(place);
  return value(node);
}

function value(node: usize): bool {
  if (isWritten && !hasRoomFor(0)) return false;
  if (matchNull()) {
    if (isWritten) putWord(Word.NULL, 4);
    return true;
  }
  const tag = load<i32>(node, Node.TAG);
  if (isScalar(tag)) return readScalar(tag, word) && (!isWritten || putScalar(tag, word));
  const from = at;
  switch (tag) {
    case Tag.STRING:
      return skipString() !== 0 && copied(from, <i32>(at - from));
    case Tag.BYTES:
      return skipBase64() && copied(from, <i32>(at - from));
    case Tag.OBJECT:
      return attributes(node, load<u32>(node, Node.CHILDREN));
    case Tag.LIST:
      return items(load<u32>(node, Node.CHILDREN));
    case Tag.MAP:
      return pairs(load<u32>(node, Node.CHILDREN));
  }
  return false;
}

function copied(text: usize, length: i32): bool {
  return !isWritten || putStored(text, length);
}

function write(byte: u8): void {
  if (isWritten) putByte(byte);
}

function attributes(node: usize, attribute: usize): bool {
  let left = load<i32>(node, Node.COUNT);
  if (left === 0 && !matchByte(Char.OPEN)) return false;
  write(Char.OPEN);
  for (; left > 0; left--, attribute += Node.SIZE) {
    if (!match(load<u32>(attribute, Node.BEFORE), load<i32>(attribute, Node.BEFORE_LENGTH))) return false;
    if (!copied(load<u32>(attribute, Node.NAME), load<i32>(attribute, Node.NAME_LENGTH))) return false;
    if (!value(attribute)) return false;
    write(Char.COMMA);
  }
  return matchByte(Char.CLOSE) && copied(load<u32>(node, Node.CLASS), load<i32>(node, Node.CLASS_LENGTH));
}

function items(item: usize): bool {
  if (!matchByte(Char.OPEN_LIST)) return false;
  write(Char.OPEN_LIST);
  for (let isFirst = true; !matchByte(Char.CLOSE_LIST); isFirst = false) {
    if (!isFirst && !separator(Char.COMMA)) return false;
    if (!value(item)) return false;
  }
  write(Char.CLOSE_LIST);
  return true;
}

/** A map, whose key and value nodes are given. One whose keys are strings becomes an object in JSON, else a list of pairs. */
function pairs(key: usize): bool {
  if (!matchByte(Char.OPEN_LIST)) return false;
  const areNames = load<i32>(key, Node.TAG) === Tag.STRING;
  const isObject = areNames || currentByte() === Char.CLOSE_LIST;
  write(isObject ? Char.OPEN : Char.OPEN_LIST);
  for (let isFirst = true; !matchByte(Char.CLOSE_LIST); isFirst = false) {
    if (!isFirst && !separator(Char.COMMA)) return false;
    if (!matchByte(Char.OPEN_LIST) || (areNames && currentByte() !== Char.QUOTE)) return false;
    if (!isObject) write(Char.OPEN_LIST);
    if (!value(key) || !separator(isObject ? Char.COLON : Char.COMMA)) return false;
    if (!value(key + Node.SIZE) || !matchByte(Char.CLOSE_LIST)) return false;
    if (!isObject) write(Char.CLOSE_LIST);
  }
  write(isObject ? Char.CLOSE : Char.CLOSE_LIST);
  return true;
}

/** Skips what separates two values, and writes another. */
function separator(written: u8): bool {
  if (!matchSeparator()) return false;
  write(written);
  return true;
}
