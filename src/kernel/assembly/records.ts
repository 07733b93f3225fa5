// Records of a Server's page become rows. Each value stands there with its type:
// `{"loss":{"type":"FLOAT64","value":"3fb999999999999a"},…}`, without blanks. What is spelled otherwise is left to the host.
import { base64, elementPlace, forgetElements, noneTag, scalar, storeList, takeElement, text } from './cells';
import { at, byteAtHand, follow, followByte, moveTo, same } from './cursor';
import { Column, Form, Kind, Status, Tag } from './layout';
import { passJson } from './skip-json';
import { passString } from './strings';

const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;
const OPEN_LIST: u8 = 0x5b;
const CLOSE_LIST: u8 = 0x5d;
const LETTER_N: u8 = 0x6e;
const NULL = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0, 0]);

/** What stands before a value of each form, and behind a list whose type comes last: a length, and the text 8 bytes on. */
const FORM_SIZE = 64;
const forms = memory.data(Form.COUNT * FORM_SIZE, 8);

/** The hex digits of the numbers, and the digit of a bool, by their tags. */
const DIGITS = memory.data<u8>([0, 0, 1, 2, 4, 8, 16, 4, 8, 16, 0, 0]);

/** The columns by the hashes of their names. */
const SLOTS = 16_384;
const slots = memory.data(SLOTS * 4, 8);
/** Stands before the first column of a record. */
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

/** Makes a column known by its name; at most half as many as there are slots. */
export function addColumn(column: usize): void {
  const name: usize = load<u32>(column, Column.NAME);
  let slot = hashOf(name, load<i32>(column, Column.NAME_LENGTH));
  while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & (SLOTS - 1);
  store<u32>(slots + (slot << 2), <u32>column);
}

/**
 * Reads records into the rows from `row` on, up to `most`: the first begins at a place, a comma stands before each other.
 * Returns what ended it; `done`: something else than a comma stands behind the last record.
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
    if (!followByte(COMMA)) return Status.done;
  }
  return Status.done;
}

/** Passes the JSON value at a place; returns the place behind it, 0 where there is none. */
export function pastValue(place: usize): usize {
  moveTo(place);
  return passJson() ? at : 0;
}

/** Where reading stands. */
export function placeAtHand(): usize {
  return at;
}

function record(row: i32): Status {
  if (!followByte(OPEN)) return Status.irregular;
  if (followByte(CLOSE)) return Status.next;
  // Most records have the columns of the one before, in the same order.
  let before: usize = head;
  for (;;) {
    let column: usize = load<u32>(before, Column.NEXT);
    if (column === 0 || !follow(load<u32>(column, Column.NAME), load<i32>(column, Column.NAME_LENGTH))) {
      const name = at;
      if (passString() === 0 || !followByte(COLON)) return Status.irregular;
      column = columnOf(name, <i32>(at - name));
      if (column === 0) return Status.place;
      store<u32>(before, <u32>column, Column.NEXT);
    }
    const tagPlace: usize = load<u32>(column, Column.TAGS) + row;
    // Of a name that comes twice the last value counts.
    if (load<u8>(tagPlace) !== Tag.ABSENT) return Status.irregular;
    const tag = cellOf(column, load<u32>(column, Column.WORDS) + (row << 3));
    if (tag < 0) return Status.irregular;
    store<u8>(tagPlace, <u8>tag);
    if (!followByte(COMMA)) return followByte(CLOSE) ? Status.next : Status.irregular;
    before = column;
  }
  return Status.irregular;
}

/** The column of a name, which stands here with its colon; 0 where none has it. */
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

/** Reads the value at hand into a word; returns its tag, negative where it is no JSON. */
function cellOf(column: usize, word: usize): i32 {
  const from = at;
  let form = load<i32>(column, Column.FORM);
  if (!followForm(form)) {
    form = formAtHand();
    store<i32>(column, form, Column.FORM);
  }
  const isList = form === Form.LIST || form === Form.LIST_FIRST;
  const tag = form === Form.OTHER ? -1 : isList ? list(form, word) : value(form, word);
  if (tag >= 0) return tag;
  // The host decodes any other value.
  moveTo(from);
  if (!passJson()) return -1;
  store<u32>(word, <u32>from);
  store<u32>(word, <u32>(at - from), 4);
  return Tag.STORED;
}

function followForm(form: i32): bool {
  const place = formPlace(form);
  return form !== Form.OTHER && follow(place + 8, load<i32>(place));
}

function formAtHand(): i32 {
  for (let form: i32 = Form.OTHER + 1; form < Form.LIST_END; form++) if (followForm(form)) return form;
  return Form.OTHER;
}

/** Reads a number, bool, string or bytes, and the brace behind it; for these the form is the tag. */
function value(form: i32, word: usize): i32 {
  let tag = form;
  if (byteAtHand() === LETTER_N) {
    if (!follow(NULL, 4)) return -1;
    tag = noneTag;
  } else if (form === Tag.STRING) {
    tag = text(word);
  } else if (form === Tag.BYTES) {
    if (!base64(word)) return -1;
  } else if (!number(form, word)) return -1;
  return tag >= 0 && followByte(CLOSE) ? tag : -1;
}

function number(tag: i32, word: usize): bool {
  const kind = tag === Tag.BOOL ? Kind.bool : tag < Tag.FLOAT16 ? Kind.integer : Kind.float;
  return tag > Tag.NONE && scalar(kind, load<u8>(DIGITS + tag), word);
}

/** Reads a list of numbers or bools of one type, and what stands behind it. */
function list(form: i32, word: usize): i32 {
  if (!followByte(OPEN_LIST)) return -1;
  const tag = formAtHand();
  if (tag > Tag.FLOAT64) return -1;
  const first = elementPlace();
  for (;;) {
    const element = takeElement();
    if (element === 0 || !number(tag, element) || !followByte(CLOSE)) return -1;
    if (followByte(CLOSE_LIST)) break;
    if (!followByte(COMMA) || !followForm(tag)) return -1;
  }
  if (!(form === Form.LIST ? followByte(CLOSE) : followForm(Form.LIST_END))) return -1;
  storeList(word, first);
  return Tag.LIST + tag;
}
