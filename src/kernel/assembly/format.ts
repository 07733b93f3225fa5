// The output format of the current `encode` call, and the room that its output has.
import { out } from './cursor';

/** The numbers that src/kernel/encoder.ts passes. */
export enum Format {
  json = 0,
  typed = 1,
  csv = 2,
  tsv = 3,
}
/** Added to csv and tsv: the host writes strings that a spreadsheet may take for a formula. */
const GUARDED = 4;
/** Added to any format: the host writes bytes, which may be pickles to decode. */
const MAPPED = 8;
/** Added to tsv: the host writes strings with control characters, which it escapes. */
const PIPED = 16;

/** The longest number, with what is written around it. */
const CELL_ROOM: usize = 160;

export let format: i32 = Format.json;
export let isGuarded: bool = false;
export let isMapped: bool = false;
export let isPiped: bool = false;
let outputEnd: usize = 0;

export function setOutput(asFormat: i32, end: usize): void {
  format = asFormat & (GUARDED - 1);
  isGuarded = (asFormat & GUARDED) !== 0;
  isMapped = (asFormat & MAPPED) !== 0;
  isPiped = (asFormat & PIPED) !== 0;
  outputEnd = end;
}

/** Whether this many bytes fit in the output, followed by a number. */
export function hasRoomFor(length: usize): bool {
  return outputEnd - out >= length + CELL_ROOM;
}
