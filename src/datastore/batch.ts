import { exactInteger, NONE, type ScalarType, type TypedRow, type TypedValue } from './typed-value.ts';

/**
 * What a cell holds, and how its word is read. A cell is a tag and a 64-bit word, so that columns of any type, and
 * types that change from row to row, are two arrays.
 */
export const TAG = {
  /** The row has no value in this column. The word means nothing. */
  absent: 0,
  /** None, where the scan keeps it: otherwise the cell is absent. The word means nothing. */
  none: 1,
  /** 0 or 1. */
  bool: 2,
  /** The integer itself, whatever its width. */
  int8: 3,
  int16: 4,
  int32: 5,
  int64: 6,
  /** The bits of a double, whatever the width of the stored float. */
  float16: 7,
  float32: 8,
  float64: 9,
  /** Offset and length of a string in `bytes`, as UTF-8: there are no escapes in it. */
  string: 10,
  /** The same of the JSON text of a string, without its quotes: there are escapes in it. */
  escaped: 11,
  /** An index into `values`: anything else, and whatever did not come from a block's own text. */
  value: 12,
  /** Added to the tag of a number or bool: a LIST of such elements. Offset and count of words in `children`. */
  list: 16,
} as const;

/** The same 64-bit words under three views. Of a pair of 32-bit numbers the first is at `2 * index`. */
export interface Words {
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
  readonly u32: Uint32Array;
}

/** So many words of a buffer from an offset on, which is a multiple of 8. */
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
  /** Where the column was computed: what the words of its values point at, in the place of the batch's own. */
  readonly computed?: readonly TypedValue[];
}

/** Gives what a value of a row becomes. */
export type Convert = (value: TypedValue, row: number) => TypedValue;

/** Makes another value of one that is no number, bool or string. */
export type MapValue = (value: TypedValue, column: Column, row: number) => TypedValue;

/** What a batch is made of. */
export interface BatchParts {
  /** How many rows its columns have; `selection` may leave fewer. */
  readonly size: number;
  /** In the order in which they are shown, which is the same in all batches of a scan: later ones may have more. */
  readonly columns: readonly Column[];
  /** What the words of strings point into: a Buffer, which the types of the library don't name. */
  readonly bytes: Uint8Array;
  /** Whether all of the strings in `bytes` are ASCII. */
  readonly isAscii: boolean;
  /** What the words of lists point into. */
  readonly children: Words;
  /** What the words of values point at. */
  readonly values: readonly TypedValue[];
  /** Reads back strings and bytes of a row that were stored as artifacts; at once what was not. */
  readonly convert?: Convert | undefined;
  /** Reads stored values of a column as others: pickles, say. */
  readonly map?: MapValue | undefined;
  /** Prints rows from the cells themselves, where the cells lie in its memory. */
  readonly encoder?: RowEncoder | undefined;
}

/** The formats that a `RowEncoder` knows; `tsv` is also that of a pipe. The safe ones have no cells that are formulas. */
export type EncodedFormat = 'json' | 'typed' | 'csv' | 'tsv' | 'safe-csv' | 'safe-tsv';

/** Prints rows without making values of them. */
export interface RowEncoder {
  /**
   * The selected rows, each with these bytes before and after it. The chunks hold whole rows and are valid until the next
   * one is asked for. In csv and tsv every column of the batch is a cell.
   */
  encode(batch: Batch, format: EncodedFormat, before: Uint8Array, after: Uint8Array): Iterable<Uint8Array>;
}

const NO_WORDS = wordsOver(new ArrayBuffer(0), 0, 0);

/**
 * Rows as columns: what a reader gives, operators narrow down and sinks print. A batch is bounded in rows and in bytes,
 * and valid only until the next one is asked for, as its memory is used again: keep values (`row`, `value`), not batches.
 *
 * Operators copy no cells: `select` and `project` give another batch over the same ones. All rows of a batch are sound:
 * what is wrong with a value was found by the reader. Only `value` of a string that was stored as an artifact may
 * throw, where its content is damaged: it is read when it is asked for.
 */
