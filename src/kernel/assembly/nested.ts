// Objects, maps and lists of any values: skipped where they are read, and written from their stored text. The host lays out
// what their type is like, as nodes.
import { skipBase64 } from './base64';
import { at, currentByte, match, matchByte, moveTo, put, putByte } from './cursor';
import { copy, putNumber, putScalar } from './encode-scalar';
import { hasRoomFor } from './format';
import { Kind, Node, Tag } from './layout';
import { readScalar } from './read-scalar';
import { skipString } from './strings';

const NULL = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0, 0]);
const SEPARATOR: u16 = 0x202c;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const OPEN_LIST: u8 = 0x5b;
const CLOSE_LIST: u8 = 0x5d;
const LETTER_N: u8 = 0x6e;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;

/** The word of the current number. */
const word = memory.data(8, 8);

/** Skips a value of a node's type. Returns false if it is spelled in another way, or does not fit. */
export function skipNested(node: usize): bool {
  if (currentByte() === LETTER_N) return match(NULL, 4);
  const kind = load<i32>(node, Node.KIND);
  const child: usize = load<u32>(node, Node.CHILDREN);
  switch (kind) {
    case Kind.integer:
    case Kind.float:
    case Kind.bool:
      return readScalar(kind, load<i32>(node, Node.DIGITS), word);
    case Kind.string:
      return skipString() !== 0;
    case Kind.bytes:
      return skipBase64();
    case Kind.object: {
      const count = load<i32>(node, Node.COUNT);
      if (count === 0 && !matchByte(OPEN)) return false;
      for (let index = 0; index < count; index++) {
        const attribute = child + <usize>index * Node.SIZE;
        if (!match(load<u32>(attribute, Node.BEFORE), load<i32>(attribute, Node.BEFORE_LENGTH))) return false;
        if (!skipNested(attribute)) return false;
      }
      return matchByte(CLOSE);
    }
    case Kind.list:
    case Kind.map:
      if (!matchByte(OPEN_LIST)) return false;
      if (matchByte(CLOSE_LIST)) return true;
      for (;;) {
        if (kind === Kind.map ? !skipPair(child) : !skipNested(child)) return false;
        if (matchByte(CLOSE_LIST)) return true;
        if (!skipSeparator()) return false;
      }
  }
  return false;
}

/** Skips a key and its value. The key of a JSON object has to be a string. */
function skipPair(key: usize): bool {
  if (!matchByte(OPEN_LIST)) return false;
  if (load<i32>(key, Node.KIND) === Kind.string && currentByte() !== QUOTE) return false;
  return skipNested(key) && skipSeparator() && skipNested(key + Node.SIZE) && matchByte(CLOSE_LIST);
}

function skipSeparator(): bool {
  if (load<u16>(at) !== SEPARATOR) return false;
  moveTo(at + 2);
  return true;
}

/** Writes the value that stands at a place, and was skipped before. Returns false if the output has no room. */
export function putNested(node: usize, place: usize): bool {
  moveTo(place);
  return putNode(node);
}

function putNode(node: usize): bool {
  if (!hasRoomFor(0)) return false;
  if (currentByte() === LETTER_N) {
    moveTo(at + 4);
    put(NULL, 4);
    return true;
  }
  const kind = load<i32>(node, Node.KIND);
  const child: usize = load<u32>(node, Node.CHILDREN);
  switch (kind) {
    case Kind.integer:
    case Kind.float:
    case Kind.bool:
      readScalar(kind, load<i32>(node, Node.DIGITS), word);
      if (kind === Kind.bool) putScalar(Tag.BOOL, word);
      else putNumber(kind === Kind.float ? Tag.FLOAT64 : Tag.INT64, word, true);
      return true;
    case Kind.string:
    case Kind.bytes: {
      const from = at;
      if (kind === Kind.string) skipString();
      else skipBase64();
      if (!hasRoomFor(at - from)) return false;
      copy(from, at - from);
      return true;
    }
    case Kind.object:
      return putAttributes(
        child,
        load<i32>(node, Node.COUNT),
        load<u32>(node, Node.CLASS),
        load<i32>(node, Node.CLASS_LENGTH),
      );
    default:
      return kind === Kind.map ? putMap(child) : putItems(child);
  }
}

function putAttributes(attribute: usize, count: i32, pythonType: usize, length: i32): bool {
  if (count === 0) moveTo(at + 1);
  putByte(OPEN);
  for (; count > 0; count--, attribute += Node.SIZE) {
    const length = load<i32>(attribute, Node.NAME_LENGTH);
    if (!hasRoomFor(length)) return false;
    moveTo(at + load<i32>(attribute, Node.BEFORE_LENGTH));
    put(load<u32>(attribute, Node.NAME), length);
    if (!putNode(attribute)) return false;
    putByte(COMMA);
  }
  moveTo(at + 1);
  if (!hasRoomFor(length)) return false;
  put(pythonType, length);
  return true;
}

function putItems(item: usize): bool {
  moveTo(at + 1);
  putByte(OPEN_LIST);
  while (!matchByte(CLOSE_LIST)) {
    if (!putNode(item)) return false;
    if (skipSeparator()) putByte(COMMA);
  }
  putByte(CLOSE_LIST);
  return true;
}

function putMap(key: usize): bool {
  moveTo(at + 1);
  const isObject = load<i32>(key, Node.KIND) === Kind.string || currentByte() === CLOSE_LIST;
  putByte(isObject ? OPEN : OPEN_LIST);
  while (!matchByte(CLOSE_LIST)) {
    moveTo(at + 1);
    if (!isObject) putByte(OPEN_LIST);
    if (!putNode(key)) return false;
    moveTo(at + 2);
    putByte(isObject ? COLON : COMMA);
    if (!putNode(key + Node.SIZE)) return false;
    moveTo(at + 1);
    if (!isObject) putByte(CLOSE_LIST);
    if (skipSeparator()) putByte(COMMA);
  }
  putByte(isObject ? CLOSE : CLOSE_LIST);
  return true;
}
