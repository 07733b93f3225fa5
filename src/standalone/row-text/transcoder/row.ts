// One record at hand, written as a row: an object in JSON, or cells.
import { cell, delimiterOf, Form, Outcome } from './cells';
import { at, followByte, moveTo, out, put, putByte, writeTo } from './cursor';
import { IRREGULAR, NO_ROOM, other } from './host';
import { isKeyShape, judgeKey, takeKey, Verdict } from './keys';
import {
  depthOf,
  firstStep,
  followBefore,
  nameLength,
  nameOf,
  noteValue,
  planNumber,
  shapeOf,
  showsNewColumn,
  stepAfter,
  stepCount,
  trailingCount,
} from './plans';
import { Status } from './status';
import { followToken, Token } from './tokens';
import { followNull, putNull, Shape, value } from './values';

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;

let form: Form = Form.json;
let keepNone: bool = false;

/** What rows are written as, and whether columns that are None are among them: as `null` in JSON. */
export function configure(asForm: i32, keepsNone: bool): void {
  form = <Form>asForm;
  keepNone = keepsNone;
}

/** How long the stored text of a value is that the host writes. */
let otherLength: i32 = 0;

export function passed(length: i32): void {
  otherLength = length;
}

/** Writes the record at hand, if its row is shown. */
export function record(plan: usize): Status {
  const count = stepCount(plan);
  let step = firstStep(plan);
  const began = out;
  for (let index = 0; index < count; index++) {
    if (!followBefore(step)) return Status.irregular;
    const before = out;
    const length = nameLength(step);
    if (form === Form.json) putByte(out === began ? OPEN : COMMA);
    if (length > 0) put(nameOf(step), length);
    let hasValue = true;
    if (index === 0) {
      if (!isKeyShape(shapeOf(step)) || !key(shapeOf(step))) return Status.irregular;
      const verdict = judgeKey();
      if (verdict === Verdict.wrong) return Status.irregular;
      if (verdict === Verdict.pastEnd) return Status.ended;
      if (verdict === Verdict.beforeStart) return Status.skipped;
    } else if (followNull()) {
      // A None that is kept is part of the output like any value; in a cell it is nothing.
      hasValue = keepNone;
      if (form === Form.json) {
        if (keepNone) putNull();
        else writeTo(before);
      }
    } else {
      const outcome = shapeOf(step) === Shape.other ? Outcome.asked : write(shapeOf(step), depthOf(step));
      if (outcome === Outcome.irregular) return Status.irregular;
      if (outcome === Outcome.asked) {
        const asked = ask(plan, index);
        if (asked !== Status.next) return asked;
      }
    }
    if (length < 0) writeTo(before);
    noteValue(step, hasValue);
    step = stepAfter(step);
  }
  if (!followByte(CLOSE) || !followToken(Token.end)) return Status.irregular;
  if (form === Form.json) {
    if (out === began) putByte(OPEN);
    putByte(CLOSE);
  } else endCells(plan, began);
  // Only now is it known that the row consists of this record alone.
  return showsNewColumn(plan) ? Status.newColumn : Status.next;
}

/** Writes a value in whatever form rows have. */
function write(shape: i32, depth: i32): Outcome {
  return form === Form.json ? <Outcome>value(shape, depth) : cell(form, shape, depth);
}

/** Writes the key likewise, and takes note of it; false where it is none that can be followed. */
function key(shape: i32): bool {
  const from = at;
  const began = out;
  if (!takeKey(shape)) return false;
  if (form === Form.json || shape !== Shape.string) return true;
  moveTo(from);
  writeTo(began);
  return cell(form, shape, 0) === Outcome.written;
}

/** Ends a row with the delimiters of the columns that its records lack. */
function endCells(plan: usize, began: usize): void {
  const delimiter = delimiterOf(form);
  for (let count = trailingCount(plan); count > 0; count--) putByte(delimiter);
  // Readers of csv may skip a line without any character: an only cell that is empty stands in quotes.
  if (out === began && form === Form.csv) {
    putByte(QUOTE);
    putByte(QUOTE);
  }
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
