import { type Column, scalar, TAG, textAt, type Words, wordsOver } from './cell.ts';
import { NONE, type TypedRow, type TypedValue } from './typed-value.ts';

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
  /** Decodes a value only when it is asked for: that of a number, which the second half of the word counts from 1. */
  readonly decode?: ((number: number) => TypedValue) | undefined;
  /** Reads back strings and bytes that were stored as artifacts; returns other values unchanged. */
  readonly convert?: Convert | undefined;
  /** Converts stored values of a column, such as pickles. */
  readonly map?: MapValue | undefined;
  /** Prints rows directly from the cells, if these are in its memory. */
  readonly encoder?: RowEncoder | undefined;
}

/** The formats of a `RowEncoder`. `piped` is tsv without control characters; the `safe` ones escape what looks like a formula. */
export type EncodedFormat = 'json' | 'typed' | 'csv' | 'tsv' | 'piped' | 'safe-csv' | 'safe-tsv' | 'safe-piped';

/** Prints rows without decoding their values. */
export interface RowEncoder {
  /**
   * Prints the selected rows, each between `before` and `after`. A chunk has complete rows, and is valid until the next one is
   * requested. In csv, tsv and piped, every column of the batch is a cell.
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
    const { convert, decode, map } = this.#parts;
    const later = column.words.u32[row * 2 + 1] ?? 0;
    const value = (later > 0 ? decode?.(later - 1) : this.values[index]) ?? NONE;
    const converted = convert === undefined ? value : convert(value, row);
    return map === undefined ? converted : map(converted, column, row);
  }

  #bytes(column: Column, row: number): TypedValue {
    const value: TypedValue = { type: 'BYTES', value: new Uint8Array(Buffer.from(this.text(column, row), 'base64')) };
    return this.#parts.map?.(value, column, row) ?? value;
  }

  /** The string of a cell with the tag `string` or `escaped`, or the base64 of one with the tag `bytes`. */
  text(column: Column, row: number): string {
    const at = column.words.u32[row * 2] ?? 0;
    const end = at + (column.words.u32[row * 2 + 1] ?? 0);
    if (column.tags[row] === TAG.escaped) return JSON.parse(`"${textAt(this.bytes, this.isAscii, at, end)}"`) as string;
    return textAt(this.bytes, this.isAscii, at, end);
  }
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
