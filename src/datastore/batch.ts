import { exactInteger, NONE, type ScalarType, type TypedRow, type TypedValue } from './typed-value.ts';

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
  /** The word is an index into `values`: for all other types, and for values that do not come from a block's text. */
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
  /** For a computed column: what its words index, instead of the batch's `values`. */
  readonly computed?: readonly TypedValue[];
}

/** Converts a value of a row. */
export type Convert = (value: TypedValue, row: number) => TypedValue;

/** Converts a value of a column that is not a number, bool or string. */
export type MapValue = (value: TypedValue, column: Column, row: number) => TypedValue;

/** What a batch is made of. */
export interface BatchParts {
  /** The number of rows in the columns; a `selection` may leave fewer. */
  readonly size: number;
  /** In display order, which is the same in all batches of a scan; later batches may have more columns. */
  readonly columns: readonly Column[];
  /** What the words of strings index. A Buffer, which the library's public types do not name. */
  readonly bytes: Uint8Array;
  /** Whether all strings in `bytes` are ASCII. */
  readonly isAscii: boolean;
  /** What the words of lists index. */
  readonly children: Words;
  /** What the words with the tag `value` index. */
  readonly values: readonly TypedValue[];
  /** Reads back strings and bytes that were stored as artifacts; returns other values unchanged. */
  readonly convert?: Convert | undefined;
  /** Converts stored values of a column, such as pickles. */
  readonly map?: MapValue | undefined;
  /** Prints rows directly from the cells, if these are in its memory. */
  readonly encoder?: RowEncoder | undefined;
}

/** The formats of a `RowEncoder`; `tsv` is also used in a pipe. The `safe` ones escape cells that look like formulas. */
export type EncodedFormat = 'json' | 'typed' | 'csv' | 'tsv' | 'safe-csv' | 'safe-tsv';

/** Prints rows without decoding their values. */
export interface RowEncoder {
  /**
   * Prints the selected rows, each between `before` and `after`. A chunk has complete rows, and is valid until the next one is
   * requested. In csv and tsv, every column of the batch is a cell.
   */
  encode(batch: Batch, format: EncodedFormat, before: Uint8Array, after: Uint8Array): Iterable<Uint8Array>;
}

const NO_WORDS = wordsOver(new ArrayBuffer(0), 0, 0);

/**
 * Rows as columns: readers produce them, operators select from them, sinks print them. A batch is limited in rows and bytes.
 * It is valid only until the next one is requested, which reuses its memory: keep values (`row`, `value`), not batches.
 *
 * Operators copy no cells: `select` and `project` return another batch over the same ones. The reader has already checked all
 * values. Only `value` may throw, for a string or bytes stored as an artifact, whose content is read on demand.
 */
export class Batch {
  readonly size: number;
  readonly columns: readonly Column[];
  readonly bytes: Uint8Array;
  readonly isAscii: boolean;
  readonly children: Words;
  readonly values: readonly TypedValue[];
  readonly encoder: RowEncoder | undefined;
  /** The rows that operators selected, in order; null means all. */
  readonly selection: Int32Array | null;
  readonly #parts: BatchParts;
  #byName: ReadonlyMap<string, Column> | undefined;

  constructor(parts: BatchParts, selection: Int32Array | null = null) {
    this.size = parts.size;
    this.columns = parts.columns;
    this.bytes = parts.bytes;
    this.isAscii = parts.isAscii;
    this.children = parts.children;
    this.values = parts.values;
    this.encoder = parts.encoder;
    this.selection = selection;
    this.#parts = parts;
  }

  /** The number of selected rows. */
  get length(): number {
    return this.selection === null ? this.size : this.selection.length;
  }

  /** The row number of the selected row at an index below `length`, as `value` and `row` take it. */
  at(index: number): number {
    return this.selection === null ? index : (this.selection[index] ?? 0);
  }

  column(name: string): Column | undefined {
    this.#byName ??= new Map(this.columns.map((column) => [column.name, column]));
    return this.#byName.get(name);
  }

