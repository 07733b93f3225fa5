import { exactInteger, type TypedValue } from './typed-value.ts';

/**
 * What a cell holds, and how to read its word. A cell is a tag and a 64-bit word, so a column of any type, even one that
 * changes from row to row, is two arrays.
 */
export const TAG = {
  /** The row has no value in this column. The word is unused. */
  absent: 0,
  /** None, if the scan keeps it; otherwise the cell is absent. The word is unused. */
  none: 1,
  /** The word is 0 or 1. */
  bool: 2,
  /** The word is the integer, whatever its width. */
  int8: 3,
  int16: 4,
  int32: 5,
  int64: 6,
  /** The word has the bits of a double, whatever the width of the stored float. */
  float16: 7,
  float32: 8,
  float64: 9,
  /** The word has the offset and length in `bytes` of a string without escapes, in UTF-8. */
  string: 10,
  /** As `string`, but of the JSON text of a string with escapes, without its quotes. */
  escaped: 11,
  /** The word is an index into `values`, or tells where the value is decoded from: for all other types. */
  value: 12,
  /** The word has the offset and length in `bytes` of bytes as base64. */
  bytes: 13,
  /** Added to the tag of a number or bool: a LIST of such elements. The word has their offset and count in `children`. */
  list: 16,
} as const;

/** Three views of the same 64-bit words. The first 32-bit number of word `index` is at `2 * index`. */
export interface Words {
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
  readonly u32: Uint32Array;
}

/** Views of `count` words of a buffer; `offset` in bytes is a multiple of 8. */
export function wordsOver(buffer: ArrayBuffer, offset: number, count: number): Words {
  return {
    f64: new Float64Array(buffer, offset, count),
    i64: new BigInt64Array(buffer, offset, count),
    u32: new Uint32Array(buffer, offset, count * 2),
  };
}

/** One column of a batch: a tag and a word for each row. */
export interface Column {
  readonly name: string;
  readonly tags: Uint8Array;
  readonly words: Words;
  /** False if no cell has the tag `bytes`, which is then not looked for. */
  readonly mayHaveBytes?: boolean | undefined;
  /** For a computed column: what its words index, instead of the batch's `values`. */
  readonly computed?: readonly TypedValue[];
}

/** The type of the values of a tag; empty where they may have any. `list` has none. */
export const TYPES_OF_TAGS = [
  ...['', 'UNKNOWN', 'BOOL', 'INT8', 'INT16', 'INT32', 'INT64', 'FLOAT16', 'FLOAT32', 'FLOAT64'],
  ...['STRING', 'STRING', '', 'BYTES'],
] as const;

/** The tags of the scalar types whose value is in the word itself. */
export const TAG_OF_TYPE: Readonly<Partial<Record<string, number>>> = Object.fromEntries(
  TYPES_OF_TAGS.flatMap((type, tag) => (tag >= TAG.bool && tag < TAG.string ? [[type, tag]] : [])),
);

/** The value of a cell whose value is in its word: a number or a bool. */
export function scalar(tag: number, words: Words, index: number): TypedValue {
  if (tag === TAG.bool) return words.u32[index * 2] === 1 ? TRUE : FALSE;
  const type = TYPES_OF_TAGS[tag];
  return tag < TAG.float16
    ? ({ type, value: integerAt(words, index) } as TypedValue)
    : ({ type, value: words.f64[index] ?? 0 } as TypedValue);
}

const TRUE: TypedValue = { type: 'BOOL', value: true };
const FALSE: TypedValue = { type: 'BOOL', value: false };

/** Stores an integer in a word. */
export function setInteger({ u32, i64 }: Words, index: number, value: number | bigint): void {
  if (typeof value === 'bigint') i64[index] = value;
  else {
    u32[index * 2] = value;
    u32[index * 2 + 1] = Math.floor(value / 0x1_0000_0000);
  }
}

/** The integer in a word: a number if that is exact, else a bigint. */
export function integerAt(words: Words, index: number): number | bigint {
  const high = (words.u32[index * 2 + 1] ?? 0) | 0;
  if (high >= -0x20_0000 && high < 0x20_0000) {
    const value = high * 0x1_0000_0000 + (words.u32[index * 2] ?? 0);
    // -2^53 itself is not a safe integer, so it stays a bigint.
    if (value > Number.MIN_SAFE_INTEGER - 1) return value;
  }
  return exactInteger(words.i64[index] ?? 0n);
}

/** The text in these bytes, of which it is known whether they are all ASCII. */
export function textAt(bytes: Uint8Array, isAscii: boolean, start: number, end: number): string {
  // Faster than `toString`, which looks up the encoding each time.
  const sliced = bytes as SlicedBuffer;
  return isAscii ? sliced.latin1Slice(start, end) : sliced.utf8Slice(start, end);
}

interface SlicedBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}
