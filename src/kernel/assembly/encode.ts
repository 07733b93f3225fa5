// Cells become text: JSON, typed JSON, or comma- or tab-separated values.
import { moveTo, out, put, putByte, writeTo } from './cursor';
import { csvText, tsvText } from './delimited';
import { putFloat } from './floats';
import { NO_ROOM, other } from './host';
import { Column, Plan, Tag } from './layout';
import { putUnsigned } from './numbers';
import { putToken, Token } from './tokens';

/** The formats by their numbers: src/kernel/encoder.ts. */
enum Format {
  json = 0,
  typed = 1,
  csv = 2,
  tsv = 3,
}
/** Added to the format of delimited cells: text that a spreadsheet may take for a formula is left to the host. */
const GUARDED = 4;
/** Added to any: bytes are left to the host, as they may become other values. */
const MAPPED = 8;

const TRUE = memory.data<u8>([0x74, 0x72, 0x75, 0x65, 0, 0, 0, 0]);
const FALSE = memory.data<u8>([0x66, 0x61, 0x6c, 0x73, 0x65, 0, 0, 0]);
const NULL = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0, 0]);

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const TAB: u8 = 0x09;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;
const OPEN_LIST: u8 = 0x5b;
const CLOSE_LIST: u8 = 0x5d;
const MINUS: u8 = 0x2d;

/** The most that a number and what stands around it can take. */
const CELL_ROOM: usize = 160;

/** What stands before and behind a value in typed JSON, for each tag: two lengths, then both texts. */
const TYPED_SIZE = 64;
const typed = memory.data(32 * TYPED_SIZE, 8);

let written: usize = 0;
let limit: usize = 0;
let format: i32 = Format.json;
let isGuarded: bool = false;
let isMapped: bool = false;

export function typedPlace(tag: i32): usize {
  return typed + tag * TYPED_SIZE;
}

export function writtenUpTo(): usize {
  return written;
}

/**
 * Writes rows as far as there is room: those that `selection` lists from its entry `from` up to `count`, or without it the
 * rows of these numbers. `list` are the columns in their order; with `byPlan` a row of one record is written by its plan,
 * which leaves those out that it lacks. Returns the entry of the first row that has no room.
 */
export function encode(
  asFormat: i32,
  list: usize,
  listCount: i32,
  byPlan: bool,
  rowPlans: usize,
  selection: usize,
  from: i32,
  count: i32,
  output: usize,
  outputEnd: usize,
): i32 {
  format = asFormat & (GUARDED - 1);
  isGuarded = (asFormat & GUARDED) !== 0;
  isMapped = (asFormat & MAPPED) !== 0;
  limit = outputEnd;
  written = output;
  for (let index = from; index < count; index++) {
    const row = selection === 0 ? index : load<i32>(selection + (index << 2));
    const plan: usize = byPlan ? <usize>load<u32>(rowPlans + (row << 2)) : 0;
    writeTo(written);
    if (limit - out < CELL_ROOM) return index;
    putToken(Token.before);
    const isWritten =
      format >= Format.csv
        ? cells(list, listCount, row)
        : plan !== 0
          ? object(load<u32>(plan, Plan.ORDER), load<i32>(plan, Plan.ORDER_COUNT), row)
          : object(list, listCount, row);
    if (!isWritten) return index;
    putToken(Token.after);
    written = out;
  }
  return count;
}

function object(list: usize, count: i32, row: i32): bool {
  const began = out;
  for (const end = list + (count << 2); list < end; list += 4) {
    const column: usize = load<u32>(list);
    const tag = <i32>load<u8>(load<u32>(column, Column.TAGS) + row);
    if (tag === Tag.ABSENT) continue;
    const length = load<i32>(column, Column.NAME_LENGTH);
    if (limit - out < <usize>length + CELL_ROOM) return false;
    putByte(out === began ? OPEN : COMMA);
    put(load<u32>(column, Column.NAME), length);
    if (!jsonCell(column, tag, row)) return false;
  }
  if (out === began) putByte(OPEN);
  putByte(CLOSE);
  return true;
}

function jsonCell(column: usize, tag: i32, row: i32): bool {
  const word: usize = load<u32>(column, Column.WORDS) + (row << 3);
  if (tag >= Tag.LIST) return jsonList(tag, word);
  if (isForHost(tag)) return value(column, row);
  if (format === Format.json) return jsonScalar(tag, word);
  const place = typedPlace(tag);
  put(place + 8, load<i32>(place));
  if (tag < Tag.STRING && tag > Tag.BOOL) {
    putNumber(tag, word, false);
    putByte(QUOTE);
    putByte(CLOSE);
    return true;
  }
  if (!jsonScalar(tag, word)) return false;
  putByte(CLOSE);
  return true;
}

function jsonScalar(tag: i32, word: usize): bool {
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
      if (limit - out < <usize>length + CELL_ROOM) return false;
      copy(load<u32>(word) - 1, length);
      return true;
    }
  }
  putNumber(tag, word, true);
  return true;
}