  /** The batch with only these row numbers, in this order. */
  select(rows: Int32Array): Batch {
    return new Batch(this.#parts, rows);
  }

  /** The selected rows for which the test holds. */
  filter(test: (row: number) => boolean): Batch {
    const rows = new Int32Array(this.length);
    let count = 0;
    for (let index = 0; index < this.length; index++) {
      const row = this.at(index);
      if (test(row)) rows[count++] = row;
    }
    return count === this.length ? this : this.select(rows.subarray(0, count));
  }

  /** The selected rows from one index up to another (exclusive). */
  slice(from: number, to: number = this.length): Batch {
    if (from <= 0 && to >= this.length) return this;
    if (this.selection !== null) return this.select(this.selection.subarray(from, to));
    return this.select(Int32Array.from({ length: Math.max(0, Math.min(to, this.size) - from) }, (_, i) => from + i));
  }

  /** The batch with exactly these columns in this order; a missing column is absent in all rows. */
  project(names: readonly string[]): Batch {
    let absent: Omit<Column, 'name'> | undefined;
    const columns = names.map((name): Column => {
      const column = this.column(name);
      if (column !== undefined) return column;
      absent ??= { tags: new Uint8Array(this.size), words: NO_WORDS };
      return { name, ...absent };
    });
    return this.withColumns(columns);
  }

  /** The batch with these columns, which may be computed. */
  withColumns(columns: readonly Column[]): Batch {
    return new Batch({ ...this.#parts, columns }, this.selection);
  }

  /** The batch with this conversion applied on demand to values that are not numbers, bools or strings. */
  mapValues(map: MapValue): Batch {
    return new Batch({ ...this.#parts, map }, this.selection);
  }

  /** Whether `value` gives other values than the stored ones. */
  get isMapped(): boolean {
    return this.#parts.map !== undefined;
  }

  /** Computes a column for the selected rows; undefined makes a cell absent. */
  compute(name: string, read: (row: number) => TypedValue | undefined): Column {
    const tags = new Uint8Array(this.size);
    const words = wordsOver(new ArrayBuffer(this.size * 8), 0, this.size);
    const computed: TypedValue[] = [];
    for (let index = 0; index < this.length; index++) {
      const row = this.at(index);
      const value = read(row);
      if (value === undefined) continue;
      tags[row] = TAG.value;
      words.u32[row * 2] = computed.length;
      computed.push(value);
    }
    return { name, tags, words, computed };
  }

  /** A column that has the same value in all rows. */
  constant(name: string, value: TypedValue): Column {
    const words = wordsOver(new ArrayBuffer(this.size * 8), 0, this.size);
    return { name, tags: new Uint8Array(this.size).fill(TAG.value), words, computed: [value] };
  }

  /** Whether a row has a value in a column. */
  has(column: Column, row: number): boolean {
    return (column.tags[row] ?? TAG.absent) !== TAG.absent;
  }

  /** The value of a cell; undefined if the cell is absent. */
  value(column: Column, row: number): TypedValue | undefined {
    const tag = column.tags[row] ?? TAG.absent;
    switch (tag) {
      case TAG.absent:
        return undefined;
      case TAG.none:
        return NONE;
      case TAG.string:
      case TAG.escaped:
        return { type: 'STRING', value: this.text(column, row) };
      case TAG.value:
        return this.#stored(column, row);
      case TAG.bytes:
        return this.#bytes(column, row);
    }
    if (tag < TAG.list) return scalar(tag, column.words, row);
    const at = column.words.u32[row * 2] ?? 0;
    const count = column.words.u32[row * 2 + 1] ?? 0;
    const value = new Array<TypedValue>(count);
    for (let index = 0; index < count; index++) value[index] = scalar(tag - TAG.list, this.children, at + index);
    return { type: 'LIST', value };
  }

  /** A view of the elements of a list of doubles; undefined for any other cell. */
  floats(column: Column, row: number): Float64Array | undefined {
    if (column.tags[row] !== TAG.list + TAG.float64) return undefined;
    const at = column.words.u32[row * 2] ?? 0;
    return this.children.f64.subarray(at, at + (column.words.u32[row * 2 + 1] ?? 0));
  }

  /** A row as a map from column names to values, in column order. */
  row(row: number): TypedRow {
    const values = new Map<string, TypedValue>();
    for (const column of this.columns) {
      const value = this.value(column, row);
      if (value !== undefined) values.set(column.name, value);
    }
    return values;
  }

  /** The selected rows as maps. */
  typedRows(): TypedRow[] {
    return Array.from({ length: this.length }, (_, index) => this.row(this.at(index)));
  }

  #stored(column: Column, row: number): TypedValue {
    const index = column.words.u32[row * 2] ?? 0;
    if (column.computed !== undefined) return column.computed[index] ?? NONE;
    const { convert, map } = this.#parts;
    const value = this.values[index] ?? NONE;
    const converted = convert === undefined ? value : convert(value, row);
    return map === undefined ? converted : map(converted, column, row);
  }

  #bytes(column: Column, row: number): TypedValue {
    const at = column.words.u32[row * 2] ?? 0;
    const base64 = this.#slice(at, at + (column.words.u32[row * 2 + 1] ?? 0));
    const value: TypedValue = { type: 'BYTES', value: new Uint8Array(Buffer.from(base64, 'base64')) };
    const { map } = this.#parts;
    return map === undefined ? value : map(value, column, row);
  }

  /** The string of a cell with the tag `string` or `escaped`. */
  text(column: Column, row: number): string {
    const at = column.words.u32[row * 2] ?? 0;
    const end = at + (column.words.u32[row * 2 + 1] ?? 0);
    if (column.tags[row] === TAG.escaped) return JSON.parse(`"${this.#slice(at, end)}"`) as string;
    return this.#slice(at, end);
  }

  #slice(at: number, end: number): string {
    // Faster than `toString`, which looks up the encoding each time.
    const bytes = this.bytes as SlicedBuffer;
    return this.isAscii ? bytes.latin1Slice(at, end) : bytes.utf8Slice(at, end);
  }
}

interface SlicedBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

/** A batch without rows. */
export const NO_ROWS = new Batch({
  size: 0,
  columns: [],
  bytes: Buffer.alloc(0),
  isAscii: true,
  children: NO_WORDS,
  values: [],
});

const SCALAR_TYPES = {
  [TAG.int8]: 'INT8',
  [TAG.int16]: 'INT16',
  [TAG.int32]: 'INT32',
  [TAG.int64]: 'INT64',
  [TAG.float16]: 'FLOAT16',
  [TAG.float32]: 'FLOAT32',
  [TAG.float64]: 'FLOAT64',
} as const;

/** The tags of the scalar types whose value is in the word itself. */
export const TAG_OF_TYPE: Readonly<Partial<Record<ScalarType, number>>> = {
  BOOL: TAG.bool,
  INT8: TAG.int8,
  INT16: TAG.int16,
  INT32: TAG.int32,
  INT64: TAG.int64,
  FLOAT16: TAG.float16,
  FLOAT32: TAG.float32,
  FLOAT64: TAG.float64,
};

function scalar(tag: number, words: Words, index: number): TypedValue {
  if (tag === TAG.bool) return words.u32[index * 2] === 1 ? TRUE : FALSE;
  const type = SCALAR_TYPES[tag as keyof typeof SCALAR_TYPES];
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
