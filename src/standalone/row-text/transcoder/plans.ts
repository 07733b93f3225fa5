// What the host knows of the schemas that records come with: how to follow the text of such a record.
//
// A plan is `next`, the number of delimiters behind its last cell, `number`, the length of the schema's text, the number of
// steps, then the text. A step is one column in the order of the record's text: the lengths of what stands before the value
// in the record, and of what does in the output (-1 where the column is not wanted), the value's shape and how deep it is
// nested in lists, whether the host knows that the column has values and whether the row at hand has one, then both texts.
// Numbers are i32, texts begin and end at multiples of eight.
import { at, follow, same } from './cursor';

const NEXT = 0;
const TRAILING = 4;
const NUMBER = 8;
const SCHEMA_LENGTH = 12;
const STEP_COUNT = 16;
const SCHEMA = 24;

const BEFORE_LENGTH = 0;
const NAME_LENGTH = 4;
const SHAPE = 8;
const DEPTH = 12;
const IS_SHOWN = 16;
const HAS_VALUE = 20;
const BEFORE = 24;

/** Where a few schemas take turns, each is found without the host; of many the host knows the place. */
const MAX_LOOKS = 16;

/** The plan that was used last, and behind it those before. */
let newest: usize = 0;

/** Forgets all plans. */
export function forgetPlans(): void {
  newest = 0;
}

/** Makes a plan the first to be looked at. It may have been in use before. */
export function usePlan(plan: usize): void {
  for (let other = newest; other !== 0; other = load<i32>(other, NEXT)) {
    if (load<i32>(other, NEXT) === <i32>plan) store<i32>(other, load<i32>(plan, NEXT), NEXT);
  }
  if (newest === plan) return;
  store<i32>(plan, <i32>newest, NEXT);
  newest = plan;
}

/** Passes the schema at hand, and what follows it; returns its plan, 0 where none of the last ones is it. */
export function followSchema(behind: usize, behindLength: i32): usize {
  let before: usize = 0;
  let plan = newest;
  for (let looks = 0; looks < MAX_LOOKS && plan !== 0; looks++) {
    const length = load<i32>(plan, SCHEMA_LENGTH);
    if (same(at + length, behind, behindLength) && follow(plan + SCHEMA, length)) {
      follow(behind, behindLength);
      if (before !== 0) {
        store<i32>(before, load<i32>(plan, NEXT), NEXT);
        store<i32>(plan, <i32>newest, NEXT);
        newest = plan;
      }
      return plan;
    }
    before = plan;
    plan = load<i32>(plan, NEXT);
  }
  return 0;
}

/** How many delimiters end a row of cells: its last columns have no place in these records. */
export function trailingCount(plan: usize): i32 {
  return load<i32>(plan, TRAILING);
}

export function planNumber(plan: usize): i32 {
  return load<i32>(plan, NUMBER);
}

export function stepCount(plan: usize): i32 {
  return load<i32>(plan, STEP_COUNT);
}

export function firstStep(plan: usize): usize {
  return plan + SCHEMA + padded(load<i32>(plan, SCHEMA_LENGTH));
}

export function stepAfter(step: usize): usize {
  return nameOf(step) + padded(max(nameLength(step), 0));
}

/** Passes what stands before the step's value. */
export function followBefore(step: usize): bool {
  return follow(step + BEFORE, load<i32>(step, BEFORE_LENGTH));
}

export function nameOf(step: usize): usize {
  return step + BEFORE + padded(load<i32>(step, BEFORE_LENGTH));
}

export function nameLength(step: usize): i32 {
  return load<i32>(step, NAME_LENGTH);
}

export function shapeOf(step: usize): i32 {
  return load<i32>(step, SHAPE);
}

export function depthOf(step: usize): i32 {
  return load<i32>(step, DEPTH);
}

/** Takes note of whether the row at hand has a value in this column. */
export function noteValue(step: usize, hasValue: bool): void {
  store<i32>(step, <i32>hasValue, HAS_VALUE);
}

/** Whether the row at hand has a value in a column of which the host does not know that it has any. */
export function showsNewColumn(plan: usize): bool {
  let step = firstStep(plan);
  for (let count = stepCount(plan); count > 0; count--) {
    if (load<i32>(step, HAS_VALUE) > load<i32>(step, IS_SHOWN)) return true;
    step = stepAfter(step);
  }
  return false;
}

function padded(length: i32): usize {
  return <usize>((length + 7) & ~7);
}
