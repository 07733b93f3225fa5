// Turns lines of a block into JSON text without making objects of them: compiled to WebAssembly, as no JavaScript engine
// copies bytes and prints floats as fast. It follows exactly one spelling, the client's own, told by the host in tokens
// and plans; whatever differs is left to the host, which also finds the words for what is wrong.
import { at, byteAtHand, follow, followByte, moveTo, out, passLine, put, putByte, writeTo } from './cursor';
import { IRREGULAR, NO_ROOM, other } from './host';
import { isKeyShape, judgeKey, passKey, takeKey, Verdict } from './keys';
import {
  depthOf,
  firstStep,
  followBefore,
  followSchema,
  nameLength,
  nameOf,
  noteValue,
  planNumber,
  shapeOf,
  showsNewColumn,
  stepAfter,
  stepCount,
} from './plans';
import { followNull, putNull, Shape, value } from './values';

export { configureKeys, keySlot } from './keys';
export { forgetPlans, usePlan } from './plans';

/** What ended a run. */
enum Status {
  /** All lines of the window are done. */
  done = 0,
  /** The line at hand is not in the client's own spelling, or wrong. */
  irregular = 1,
  /** No plan is known for its schema. */
  newSchema = 2,
  /** It is the first of its plan to be shown, or to have a value in some column: the host takes note of its columns. */
  newColumn = 3,
  /** Its key lies behind the end of the range. */
  ended = 4,
  /** As many rows as were allowed are written. */
  limit = 5,
  /** A value has no room in the output: to be tried again once that is empty. */
  full = 6,
  /** The line is done. */
  next = 7,
  /** The line is done, and not shown. */
  skipped = 8,
}

const COMMA: u8 = 0x2c;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;

/** Texts of at most 4096 bytes that the host sets once, each behind its length. */
const TOKEN_SIZE = 4096 + 16;
enum Token {
  /** `{"key": "id", "records": {"` */
  head = 0,
  /** `": {"schema": ` */
  schema = 1,
  /** `, "data": ` */
  data = 2,
  /** `}}}` and a line feed */
  end = 3,
  /** What stands around each row of the output. */
  before = 4,
  after = 5,
}
const tokens = memory.data(6 * TOKEN_SIZE, 8);

/** Where the memory begins that this module leaves to the host. */
export function freeMemory(): usize {
  return __heap_base;
}

export function tokenPlace(token: i32): usize {
  return tokens + token * TOKEN_SIZE;
}

let keepNone: bool = false;

/** Whether columns that are None are written as `null`. */
export function configure(keepsNone: bool): void {
  keepNone = keepsNone;
}

/** Where the line at hand begins, where output ends, and what this run has done. */
let lineStart: usize = 0;
let written: usize = 0;
let lines: i32 = 0;
let rows: i32 = 0;

export function linePlace(): usize {
  return lineStart;
}

export function writtenUpTo(): usize {
  return written;
}

export function linesPassed(): i32 {
  return lines;
}

export function rowsWritten(): i32 {
  return rows;
}

/** How long the stored text of a value is that the host writes. */
let otherLength: i32 = 0;

export function passed(length: i32): void {
  otherLength = length;
}

/**
 * Transcodes the lines from `input` to `inputEnd`, behind whose last line feed 64 zeros stand, to `output`, where three
 * times as much has room; at most `maxRows` of them. Returns what ended it.
 */
export function run(input: usize, inputEnd: usize, output: usize, maxRows: i32): i32 {
  lines = 0;
  rows = 0;
  lineStart = input;
  written = output;
  while (lineStart < inputEnd) {
    if (rows === maxRows) return Status.limit;
    moveTo(lineStart);
    writeTo(written);
    const status = line();
    if (status !== Status.next) return status;
    lines++;
    lineStart = at;
    written = out;
  }
  return Status.done;
}

function line(): Status {
  if (!followToken(Token.head)) return Status.irregular;
  const revision = at;
  while (byteAtHand() >= 0x30 && byteAtHand() <= 0x39) moveTo(at + 1);
  if (at === revision || !followToken(Token.schema)) return Status.irregular;
  const data = tokenPlace(Token.data);
  const plan = followSchema(data + 8, load<i32>(data));
  if (plan === 0) return Status.newSchema;

  putToken(Token.before);
  const status = record(plan);
  if (status === Status.next) {
    putToken(Token.after);
    rows++;
  } else if (status === Status.skipped) {
    passLine();
    writeTo(written);
  } else return status;
  passKey();
  return Status.next;
}

function followToken(token: Token): bool {
  const place = tokenPlace(token);
  return follow(place + 8, load<i32>(place));
}

function putToken(token: Token): void {
  const place = tokenPlace(token);
  put(place + 8, load<i32>(place));
}

/** Writes the record at hand, if its row is shown. */
function record(plan: usize): Status {
  const count = stepCount(plan);
  let step = firstStep(plan);
  const began = out;
  for (let index = 0; index < count; index++) {
    if (!followBefore(step)) return Status.irregular;
    const before = out;
    const length = nameLength(step);
    putByte(out === began ? OPEN : COMMA);
    if (length > 0) put(nameOf(step), length);
    let hasValue = true;
    if (index === 0) {
      if (!isKeyShape(shapeOf(step)) || !takeKey(shapeOf(step))) return Status.irregular;
      const verdict = judgeKey();
      if (verdict === Verdict.wrong) return Status.irregular;
      if (verdict === Verdict.pastEnd) return Status.ended;
      if (verdict === Verdict.beforeStart) return Status.skipped;
      if (length < 0) writeTo(before);
    } else if (followNull()) {
      // A None that is kept is part of the output like any value.
      hasValue = keepNone;
      if (keepNone && length >= 0) putNull();
      else writeTo(before);
    } else {
      if (shapeOf(step) === Shape.other) {
        const asked = ask(plan, index);
        if (asked !== Status.next) return asked;
      } else if (!value(shapeOf(step), depthOf(step))) return Status.irregular;
      if (length < 0) writeTo(before);
    }
    noteValue(step, hasValue);
    step = stepAfter(step);
  }
  if (!followByte(CLOSE) || !followToken(Token.end)) return Status.irregular;
  if (out === began) putByte(OPEN);
  putByte(CLOSE);
  // Only now is it known that the row consists of this record alone.
  return showsNewColumn(plan) ? Status.newColumn : Status.next;
}

/** A value that only the host knows how to write. */
function ask(plan: usize, step: i32): Status {
  const length = other(planNumber(plan), step, at, out);
  if (length === NO_ROOM) return Status.full;
  if (length === IRREGULAR) return Status.irregular;
  moveTo(at + otherLength);
  writeTo(out + length);
  return Status.next;
}
