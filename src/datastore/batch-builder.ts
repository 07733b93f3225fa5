import { Batch, type Convert } from './batch.ts';
import { type Column, setInteger, TAG, TAG_OF_TYPE, type Words, wordsOver } from './cell.ts';
import type { TypedRow, TypedValue } from './typed-value.ts';

const FIRST_ROWS = 64;

/** Puts a value into a cell: numbers into its word, everything else into `values`, which belongs to the batch. */
export function putValue(column: Column, row: number, value: TypedValue, values: TypedValue[]): void {
  const { tags, words } = column;
  const tag = tagOf(value);
  tags[row] = tag;
  if (tag === TAG.none) return;
  if (tag === TAG.value) {
    words.u32[row * 2] = values.length;
    words.u32[row * 2 + 1] = 0;
    values.push(value);
  } else if (tag === TAG.bool) setInteger(words, row, Number(value.value));
  else if (tag < TAG.float16) setInteger(words, row, value.value as number | bigint);
  else words.f64[row] = value.value as number;
}

function tagOf(value: TypedValue): number {
  if (value.type === 'UNKNOWN') return TAG.none;
  // A word cannot record that a narrow float has a text of its own.
  if ('narrow' in value && value.narrow) return TAG.value;
  return TAG_OF_TYPE[value.type] ?? TAG.value;
}

/**
 * Builds batches from typed rows: for a Server's pages, and for everything else that does not come from a block's text.
 *
 * ```ts
 * const builder = new BatchBuilder(['id']);   // columns that come first
 * for (const row of rows) builder.add(row);
 * yield builder.finish();                      // begins the next batch
 * ```
 */
export class BatchBuilder {
  /** How many rows have been added since the last batch. */
  size = 0;
  private readonly columns = new Map<string, GrowingColumn>();
  private readonly first: readonly string[];
  private values: TypedValue[] = [];
  private readonly floats = new Floats();
  private readonly texts = new Texts();

  /** `first` are the columns that come first, in this order. */
  constructor(first: readonly string[] = []) {
    this.first = first;
  }

  /** Adds a row; its new columns come after those that are known. */
  add(row: TypedRow): void {
    for (const [name, value] of row) {
      const column = this.column(name).at(this.size);
      if (this.texts.put(column, this.size, value) || this.floats.put(column, this.size, value)) continue;
      putValue(column, this.size, value, this.values);
    }
    this.size++;
  }

  /** Reserves the next place for a column before any row has it. */
  place(name: string): void {
    this.column(name);
  }

  /**
   * Returns the added rows as a batch, and starts the next one. Columns are in order of appearance, or in this order.
   */
  finish(order?: (a: string, b: string) => number, convert?: Convert): Batch {
    const columns = [...this.columns.values()]
      .filter((column) => column.isUsed)
      .map((column) => column.take(this.size));
    if (order) columns.sort((a, b) => order(a.name, b.name));
    const batch = new Batch({
      size: this.size,
      columns,
      ...this.texts.take(),
      children: this.floats.take(),
      values: this.values,
      convert,
    });
    this.size = 0;
    this.values = [];
    return batch;
  }

  private column(name: string): GrowingColumn {
    if (this.columns.size === 0) for (const known of this.first) this.columns.set(known, new GrowingColumn(known));
    let column = this.columns.get(name);
    if (column === undefined) {
      column = new GrowingColumn(name);
      this.columns.set(name, column);
    }
    return column;
  }
}

class GrowingColumn implements Column {
  readonly name: string;
  tags = new Uint8Array(0);
  words: Words = wordsOver(new ArrayBuffer(0), 0, 0);
  isUsed = false;

  constructor(name: string) {
    this.name = name;
  }

  /** The column with room for a value in this row. */
  at(row: number): this {
    if (row >= this.tags.length) this.grow(Math.max(FIRST_ROWS, row * 2));
    this.isUsed = true;
    return this;
  }

