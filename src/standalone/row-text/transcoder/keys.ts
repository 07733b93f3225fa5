// The key of the line at hand, what it has to keep to, and the range that is wanted.
import { at, byteAtHand } from './cursor';
import { bits } from './numbers';
import { Shape, value } from './values';

/** Keys as the host sets them: whether there is one, the length of its text, its integer, its UTF-8 text. */
const IS_SET = 0;
const LENGTH = 4;
const INTEGER = 8;
const TEXT = 16;
/** Longer texts are left to the host. */
const MAX_TEXT = 4096;
const SIZE = TEXT + MAX_TEXT + 16;

enum Slot {
  /** The key of the line before. */
  last = 0,
  /** The bounds of the block, both inclusive. */
  min = 1,
  max = 2,
  /** The range: from `start` on, up to `end`, which is inclusive where keys are integers. */
  start = 3,
  end = 4,
}

const slots = memory.data(5 * SIZE, 8);

export function keySlot(number: i32): usize {
  return slots + number * SIZE;
}

let endInclusive: bool = false;
let isText: bool = false;

/** Whether the table's keys are texts or integers, and whether a text's `end` belongs to the range. */
export function configureKeys(areTexts: bool, isEndInclusive: bool): void {
  isText = areTexts;
  endInclusive = isEndInclusive;
}

let integer: i64 = 0;
let text: usize = 0;
let length: i32 = 0;

export enum Verdict {
  shown = 0,
  beforeStart = 1,
  pastEnd = 2,
  /** It does not keep to what is known of the block: the host finds the words. */
  wrong = 3,
}

export function isKeyShape(shape: i32): bool {
  return isText ? shape === Shape.string : shape <= Shape.int64;
}

/** Writes the key at hand like every value, and takes note of it; false where it is none that can be followed. */
export function takeKey(shape: i32): bool {
  const began = at;
  if (byteAtHand() !== 0x22 || !value(shape, 0)) return false;
  if (!isText) {
    const unused = 64 - (8 << shape);
    integer = <i64>(bits << unused) >> unused;
    return true;
  }
  text = began + 1;
  length = <i32>(at - began) - 2;
  return length <= MAX_TEXT && !hasEscape();
}

function hasEscape(): bool {
  for (let index = 0; index < length; index++) if (load<u8>(text + index) === 0x5c) return true;
  return false;
}

export function judgeKey(): Verdict {
  if (isSet(Slot.last) && order(Slot.last) <= 0) return Verdict.wrong;
  if (isSet(Slot.min) && order(Slot.min) < 0) return Verdict.wrong;
  if (isSet(Slot.max) && order(Slot.max) > 0) return Verdict.wrong;
  if (isSet(Slot.end)) {
    const beyond = order(Slot.end);
    if (beyond > 0 || (beyond === 0 && isText && !endInclusive)) return Verdict.pastEnd;
  }
  return isSet(Slot.start) && order(Slot.start) < 0 ? Verdict.beforeStart : Verdict.shown;
}

/** Makes the key at hand the one that the next has to follow. */
export function passKey(): void {
  const slot = keySlot(Slot.last);
  store<i32>(slot, 1, IS_SET);
  if (isText) {
    store<i32>(slot, length, LENGTH);
    memory.copy(slot + TEXT, text, length);
  } else store<i64>(slot, integer, INTEGER);
}

function isSet(slot: Slot): bool {
  return load<i32>(keySlot(slot), IS_SET) !== 0;
}

/** How the key at hand compares with another. */
function order(slot: Slot): i32 {
  const other = keySlot(slot);
  if (!isText) {
    const bound = load<i64>(other, INTEGER);
    return <i32>(integer > bound) - <i32>(integer < bound);
  }
  const otherLength = load<i32>(other, LENGTH);
  const unequal = memory.compare(text, other + TEXT, min(length, otherLength));
  return unequal !== 0 ? unequal : length - otherLength;
}
