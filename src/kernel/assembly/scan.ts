// Reads lines into rows. Another line with the same key is read over the row, and so is each further record of a line.
import { isFull, readCell, readKey } from './cells';
import { at, match, moveTo, skipLine } from './cursor';
import { isNextKey, recordKey, saveKey } from './keys';
import { Column, Flag, Plan, Status, Step, Tag } from './layout';
import { matchSchema } from './plans';
import { skipJson } from './skip-json';
import { matchToken, Token } from './tokens';

/** Longer revisions may not fit into 64 bits. */
const MAX_DIGITS: usize = 19;
const END: u32 = 0x7d7d;
const LINE_END: u16 = 0x0a7d;
const NEXT_RECORD: u32 = 0x22202c7d;

/** The current line and schema, and what this call has done. */
let lineStart: usize = 0;
let schemaStart: usize = 0;
let currentPlan: usize = 0;
let lines: i32 = 0;
let rows: i32 = 0;
let records: i32 = 0;
/** How many records the last row has. */
let rowRecords: i32 = 0;

let keyColumn: usize = 0;
let rowPlans: usize = 0;
let rowLines: usize = 0;
let upTo: u64 = u64.MAX_VALUE;
let revision: u64 = 0;

export function linePlace(): usize {
  return lineStart;
}

export function schemaPlace(): usize {
  return schemaStart;
}

export function planPlace(): usize {
  return currentPlan;
}

export function linesScanned(): i32 {
  return lines;
}

export function rowsFilled(): i32 {
  return rows;
}

export function recordsScanned(): i32 {
  return records;
}

export function recordsOfRow(): i32 {
  return rowRecords;
}

/** Sets the key column, and where to store the plan of each row (0 if it has several records) and its first line. */
export function configure(key: usize, plansOfRows: usize, linesOfRows: usize, lastRevision: u64): void {
  keyColumn = key;
  rowPlans = plansOfRows;
  rowLines = linesOfRows;
  upTo = lastRevision;
}

/**
 * Reads the lines from `input` to `inputEnd`, which 64 zeros follow, into the rows `from` to `maxRows`. `starts` lists where
 * the lines of each key begin: the lines between two of these places become one row. Without it each line is a row, and its
 * key has to be greater than the one before. Returns why it stopped.
 */
export function scan(input: usize, inputEnd: usize, from: i32, maxRows: i32, starts: usize): Status {
  lineStart = input;
  lines = 0;
  records = 0;
  rows = from;
  let status = Status.next;
  while (skipBlankLines(inputEnd)) {
    let row = rows;
    if (starts !== 0) {
      if (load<u32>(starts) === <u32>lineStart) starts += 4;
      else row--;
    }
    if (row >= maxRows) {
      status = Status.full;
      break;
    }
    status = line(row, row < rows, starts === 0);
    if (status !== Status.next) break;
    lines++;
    rows = row + 1;
    lineStart = at;
  }
  saveKey();
  return status === Status.next ? Status.done : status;
}

/** Skips blank lines. Returns false at the end of the input. */
function skipBlankLines(inputEnd: usize): bool {
  for (let place = lineStart; place < inputEnd; place++) {
    const byte = load<u8>(place);
    if (byte === 0x0a) lineStart = place + 1;
    else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return true;
  }
  return lineStart < inputEnd;
}