export class Batch {
  readonly size: number;
  readonly columns: readonly Column[];
  readonly bytes: Uint8Array;
  readonly isAscii: boolean;
  readonly children: Words;
  readonly values: readonly TypedValue[];
  readonly encoder: RowEncoder | undefined;
  /** The rows that operators left, in order; null: all. */
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

  /** How many rows are selected. */
  get length(): number {
    return this.selection === null ? this.size : this.selection.length;
  }

  /** The number of the selected row at an index below `length`: what `value` and `row` take. */
  at(index: number): number {
    return this.selection === null ? index : (this.selection[index] ?? 0);
  }

  /** The column of a name. */
  column(name: string): Column | undefined {
    this.#byName ??= new Map(this.columns.map((column) => [column.name, column]));
    return this.#byName.get(name);
  }

  /** The batch with these of its rows only, their numbers in ascending order or in any other. */
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

  /** The selected rows from one index up to another, exclusive. */
  slice(from: number, to: number = this.length): Batch {
    if (from <= 0 && to >= this.length) return this;
    if (this.selection !== null) return this.select(this.selection.subarray(from, to));
    return this.select(Int32Array.from({ length: Math.max(0, Math.min(to, this.size) - from) }, (_, i) => from + i));
  }

  /** The batch with exactly these columns in this order; one that it lacks is absent from all rows. */
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

  /** The batch with these columns, its own or computed ones. */
  withColumns(columns: readonly Column[]): Batch {
    return new Batch({ ...this.#parts, columns }, this.selection);
  }

  /** The batch with values that are no numbers, bools or strings read by this function, when they are asked for. */
  mapValues(map: MapValue): Batch {
    return new Batch({ ...this.#parts, map }, this.selection);
  }

  /** A column of the selected rows, computed now; undefined is absent. */
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

  /** The value of a cell; undefined where the row has none in this column. */
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
    }
    if (tag < TAG.list) return scalar(tag, column.words, row);
    const at = column.words.u32[row * 2] ?? 0;
    const count = column.words.u32[row * 2 + 1] ?? 0;
    const value = new Array<TypedValue>(count);
    for (let index = 0; index < count; index++) value[index] = scalar(tag - TAG.list, this.children, at + index);
    return { type: 'LIST', value };
  }

  /** The elements of a list of doubles; undefined for any other cell. */
  floats(column: Column, row: number): Float64Array | undefined {
    if (column.tags[row] !== TAG.list + TAG.float64) return undefined;
    const at = column.words.u32[row * 2] ?? 0;
    return this.children.f64.subarray(at, at + (column.words.u32[row * 2 + 1] ?? 0));
  }

  /** A row as a map of its values, its columns in their order. */
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

  /** The text of a cell with the tag `string` or `escaped`. */
  text(column: Column, row: number): string {
    const at = column.words.u32[row * 2] ?? 0;
    const end = at + (column.words.u32[row * 2 + 1] ?? 0);
    if (column.tags[row] === TAG.escaped) return JSON.parse(`"${this.#slice(at, end)}"`) as string;
    return this.#slice(at, end);
  }

  #slice(at: number, end: number): string {
    // `toString` looks its encoding up each time.
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

/** The tag of the scalar types whose words hold the value itself. */
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

/** The integer of a word: a number where that is exact, else a bigint. */
export function integerAt(words: Words, index: number): number | bigint {
  const high = (words.u32[index * 2 + 1] ?? 0) | 0;
  if (high >= -0x20_0000 && high < 0x20_0000) {
    const value = high * 0x1_0000_0000 + (words.u32[index * 2] ?? 0);
    // -2^53 itself is a bigint like all beyond it.
    if (value > Number.MIN_SAFE_INTEGER - 1) return value;
  }
  return exactInteger(words.i64[index] ?? 0n);
}
