// Reads stored values into cells.
import { skipBase64 } from './base64';
import { Char } from './characters';
import { at, matchByte, matchNull, matchSeparator, moveTo } from './cursor';
import { Column, Entry, Step, Tag } from './layout';
import { skipNested } from './nested';
import { digitsOf, isScalar, readScalar } from './read-scalar';
import { skipJson } from './skip-json';
import { skipString } from './strings';

/** The tag of None: absent, unless the scan keeps None. */
export let noneTag: i32 = Tag.ABSENT;

/** Whether the last value was not read because the batch has no room for it. */
export let isFull: bool = false;

/** Where the elements of lists begin. */
export let children: usize = 0;
let childrenEnd: usize = 0;
/** Where the next element of a list goes. */
export let nextChild: usize = 0;
let entries: usize = 0;
let maxEntries: i32 = 0;
/** How many values are left to the host. */
export let entryCount: i32 = 0;

/** Begins a batch: where to store the elements of lists, and the entries of values that the host decodes. */
export function beginCells(keepNone: bool, elements: usize, elementsEnd: usize, stored: usize, maxStored: i32): void {
  noneTag = keepNone ? Tag.NONE : Tag.ABSENT;
  children = elements;
  childrenEnd = elementsEnd;
  nextChild = elements;
  entries = stored;
  maxEntries = maxStored;
  entryCount = 0;
  isFull = false;
}

export function entryPlace(entry: i32): usize {
  return entries + <usize>entry * Entry.SIZE;
}

/** Reserves a place for an element; 0 if there is no room. */
export function takeElement(): usize {
  const place = nextChild;
  if (place >= childrenEnd) return 0;
  nextChild = place + 8;
  return place;
}

/** Drops the elements from a place on. */
export function forgetElements(from: usize): void {
  nextChild = from;
}

/** Stores in a word where the elements of a list are: all from `first` on. */
export function storeList(word: usize, first: usize): void {
  store<u32>(word, <u32>(first - children) >> 3);
  store<u32>(word, <u32>(nextChild - first) >> 3, 4);
}

/** Stores in a word where the next string is. Returns its tag; -1 if it is not a string in the shared spelling. */
export function readString(word: usize): i32 {
  const from = at;
  const passed = skipString();
  if (passed === 0) return -1;
  storeText(word, from);
  return passed === 2 ? Tag.ESCAPED : Tag.STRING;
}

/** Stores in a word where the next base64 is. Returns false if there is none. */
export function readBase64(word: usize): bool {
  const from = at;
  if (!skipBase64()) return false;
  storeText(word, from);
  return true;
}

/** Stores in a word where the text in quotes is that was just skipped. */
function storeText(word: usize, from: usize): void {
  store<u32>(word, <u32>from + 1);
  store<u32>(word, <u32>(at - from) - 2, 4);
}

/** Reads the value of a step into a row. Returns false if it is spelled in another way, or does not fit. */
export function readCell(step: usize, row: i32): bool {
  const column: usize = load<u32>(step, Step.COLUMN);
  let tag = load<i32>(step, Step.TAG);
  if (matchNull()) {
    if (column === 0) return true;
    store<u8>(load<u32>(column, Column.TAGS) + row, <u8>noneTag);
    return tag !== Tag.ABSENT;
  }
  if (column === 0) return skipStored(tag);
  const word: usize = load<u32>(column, Column.WORDS) + (row << 3);
  switch (tag) {
    case Tag.ABSENT:
    case Tag.NONE:
      return false;
    case Tag.STRING:
      tag = readString(word);
      if (tag < 0) return false;
      break;
    case Tag.BYTES:
      if (!readBase64(word)) return false;
      break;
    case Tag.STORED: {
      if (entryCount >= maxEntries) {
        isFull = true;
        return false;
      }
      const from = at;
      const node: usize = load<u32>(step, Step.NODE);
      const isNested = node !== 0 && skipNested(node);
      if (!isNested) {
        moveTo(from);
        if (!skipJson()) return false;
      }
      const entry = entryPlace(entryCount++);
      store<u32>(entry, <u32>from, Entry.START);
      store<u32>(entry, <u32>at, Entry.END);
      store<u32>(entry, load<u32>(step, Step.DECODER), Entry.DECODER);
      store<u32>(entry, <u32>node, Entry.NODE);
      store<u32>(word, entryCount - 1);
      store<u32>(word, isNested ? entryCount : 0, 4);
      if (isNested) tag = Tag.VALUE;
      break;
    }
    default:
      if (!(tag < Tag.LIST ? readScalar(tag, word) : readList(tag - Tag.LIST, word))) return false;
  }
  store<u8>(load<u32>(column, Column.TAGS) + row, <u8>tag);
  return true;
}

/** Reads a list of numbers or bools with this tag. */
function readList(tag: i32, word: usize): bool {
  const first = nextChild;
  if (!matchByte(Char.OPEN_LIST)) return false;
  for (let isFirst = true; !matchByte(Char.CLOSE_LIST); isFirst = false) {
    if (!isFirst && !matchSeparator()) return false;
    const element = takeElement();
    if (element === 0) {
      isFull = true;
      return false;
    }
    if (!readScalar(tag, element)) return false;
  }
  storeList(word, first);
  return true;
}

/** Skips a value that nothing reads. */
function skipStored(tag: i32): bool {
  // Usually it has the expected length; otherwise it only has to be JSON.
  const end = at + digitsOf(tag) + 1;
  if (isScalar(tag) && load<u8>(at) === Char.QUOTE && load<u8>(end) === Char.QUOTE) {
    moveTo(end + 1);
    return true;
  }
  return tag === Tag.STRING ? skipString() !== 0 || skipJson() : skipJson();
}

/** Reads the key of a step into a word: a number, or where its string is. Returns false for strings with escapes and None. */
export function readKey(step: usize, word: usize): bool {
  const tag = load<i32>(step, Step.TAG);
  if (isScalar(tag)) return readScalar(tag, word);
  return tag === Tag.BYTES ? readBase64(word) : tag === Tag.STRING && readString(word) === Tag.STRING;
}
