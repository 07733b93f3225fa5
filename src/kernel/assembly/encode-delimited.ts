// Rows become comma- or tab-separated values. Functions that return a bool return false if the output has no room.
import { Char } from './characters';
import { moveTo, out, putByte, writeTo } from './cursor';
import { containsControl, putDelimited, putInQuotes } from './delimited-text';
import { putList } from './encode-json';
import { isForHost, putByHost, putNumber, putScalar } from './encode-scalar';
import { Format, format, hasRoomFor, isGuarded, isPiped } from './format';
import { Column, Tag } from './layout';

export function putDelimitedRow(list: usize, count: i32, row: i32): bool {
  const start = out;
  const delimiter = format === Format.csv ? Char.COMMA : Char.TAB;
  const first = list;
  for (const end = list + (count << 2); list < end; list += 4) {
    const column: usize = load<u32>(list);
    const tag = <i32>load<u8>(load<u32>(column, Column.TAGS) + row);
    if (!hasRoomFor(0)) return false;
    if (list !== first) putByte(delimiter);
    if (tag > Tag.NONE && !putCell(column, tag, row)) return false;
  }
  // Some readers of CSV skip empty lines, so a row whose only cell is empty gets quotes.
  if (format === Format.csv && count === 1 && out === start) {
    putByte(Char.QUOTE);
    putByte(Char.QUOTE);
  }
  return true;
}

function putCell(column: usize, tag: i32, row: i32): bool {
  const word: usize = load<u32>(column, Column.WORDS) + (row << 3);
  if (isForHost(tag)) return putByHost(column, row);
  switch (tag) {
    case Tag.BOOL:
      return putScalar(tag, word);
    case Tag.STRING:
    case Tag.ESCAPED:
    case Tag.BYTES: {
      const length = load<u32>(word, 4);
      if (!hasRoomFor((<usize>length) << 1)) return false;
      const text: usize = load<u32>(word);
      if (isGuarded && mayBeFormula(load<u8>(text))) return putByHost(column, row);
      const start = out;
      moveTo(text);
      putDelimited(format === Format.csv);
      if (!isPiped || !containsControl(start)) return true;
      writeTo(start);
      return putByHost(column, row);
    }
  }
  if (tag < Tag.LIST) {
    putNumber(tag, word, false);
    return true;
  }
  const start = out;
  if (!putList(tag, word)) return false;
  if (format === Format.tsv) return true;
  // Quotes (around NaN) have to be doubled, which the host does.
  if (contains(Char.QUOTE, start)) {
    writeTo(start);
    return putByHost(column, row);
  }
  if (contains(Char.COMMA, start)) putInQuotes(start);
  return true;
}

/** Whether a string with this first byte may begin a formula: =, +, -, @, an escape (tab or return), or a full-width sign. */
function mayBeFormula(first: u8): bool {
  return first === 0x3d || first === 0x2b || first === 0x2d || first === 0x40 || first === 0x5c || first === 0xef;
}

/** Whether the output contains a byte from this place on. */
function contains(byte: u8, place: usize): bool {
  const wanted = i8x16.splat(byte);
  for (; place < out; place += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(place), wanted));
    if (found !== 0) return place + ctz(found) < out;
  }
  return false;
}
