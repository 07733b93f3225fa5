// Turns lines of a block into rows of text without making objects of them: compiled to WebAssembly, as no JavaScript engine
// copies bytes and prints floats as fast. It follows exactly one spelling, the client's own, told by the host in tokens
// and plans; whatever differs is left to the host, which also finds the words for what is wrong.
import { at, byteAtHand, moveTo, out, passLine, writeTo } from './cursor';
import { passKey } from './keys';
import { followSchema } from './plans';
import { record } from './row';
import { Status } from './status';
import { followToken, putToken, Token, tokenPlace } from './tokens';

export { configureKeys, keySlot } from './keys';
export { forgetPlans, usePlan } from './plans';
export { configure, passed } from './row';
export { tokenPlace } from './tokens';

/** Where the memory begins that this module leaves to the host. */
export function freeMemory(): usize {
  return __heap_base;
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