function line(row: i32, isOverlay: bool, isOrdered: bool): Status {
  moveTo(lineStart);
  if (!matchToken(Token.head)) return Status.irregular;
  let last: u64 = isOverlay ? revision : 0;
  let count = 0;
  let key: u64 = 0;
  for (; ; count++) {
    const number = readRevision();
    if (number < 0 || !matchToken(Token.schema)) return Status.irregular;
    schemaStart = at;
    const plan = matchSchema();
    if (plan === 0) return Status.newSchema;
    currentPlan = plan;
    const flags = load<i32>(plan, Plan.FLAGS);
    if ((flags & Flag.USABLE) === 0 || <u64>number > upTo) return Status.irregular;
    const isFirst = count === 0 && !isOverlay;
    if (isFirst ? (flags & Flag.KEYED) === 0 : <u64>number <= last) return Status.irregular;
    if ((flags & Flag.PLACED) === 0) return Status.place;
    last = <u64>number;
    let step: usize = load<u32>(plan, Plan.STEPS);
    for (let left = load<i32>(plan, Plan.STEP_COUNT); left > 0; left--) {
      if (!matchBefore(step)) return Status.irregular;
      if (!readCell(step, row)) return isFull ? Status.full : Status.irregular;
      step += Step.SIZE;
    }
    if (isFirst) {
      const tag = <i32>load<u8>(load<u32>(keyColumn, Column.TAGS) + row);
      // Strings with escapes cannot be compared by their bytes.
      if (tag <= Tag.NONE || (isOrdered && tag === Tag.ESCAPED)) return Status.irregular;
      key = load<u64>(load<u32>(keyColumn, Column.WORDS) + (row << 3));
      if (isOrdered && !isNextKey(load<i32>(load<u32>(plan, Plan.STEPS), Step.KIND), key)) return Status.irregular;
      store<u32>(rowPlans + (row << 2), <u32>plan);
      store<u32>(rowLines + (row << 2), <u32>lineStart);
    } else store<u32>(rowPlans + (row << 2), 0);
    if (load<u8>(at) !== 0x7d) return Status.irregular;
    moveTo(at + 1);
    if (load<u32>(at) !== NEXT_RECORD) break;
    moveTo(at + 4);
  }
  if (!isEnd()) return Status.irregular;
  revision = last;
  records += count + 1;
  rowRecords = (isOverlay ? rowRecords : 0) + count + 1;
  if (isOrdered) recordKey(key);
  return Status.next;
}

/** Reads a revision; -1 if there is none, or it is too long. */
function readRevision(): i64 {
  let number: i64 = 0;
  const first = at;
  let place = at;
  for (; load<u8>(place) >= 0x30 && load<u8>(place) <= 0x39; place++) number = number * 10 + (load<u8>(place) - 0x30);
  moveTo(place);
  return place === first || place - first > MAX_DIGITS ? -1 : number;
}

function matchBefore(step: usize): bool {
  return match(load<u32>(step, Step.BEFORE), load<i32>(step, Step.BEFORE_LENGTH));
}

/** Skips `}}}` and the line feed, which end a record, the records and the line. */
function isEnd(): bool {
  if (load<u16>(at) !== <u16>END || load<u16>(at, 2) !== LINE_END) return false;
  moveTo(at + 4);
  return true;
}

/** Whether the record whose data begin here is the only one on its line. */
export function isSingle(): bool {
  return skipJson() && isEnd();
}

/**
 * Lists the lines from `input` to `inputEnd`, at most `most`, whose keys have to ascend: for each its place and its end, its
 * first revision, and the kind and the word of its key. Returns why it stopped.
 */
export function index(
  input: usize,
  inputEnd: usize,
  places: usize,
  ends: usize,
  kinds: usize,
  revisions: usize,
  words: usize,
  most: i32,
): Status {
  lineStart = input;
  lines = 0;
  let status = Status.next;
  while (skipBlankLines(inputEnd)) {
    status =
      lines === most ? Status.full : keyOfLine(kinds + (lines << 2), revisions + (lines << 3), words + (lines << 3));
    if (status !== Status.next) break;
    skipLine();
    store<u32>(places + (lines << 2), <u32>lineStart);
    store<u32>(ends + (lines << 2), <u32>at);
    lines++;
    lineStart = at;
  }
  saveKey();
  return status === Status.next ? Status.done : status;
}

function keyOfLine(kindPlace: usize, revisionPlace: usize, word: usize): Status {
  moveTo(lineStart);
  if (!matchToken(Token.head)) return Status.irregular;
  const number = readRevision();
  if (number < 0 || !matchToken(Token.schema)) return Status.irregular;
  schemaStart = at;
  const plan = matchSchema();
  if (plan === 0) return Status.newSchema;
  const flags = load<i32>(plan, Plan.FLAGS);
  const step: usize = load<u32>(plan, Plan.STEPS);
  if ((flags & Flag.USABLE) === 0 || (flags & Flag.KEYED) === 0 || !matchBefore(step)) return Status.irregular;
  const kind = load<i32>(step, Step.KIND);
  if (!readKey(step, word) || !isNextKey(kind, load<u64>(word))) return Status.irregular;
  recordKey(load<u64>(word));
  store<u32>(kindPlace, kind);
  store<i64>(revisionPlace, number);
  return Status.next;
}
