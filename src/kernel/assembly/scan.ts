// Reads lines into rows. Another line with the same key is read over the row, and so is each further record of a line.
import { isFull, readCell, readKey } from './cells';
import { Char } from './characters';
import { at, match, matchByte, moveTo, skipLine } from './cursor';
import { followsLastKey } from './keys';
import { Column, Flag, Listed, Plan, Status, Step, Tag } from './layout';
import { matchSchema } from './plans';
import { skipJson } from './skip-json';
import { matchText, Text } from './texts';

/** Longer revisions may not fit into 64 bits. */
const MAX_DIGITS: usize = 19;
const END: u32 = 0x0a7d7d7d;
const NEXT_RECORD: u32 = 0x22202c7d;

/** The current line, schema and plan, and what this call has done. */
export let lineStart: usize = 0;
export let schemaStart: usize = 0;
export let currentPlan: usize = 0;
export let lines: i32 = 0;
export let rows: i32 = 0;
export let records: i32 = 0;
/** How many records the last row has. */
export let rowRecords: i32 = 0;

let keyColumn: usize = 0;
let rowPlans: usize = 0;
let rowLines: usize = 0;
let upTo: u64 = u64.MAX_VALUE;
/** The revision of the current record, and that of the last row. */
let revision: u64 = 0;
let rowRevision: u64 = 0;

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
  while (skipBlankLines(inputEnd)) {
    let row = rows;
    if (starts !== 0) {
      if (load<u32>(starts) === <u32>lineStart) starts += 4;
      else row--;
    }
    if (row >= maxRows) return Status.full;
    const status = line(row, row < rows, starts === 0);
    if (status !== Status.next) return status;
    lines++;
    rows = row + 1;
    lineStart = at;
  }
  return Status.done;
}

/** Skips blank lines. Returns false at the end of the input. */
function skipBlankLines(inputEnd: usize): bool {
  for (let place = lineStart; place < inputEnd; place++) {
    const byte = load<u8>(place);
    if (byte === Char.LINE_FEED) lineStart = place + 1;
    else if (byte !== Char.BLANK && byte !== Char.TAB && byte !== Char.RETURN) return true;
  }
  return lineStart < inputEnd;
}

function line(row: i32, isOverlay: bool, isOrdered: bool): Status {
  moveTo(lineStart);
  if (!matchText(Text.HEAD)) return Status.irregular;
  let last: u64 = isOverlay ? rowRevision : 0;
  for (let count = 1; ; count++) {
    const status = readHead();
    if (status !== Status.next) return status;
    const plan = currentPlan;
    const flags = load<i32>(plan, Plan.FLAGS);
    if (revision > upTo) return Status.irregular;
    const isFirst = count === 1 && !isOverlay;
    if (isFirst ? (flags & Flag.KEYED) === 0 : revision <= last) return Status.irregular;
    if ((flags & Flag.PLACED) === 0) return Status.place;
    last = revision;
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
      const key = load<u64>(load<u32>(keyColumn, Column.WORDS) + (row << 3));
      if (isOrdered && !followsLastKey(tag, key)) return Status.irregular;
      store<u32>(rowLines + (row << 2), <u32>lineStart);
    }
    store<u32>(rowPlans + (row << 2), isFirst ? <u32>plan : 0);
    if (!matchByte(Char.CLOSE)) return Status.irregular;
    if (isEnd()) {
      rowRevision = revision;
      records += count;
      rowRecords = (isOverlay ? rowRecords : 0) + count;
      return Status.next;
    }
    if (load<u32>(at) !== NEXT_RECORD) return Status.irregular;
    moveTo(at + 4);
  }
  return Status.irregular;
}

/** Reads a record's revision and its schema, up to its data. */
function readHead(): Status {
  if (!readRevision() || !matchText(Text.SCHEMA)) return Status.irregular;
  schemaStart = at;
  currentPlan = matchSchema();
  if (currentPlan === 0) return Status.newSchema;
  return (load<i32>(currentPlan, Plan.FLAGS) & Flag.USABLE) === 0 ? Status.irregular : Status.next;
}

/** Returns false if there is no revision, or it is too long. */
function readRevision(): bool {
  let number: u64 = 0;
  let place = at;
  for (; load<u8>(place) >= Char.ZERO && load<u8>(place) <= 0x39; place++)
    number = number * 10 + (load<u8>(place) - Char.ZERO);
  const digits = place - at;
  moveTo(place);
  revision = number;
  return digits > 0 && digits <= MAX_DIGITS;
}

function matchBefore(step: usize): bool {
  return match(load<u32>(step, Step.BEFORE), load<i32>(step, Step.BEFORE_LENGTH));
}

/** Skips `}}}` and the line feed, which end a record, the records and the line. */
function isEnd(): bool {
  if (load<u32>(at) !== END) return false;
  moveTo(at + 4);
  return true;
}

/** Whether the record whose data begin here is the only one on its line. */
export function isSingle(): bool {
  return skipJson() && isEnd();
}

/**
 * Lists the lines from `input` to `inputEnd`, at most `most`, whose keys have to ascend, and where their keys are. Returns why
 * it stopped.
 */
export function index(input: usize, inputEnd: usize, list: usize, most: i32): Status {
  lineStart = input;
  for (lines = 0; skipBlankLines(inputEnd); lines++, list += Listed.SIZE) {
    if (lines === most) return Status.full;
    moveTo(lineStart);
    if (!matchText(Text.HEAD)) return Status.irregular;
    const status = readHead();
    if (status !== Status.next) return status;
    const step: usize = load<u32>(currentPlan, Plan.STEPS);
    if ((load<i32>(currentPlan, Plan.FLAGS) & Flag.KEYED) === 0 || !matchBefore(step)) return Status.irregular;
    if (!readKey(step, list + Listed.KEY)) return Status.irregular;
    if (!followsLastKey(load<i32>(step, Step.TAG), load<u64>(list, Listed.KEY))) return Status.irregular;
    skipLine();
    store<u32>(list, <u32>lineStart, Listed.START);
    store<u32>(list, <u32>at, Listed.END);
    store<u64>(list, revision, Listed.REVISION);
    lineStart = at;
  }
  return Status.done;
}
