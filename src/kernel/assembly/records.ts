// Reads the records of a Server's page into rows. Each value has its type, and there are no blanks:
// `{"loss":{"type":"FLOAT64","value":"3fb999999999999a"},…}`. The host reads any other spelling.
import { elementPlace, forgetElements, noneTag, readBase64, readString, storeList, takeElement } from './cells';
import { at, currentByte, match, matchByte, moveTo, same } from './cursor';
import { Column, Form, Kind, Status, Tag } from './layout';
import { readScalar } from './read-scalar';
import { skipJson } from './skip-json';
import { skipString } from './strings';

const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;
const OPEN_LIST: u8 = 0x5b;
const CLOSE_LIST: u8 = 0x5d;
const LETTER_N: u8 = 0x6e;
const NULL = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0, 0]);

/** For each form, the text before a value, or after a list whose type comes last: its length, and the text 8 bytes on. */
const FORM_SIZE = 64;
const forms = memory.data(Form.COUNT * FORM_SIZE, 8);

/** How many digits numbers and bools have, by tag. */
const DIGITS = memory.data<u8>([0, 0, 1, 2, 4, 8, 16, 4, 8, 16, 0, 0]);

/** A hash table of columns by name. */
const SLOTS = 16_384;
const slots = memory.data(SLOTS * 4, 8);
/** Its `NEXT` is the column that usually comes first. */
const head = memory.data(<i32>Column.SIZE, 8);

let recordStart: usize = 0;
let rows: i32 = 0;

export function formPlace(form: i32): usize {
  return forms + form * FORM_SIZE;
}

export function recordPlace(): usize {
  return recordStart;
}

export function recordsFilled(): i32 {
  return rows;
}

/** Adds a column. There may be half as many as slots. */
export function addColumn(column: usize): void {
  const name: usize = load<u32>(column, Column.NAME);
  let slot = hashOf(name, load<i32>(column, Column.NAME_LENGTH));
  while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & (SLOTS - 1);
  store<u32>(slots + (slot << 2), <u32>column);
}

/**
 * Reads records, separated by commas, into rows, starting at a place and at a row, up to `most` rows in the batch. Returns
 * why it stopped; `done` if no comma follows the last record.
 */
export function records(place: usize, row: i32, most: i32): Status {
  moveTo(place);
  for (rows = row; ; ) {
    recordStart = at;
    if (rows === most) return Status.full;
    const elements = elementPlace();
    const status = record(rows);
    if (status !== Status.next) {
      forgetElements(elements);
      return status;
    }
    rows++;
    if (!matchByte(COMMA)) return Status.done;
  }
  return Status.done;
}

/** Skips the JSON value at a place. Returns the place after it; 0 if there is none. */
export function skipValue(place: usize): usize {
  moveTo(place);
  return skipJson() ? at : 0;
}

/** Where the next byte is read. */
export function currentPlace(): usize {
  return at;
}

function record(row: i32): Status {
  if (!matchByte(OPEN)) return Status.irregular;
  if (matchByte(CLOSE)) return Status.next;
  // Most records have the columns of the one before, in the same order.
  let before: usize = head;
  for (;;) {
    let column: usize = load<u32>(before, Column.NEXT);
    if (column === 0 || !match(load<u32>(column, Column.NAME), load<i32>(column, Column.NAME_LENGTH))) {
      const name = at;
      if (skipString() === 0 || !matchByte(COLON)) return Status.irregular;
      column = columnOf(name, <i32>(at - name));
      if (column === 0) return Status.place;
      store<u32>(before, <u32>column, Column.NEXT);
    }
    const tagPlace: usize = load<u32>(column, Column.TAGS) + row;
    // The last value of a repeated name counts, which the host finds.
    if (load<u8>(tagPlace) !== Tag.ABSENT) return Status.irregular;
    const tag = cellOf(column, load<u32>(column, Column.WORDS) + (row << 3));
    if (tag < 0) return Status.irregular;
    store<u8>(tagPlace, <u8>tag);
    if (!matchByte(COMMA)) return matchByte(CLOSE) ? Status.next : Status.irregular;
    before = column;
  }
  return Status.irregular;
}

/** The column with this name, which includes quotes and colon; 0 if there is none. */
function columnOf(name: usize, length: i32): usize {
  for (let slot = hashOf(name, length); ; slot = (slot + 1) & (SLOTS - 1)) {
    const column: usize = load<u32>(slots + (slot << 2));
    if (column === 0) return 0;
    const isSame = load<i32>(column, Column.NAME_LENGTH) === length;
    if (isSame && same(name, load<u32>(column, Column.NAME), length)) return column;
  }
  return 0;
}

function hashOf(name: usize, length: i32): i32 {
  let hash: u64 = 0xcbf29ce484222325;
  for (const end = name + length; name < end; name++) hash = (hash ^ load<u8>(name)) * 0x100000001b3;
  return <i32>(hash >> 32) & (SLOTS - 1);
}

/** Reads a value into a word. Returns its tag; -1 if it is not JSON. */
function cellOf(column: usize, word: usize): i32 {
  const from = at;
  let form = load<i32>(column, Column.FORM);
  if (!matchForm(form)) {
    form = matchAnyForm();
    store<i32>(column, form, Column.FORM);
  }
  const isList = form === Form.LIST || form === Form.LIST_FIRST;
  const tag = form === Form.OTHER ? -1 : isList ? readList(form, word) : value(form, word);
  if (tag >= 0) return tag;
  // The host decodes any other value.
  moveTo(from);
  if (!skipJson()) return -1;
  store<u32>(word, <u32>from);
  store<u32>(word, <u32>(at - from), 4);
  return Tag.STORED;
}

function matchForm(form: i32): bool {
  const place = formPlace(form);
  return form !== Form.OTHER && match(place + 8, load<i32>(place));
}

function matchAnyForm(): i32 {
  for (let form: i32 = Form.OTHER + 1; form < Form.LIST_END; form++) if (matchForm(form)) return form;
  return Form.OTHER;
}

/** Reads a number, bool, string or bytes, and the brace after it. Their form is their tag. */
function value(form: i32, word: usize): i32 {
  let tag = form;
  if (currentByte() === LETTER_N) {
    if (!match(NULL, 4)) return -1;
    tag = noneTag;
  } else if (form === Tag.STRING) {
    tag = readString(word);
  } else if (form === Tag.BYTES) {
    if (!readBase64(word)) return -1;
  } else if (!number(form, word)) return -1;
  return tag >= 0 && matchByte(CLOSE) ? tag : -1;
}

function number(tag: i32, word: usize): bool {
  const kind = tag === Tag.BOOL ? Kind.bool : tag < Tag.FLOAT16 ? Kind.integer : Kind.float;
  return tag > Tag.NONE && readScalar(kind, load<u8>(DIGITS + tag), word);
}

/** Reads a list of numbers or bools of one type, and the text after it. */
function readList(form: i32, word: usize): i32 {
  if (!matchByte(OPEN_LIST)) return -1;
  const tag = matchAnyForm();
  if (tag > Tag.FLOAT64) return -1;
  const first = elementPlace();
  for (;;) {
    const element = takeElement();
    if (element === 0 || !number(tag, element) || !matchByte(CLOSE)) return -1;
    if (matchByte(CLOSE_LIST)) break;
    if (!matchByte(COMMA) || !matchForm(tag)) return -1;
  }
  if (!(form === Form.LIST ? matchByte(CLOSE) : matchForm(Form.LIST_END))) return -1;
  storeList(word, first);
  return Tag.LIST + tag;
}
