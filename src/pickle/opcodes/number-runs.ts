import { SIZE } from '../limits.ts';
import { NumberList } from '../number-list.ts';
import { itemsOf } from '../part.ts';
import type { PickleStack } from '../stack.ts';

const MARK = 40;
const BINFLOAT = 71;
const BININT = 74;
const BININT1 = 75;
const BININT2 = 77;
const APPEND = 97;
const APPENDS = 101;
const LIST = 108;
const TUPLE = 116;
const LONG1 = 138;
const FRAME = 149;

/** Shorter runs become ordinary values. */
const MIN_COUNT = 256;
const FRAME_SIZE = 9;

/** Many numbers, and where they go: into the list on top of the stack, or into a new list or tuple. */
interface NumberRun {
  readonly numbers: NumberList;
  readonly list: 'top' | 'LIST' | 'TUPLE';
}

/**
 * Reads the numbers after a MARK, and the opcode that takes them. Returns undefined, and reads nothing, if they are few
 * or mixed with other values. They are counted first, so that their array does not have to grow. Python appends a
 * thousand at a time: all of them are read if the list on the stack is empty.
 */
export function readNumberRun(stack: PickleStack): NumberRun | undefined {
  const { input, memory } = stack;
  const { bytes, position } = input;
  if (sizeAt(bytes, position) === 0) return undefined;
  const first = numbersAt(bytes, position);
  const list = first.count === 0 ? undefined : LISTS[bytes[first.end] ?? 0];
  if (list === undefined) return undefined;
  if (list === 'top' && itemsOf(stack.top())?.length !== 0) return undefined;
  const all = { count: first.count, end: first.end + 1 };
  const { count, end } = list === 'top' ? appendedAfter(bytes, all) : all;
  if (count < MIN_COUNT) return undefined;
  memory.use(SIZE.numbers + count * SIZE.packed);
  input.position = end;
  return { numbers: numbersBetween(bytes, position, end, count), list };
}

const LISTS: Readonly<Record<number, NumberRun['list']>> = { [APPENDS]: 'top', [LIST]: 'LIST', [TUPLE]: 'TUPLE' };

/** How many numbers there are up to a position. */
interface Counted {
  readonly count: number;
  readonly end: number;
}

/** Adds the numbers that are appended to the same list next. */
function appendedAfter(bytes: Buffer, { count, end }: Counted): Counted {
  for (;;) {
    const isMarked = bytes[end] === MARK;
    const next = numbersAt(bytes, isMarked ? end + 1 : end);
    const isAppended = isMarked ? bytes[next.end] === APPENDS : bytes[next.end] === APPEND && next.count === 1;
    if (!isAppended) return { count, end };
    count += next.count;
    end = next.end + 1;
  }
}

/** Counts consecutive numbers from a position on. */
function numbersAt(bytes: Buffer, from: number): Counted {
  let count = 0;
  let end = from;
  for (;;) {
    const size = sizeAt(bytes, end);
    if (size === 0 || end + size > bytes.length) return { count, end };
    if (bytes[end] !== FRAME) count++;
    end += size;
  }
}

/** The length of the number, with its opcode, or of the start of a frame at a position; 0 if neither is there. */
function sizeAt(bytes: Buffer, at: number): number {
  switch (bytes[at]) {
    case BINFLOAT:
      return 9;
    case BININT:
      return 5;
    case BININT1:
      return 2;
    case BININT2:
      return 3;
    case LONG1: {
      const length = bytes[at + 1] ?? 0;
      return length < 7 || (length === 7 && isSafe(bytes[at + 8])) ? 2 + length : 0;
    }
    case FRAME:
      return at + FRAME_SIZE <= bytes.length && bytes.readBigUInt64LE(at + 1) <= bytes.length - at - FRAME_SIZE
        ? FRAME_SIZE
        : 0;
    default:
      return 0;
  }
}

/** Whether an integer of seven bytes with this highest byte is exact as a number. */
function isSafe(highest = 128): boolean {
  return highest < 32 || highest > 224;
}

function numbersBetween(bytes: Buffer, from: number, end: number, count: number): NumberList {
  const numbers = new NumberList(count);
  for (let at = from; at < end; at += sizeAt(bytes, at) || 1) {
    switch (bytes[at]) {
      case BINFLOAT:
        numbers.add(bytes.readDoubleBE(at + 1), true);
        break;
      case BININT:
        numbers.add(bytes.readInt32LE(at + 1), false);
        break;
      case BININT1:
        numbers.add(bytes[at + 1] ?? 0, false);
        break;
      case BININT2:
        numbers.add(bytes.readUInt16LE(at + 1), false);
        break;
      case LONG1:
        numbers.add(longAt(bytes, at + 2, bytes[at + 1] ?? 0), false);
        break;
    }
  }
  return numbers;
}

/** An integer of up to seven bytes. */
function longAt(bytes: Buffer, at: number, length: number): number {
  if (length === 7) return bytes.readInt8(at + 6) * 2 ** 48 + bytes.readUIntLE(at, 6);
  return length === 0 ? 0 : bytes.readIntLE(at, length);
}
