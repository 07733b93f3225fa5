import type { Batch } from '../../datastore/batch.ts';
import { type Column, TAG, type Words } from '../../datastore/cell.ts';
import { isWithin } from './same-value.ts';

/** The result of comparing two cells without decoding them. */
export const CELLS = { same: 0, different: 1, unknown: 2 } as const;
export type CellVerdict = (typeof CELLS)[keyof typeof CELLS];

/**
 * Compares two cells, either of which may be missing, floats within the tolerance. `unknown` means that the values have to
 * be decoded and compared.
 */
export function compareCells(
  base: Batch,
  from: Column | undefined,
  row: number,
  job: Batch,
  to: Column | undefined,
  other: number,
  tolerance = 0,
): CellVerdict {
  const tag = from?.tags[row] ?? TAG.absent;
  const otherTag = to?.tags[other] ?? TAG.absent;
  if (tag <= TAG.none || otherTag <= TAG.none || from === undefined || to === undefined) {
    if (tag <= TAG.none && otherTag <= TAG.none) return CELLS.same;
    return isOpaque(tag) || isOpaque(otherTag) ? CELLS.unknown : CELLS.different;
  }
  if (tag !== otherTag) return CELLS.unknown;
  if (tag === TAG.string) return verdict(compareBytes(base, from.words, row, job, to.words, other) === 0);
  if (tag < TAG.string) return compareWords(tag, from.words, row, to.words, other, tolerance);
  if (tag < TAG.list) return CELLS.unknown;
  const [at, count] = [from.words.u32[row * 2] as number, from.words.u32[row * 2 + 1] as number];
  const place = to.words.u32[other * 2] as number;
  if (count !== to.words.u32[other * 2 + 1]) return CELLS.different;
  for (let index = 0; index < count; index++) {
    const each = compareWords(tag - TAG.list, base.children, at + index, job.children, place + index, tolerance);
    if (each !== CELLS.same) return each;
  }
  return CELLS.same;
}

/** Whether only the value of a cell tells what it is: a `value` can be None, and `bytes` a pickle of it. */
export function isOpaque(tag: number | undefined): boolean {
  return tag === TAG.value || tag === TAG.bytes;
}

function compareWords(tag: number, a: Words, row: number, b: Words, other: number, tolerance: number): CellVerdict {
  if (tag < TAG.float16) {
    const isSame = a.u32[row * 2] === b.u32[other * 2] && a.u32[row * 2 + 1] === b.u32[other * 2 + 1];
    if (isSame) return CELLS.same;
    return tolerance === 0 || tag === TAG.bool ? CELLS.different : CELLS.unknown;
  }
  const x = a.f64[row] as number;
  const y = b.f64[other] as number;
  return verdict(x === y || (Number.isNaN(x) && Number.isNaN(y)) || (tolerance > 0 && isWithin(x, y, tolerance)));
}

function verdict(isSame: boolean): CellVerdict {
  return isSame ? CELLS.same : CELLS.different;
}

/** Up to this many bytes, a loop is faster than `Buffer.compare`. */
const SHORT = 24;

/** Compares two strings without escapes by code point, which is the order of their UTF-8 bytes. */
export function compareBytes(base: Batch, a: Words, row: number, job: Batch, b: Words, other: number): number {
  const from = a.u32[row * 2] as number;
  const length = a.u32[row * 2 + 1] as number;
  const to = b.u32[other * 2] as number;
  const otherLength = b.u32[other * 2 + 1] as number;
  const shared = Math.min(length, otherLength);
  if (shared > SHORT) {
    return Buffer.prototype.compare.call(base.bytes, job.bytes, to, to + otherLength, from, from + length);
  }
  for (let index = 0; index < shared; index++) {
    const difference = (base.bytes[from + index] as number) - (job.bytes[to + index] as number);
    if (difference !== 0) return difference;
  }
  return length - otherLength;
}