  /** Returns the column for a finished batch, and starts a new one. */
  take(size: number): Column {
    if (this.tags.length < size) this.grow(size);
    const { name, tags, words } = this;
    this.tags = new Uint8Array(0);
    this.words = wordsOver(new ArrayBuffer(0), 0, 0);
    this.isUsed = false;
    return { name, tags, words };
  }

  private grow(rows: number): void {
    const tags = new Uint8Array(rows);
    const words = wordsOver(new ArrayBuffer(rows * 8), 0, rows);
    tags.set(this.tags);
    words.f64.set(this.words.f64);
    this.tags = tags;
    this.words = words;
  }
}

/** The elements of lists of doubles, which make up most of many tables: stored as numbers, they need no objects. */
class Floats {
  private words = wordsOver(new ArrayBuffer(0), 0, 0);
  private used = 0;

  /** Puts a list of doubles into a cell; returns false for any other value. */
  put({ tags, words }: Column, row: number, value: TypedValue): boolean {
    if (value.type !== 'LIST' || value.value.length === 0) return false;
    const items = value.value;
    if (!items.every(({ type }) => type === 'FLOAT64')) return false;
    if (this.used + items.length > this.words.f64.length) this.grow(items.length);
    tags[row] = TAG.list + TAG.float64;
    words.u32[row * 2] = this.used;
    words.u32[row * 2 + 1] = items.length;
    for (const item of items) this.words.f64[this.used++] = item.value as number;
    return true;
  }

  /** Returns the elements for a finished batch, and starts anew. */
  take(): Words {
    const { words } = this;
    this.words = wordsOver(new ArrayBuffer(0), 0, 0);
    this.used = 0;
    return words;
  }

  private grow(more: number): void {
    const count = Math.max(FIRST_ROWS, this.used + more, this.used * 2);
    const words = wordsOver(new ArrayBuffer(count * 8), 0, count);
    words.f64.set(this.words.f64);
    this.words = words;
  }
}

/** Longer strings stay values: they would be copied each time there has to be more room. */
const MAX_TEXT = 1 << 12;
const MAX_TEXT_BYTES = 2 ** 31;
const FIRST_TEXT = 1 << 12;
const BYTES_A_LETTER = 3;

/** The strings of cells as UTF-8, which takes a fraction of the memory of objects. */
class Texts {
  private bytes = Buffer.alloc(0);
  private used = 0;
  private areAscii = true;

  /** Puts a string into a cell; returns false for any other value, and for what UTF-8 cannot represent. */
  put({ tags, words }: Column, row: number, { type, value }: TypedValue): boolean {
    if (type !== 'STRING' || value.length > MAX_TEXT || LONE_SURROGATE.test(value)) return false;
    const end = this.used + value.length * BYTES_A_LETTER;
    if (end > MAX_TEXT_BYTES) return false;
    if (end > this.bytes.length) this.grow(end);
    const length = this.bytes.write(value, this.used);
    if (length !== value.length) this.areAscii = false;
    tags[row] = TAG.string;
    words.u32[row * 2] = this.used;
    words.u32[row * 2 + 1] = length;
    this.used += length;
    return true;
  }

  /** Returns the strings for a finished batch, and starts anew. */
  take(): { readonly bytes: Buffer; readonly isAscii: boolean } {
    const taken = { bytes: this.bytes, isAscii: this.areAscii };
    this.bytes = Buffer.alloc(0);
    this.used = 0;
    this.areAscii = true;
    return taken;
  }

  private grow(needed: number): void {
    const bytes = Buffer.allocUnsafeSlow(Math.max(FIRST_TEXT, needed, this.used * 2));
    this.bytes.copy(bytes, 0, 0, this.used);
    this.bytes = bytes;
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Converts the rows of a scan to batches. `first` are the columns that come first. */
export async function* batchesOf(
  rows: AsyncIterable<readonly TypedRow[]>,
  first: readonly string[],
  order?: (a: string, b: string) => number,
): AsyncGenerator<Batch> {
  const builder = new BatchBuilder(first);
  for await (const some of rows) {
    for (const row of some) builder.add(row);
    yield builder.finish(order);
  }
}