/** Writes an integer or a float; NaN and the infinities in quotes or without. */
function putNumber(tag: i32, word: usize, quoted: bool): void {
  if (tag >= Tag.FLOAT16) {
    const began = out;
    putFloat(load<u64>(word));
    if (!quoted && load<u8>(began) === QUOTE) {
      for (let place = began; place < out; place += 8) store<u64>(place, load<u64>(place, 1));
      writeTo(out - 2);
    }
    return;
  }
  const integer = load<i64>(word);
  if (integer < 0) putByte(MINUS);
  putUnsigned(integer < 0 ? <u64>0 - <u64>integer : <u64>integer);
}

/** Where elements of lists lie. */
let children: usize = 0;

export function setChildren(place: usize): void {
  children = place;
}

function jsonList(tag: i32, word: usize): bool {
  const element = tag - Tag.LIST;
  const place = typedPlace(element);
  const isTyped = format === Format.typed;
  let child = children + (load<u32>(word) << 3);
  const count = load<u32>(word, 4);
  if (limit - out < <usize>count * (isTyped ? 72 : 28) + CELL_ROOM) return false;
  if (isTyped) {
    const list = typedPlace(Tag.LIST);
    put(list + 8, load<i32>(list));
  }
  putByte(OPEN_LIST);
  for (let left = count; left > 0; left--, child += 8) {
    if (!isTyped) {
      if (element === Tag.BOOL) jsonScalar(element, child);
      else putNumber(element, child, true);
    } else {
      put(place + 8, load<i32>(place));
      if (element === Tag.BOOL) jsonScalar(element, child);
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

function isForHost(tag: i32): bool {
  return tag === Tag.VALUE || (isMapped && tag === Tag.BYTES);
}

function value(column: usize, row: i32): bool {
  const length = other(column, row, out);
  if (length === NO_ROOM) return false;
  writeTo(out + length);
  return true;
}

function copy(from: usize, length: usize): void {
  const to = out;
  for (let done: usize = 0; done < length; done += 16) v128.store(to + done, v128.load(from + done));
  writeTo(to + length);
}

function cells(list: usize, count: i32, row: i32): bool {
  const began = out;
  const delimiter = format === Format.csv ? COMMA : TAB;
  const first = list;
  for (const end = list + (count << 2); list < end; list += 4) {
    const column: usize = load<u32>(list);
    const tag = <i32>load<u8>(load<u32>(column, Column.TAGS) + row);
    if (limit - out < CELL_ROOM) return false;
    if (list !== first) putByte(delimiter);
    if (tag > Tag.NONE && !delimitedCell(column, tag, row)) return false;
  }
  // Readers of csv may skip a line without any character: an only cell that is empty stands in quotes.
  if (format === Format.csv && count === 1 && out === began) {
    putByte(QUOTE);
    putByte(QUOTE);
  }
  return true;
}

function delimitedCell(column: usize, tag: i32, row: i32): bool {
  const word: usize = load<u32>(column, Column.WORDS) + (row << 3);
  if (isForHost(tag)) return value(column, row);
  switch (tag) {
    case Tag.BOOL:
      return jsonScalar(tag, word);
    case Tag.STRING:
    case Tag.ESCAPED:
    case Tag.BYTES: {
      const length = load<u32>(word, 4);
      if (limit - out < ((<usize>length) << 1) + CELL_ROOM) return false;
      const text: usize = load<u32>(word);
      if (isGuarded && mayBeFormula(load<u8>(text))) return value(column, row);
      moveTo(text);
      if (format === Format.csv) csvText();
      else tsvText();
      return true;
    }
  }
  if (tag < Tag.LIST) {
    putNumber(tag, word, false);
    return true;
  }
  const began = out;
  if (format === Format.csv) putByte(QUOTE);
  if (!jsonList(tag, word)) return false;
  if (format === Format.tsv) return true;
  // A list in quotes has a comma, or NaN in quotes, which the host doubles.
  if (holds(QUOTE, began + 1)) {
    writeTo(began);
    return value(column, row);
  }
  if (holds(COMMA, began + 1)) putByte(QUOTE);
  else {
    const length = out - began - 1;
    for (let done: usize = 0; done < length; done += 16) v128.store(began + done, v128.load(began + done, 1));
    writeTo(began + length);
  }
  return true;
}

/** Whether a text with this first byte may begin as a formula does: with =, +, -, @, an escape, or one of wide characters. */
function mayBeFormula(first: u8): bool {
  return first === 0x3d || first === 0x2b || first === MINUS || first === 0x40 || first === 0x5c || first === 0xef;
}

/** Whether a byte stands anywhere from a place on up to where output goes on. */
function holds(byte: u8, place: usize): bool {
  const wanted = i8x16.splat(byte);
  for (; place < out; place += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(place), wanted));
    if (found !== 0) return place + ctz(found) < out;
  }
  return false;
}
