// Reads the records of a Server's page into rows. Each value has its type, and there are no blanks:
// `{"loss":{"type":"FLOAT64","value":"3fb999999999999a"},…}`. The host reads any other spelling.
import { forgetElements, nextChild, noneTag, readBase64, readString, storeList, takeElement } from './cells';
import { Char } from './characters';
import { at, match, matchByte, matchNull, moveTo } from './cursor';
import { Column, Form, Status, Tag } from './layout';
import { find } from './named';
import { isScalar, readScalar } from './read-scalar';
import { skipJson } from './skip-json';
import { skipString } from './strings';
import { matchText, Text } from './texts';

/** Its `NEXT` is the column that usually comes first. */
const head = memory.data(<i32>Column.SIZE, 8);

export let recordStart: usize = 0;
export let recordRows: i32 = 0;

/**
 * Reads records, separated by commas, into rows, starting at a place and at a row, up to `most` rows in the batch. Returns
 * why it stopped; `done` if no comma follows the last record.
 */
export function records(place: usize, row: i32, most: i32): Status {
  moveTo(place);
  for (recordRows = row; ; ) {
    recordStart = at;
    if (recordRows === most) return Status.full;
    const elements = nextChild;
    const status = record(recordRows);
    if (status !== Status.next) {
      forgetElements(elements);
      return status;
    }
    recordRows++;
    if (!matchByte(Char.COMMA)) return Status.done;
  }
  return Status.done;
}

/** Skips the JSON value at a place. Returns the place after it; 0 if there is none. */
export function skipValue(place: usize): usize {
  moveTo(place);
  return skipJson() ? at : 0;
}

function record(row: i32): Status {
  if (!matchByte(Char.OPEN)) return Status.irregular;
  if (matchByte(Char.CLOSE)) return Status.next;
  // Most records have the columns of the one before, in the same order.
  let before: usize = head;
  for (;;) {
    let column: usize = load<u32>(before, Column.NEXT);
    if (column === 0 || !match(load<u32>(column, Column.NAME), load<i32>(column, Column.NAME_LENGTH))) {
      const name = at;
      if (skipString() === 0 || !matchByte(Char.COLON)) return Status.irregular;
      column = find(name, <i32>(at - name));
      if (column === 0) return Status.place;
      store<u32>(before, <u32>column, Column.NEXT);
    }
    const tagPlace: usize = load<u32>(column, Column.TAGS) + row;
    // The last value of a repeated name counts, which the host finds.
    if (load<u8>(tagPlace) !== Tag.ABSENT) return Status.irregular;
    const tag = cellOf(column, load<u32>(column, Column.WORDS) + (row << 3));
    if (tag < 0) return Status.irregular;
    store<u8>(tagPlace, <u8>tag);
    if (!matchByte(Char.COMMA)) return matchByte(Char.CLOSE) ? Status.next : Status.irregular;
    before = column;
  }
  return Status.irregular;
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
  return form !== Form.OTHER && matchText(Text.FORM + form);
}

function matchAnyForm(): i32 {
  for (let form: i32 = Form.OTHER + 1; form < Form.LIST_END; form++) if (matchForm(form)) return form;
  return Form.OTHER;
}

/** Reads a number, bool, string or bytes, and the brace after it. Their form is their tag. */
function value(form: i32, word: usize): i32 {
  let tag = form;
  if (matchNull()) {
    tag = noneTag;
  } else if (form === Tag.STRING) {
    tag = readString(word);
  } else if (form === Tag.BYTES) {
    if (!readBase64(word)) return -1;
  } else if (!isScalar(form) || !readScalar(form, word)) return -1;
  return tag >= 0 && matchByte(Char.CLOSE) ? tag : -1;
}

/** Reads a list of numbers or bools of one type, and the text after it. */
function readList(form: i32, word: usize): i32 {
  if (!matchByte(Char.OPEN_LIST)) return -1;
  const tag = matchAnyForm();
  if (!isScalar(tag)) return -1;
  const first = nextChild;
  for (;;) {
    const element = takeElement();
    if (element === 0 || !readScalar(tag, element) || !matchByte(Char.CLOSE)) return -1;
    if (matchByte(Char.CLOSE_LIST)) break;
    if (!matchByte(Char.COMMA) || !matchForm(tag)) return -1;
  }
  if (!(form === Form.LIST ? matchByte(Char.CLOSE) : matchForm(Form.LIST_END))) return -1;
  storeList(word, first);
  return Tag.LIST + tag;
}
