import { type Column, type Words, wordsOver } from '../datastore/cell.ts';
import type { KernelExports } from './module.ts';

/** Unused bytes after each region, as the kernel reads and writes 16 bytes at a time. */
const SLACK = 64;
const PAGE = 1 << 16;
/** The memory grows by at least this many bytes. */
const STEP = 1 << 20;
/** The size of a column's description: see assembly/layout.ts. */
const COLUMN = 24;

/** Why a call returned: the numbers of `Status` in assembly/layout.ts. */
export const STATUS = { done: 0, irregular: 1, newSchema: 2, place: 3, full: 4 } as const;
/** The tag of a value that the host has not decoded yet. */
export const STORED = 14;
/** Fixed texts: the numbers of `Text` in assembly/texts.ts, and the most bytes that one may have. */
export const TEXT = { head: 0, schema: 1, data: 2, before: 3, after: 4, typed: 8, form: 40 } as const;
export const MAX_TEXT = 4096;

/** A column whose cells are in the kernel's memory. */
export class KernelColumn implements Column {
  readonly name: string;
  /** Where its description is: see assembly/layout.ts. */
  readonly place: number;
  readonly tagsPlace: number;
  readonly wordsPlace: number;
  readonly capacity: number;
  /** Whether the column is one of the output. */
  isShown = false;
  /** Whether any plan leaves values of this column to the host. */
  hasStored = false;
  /** False until a plan stores bytes in this column; undefined without plans. */
  mayHaveBytes: boolean | undefined;
  tags: Uint8Array = new Uint8Array(0);
  words: Words = wordsOver(new ArrayBuffer(0), 0, 0);

  constructor(name: string, place: number, tagsPlace: number, wordsPlace: number, capacity: number) {
    this.name = name;
    this.place = place;
    this.tagsPlace = tagsPlace;
    this.wordsPlace = wordsPlace;
    this.capacity = capacity;
  }

  view(buffer: ArrayBuffer): void {
    this.tags = new Uint8Array(buffer, this.tagsPlace, this.capacity);
    this.words = wordsOver(buffer, this.wordsPlace, this.capacity);
  }
}

/** The kernel's memory. Regions are taken at its end, and never returned. */
export class KernelMemory {
  bytes: Buffer;
  /** All of the memory as words. The index of a u32 is its place divided by four. */
  words: Words;
  readonly columns: KernelColumn[] = [];
  private readonly byPlace = new Map<number, KernelColumn>();
  private readonly memory: KernelExports['memory'];
  private readonly textPlace: KernelExports['textPlace'];
  private end: number;

  constructor({ memory, freeMemory, textPlace }: KernelExports) {
    this.memory = memory;
    this.textPlace = textPlace;
    this.end = (freeMemory() + 7) & ~7;
    this.bytes = Buffer.from(memory.buffer);
    this.words = wordsOver(memory.buffer, 0, memory.buffer.byteLength / 8);
  }

  get u32(): Uint32Array {
    return this.words.u32;
  }

  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }

  /** Reserves a region of this many bytes, aligned to 8 and filled with zeros. Returns its place. */
  take(length: number): number {
    const place = this.end;
    this.end += (length + SLACK + 7) & ~7;
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) {
      this.memory.grow(Math.ceil(Math.max(missing, STEP) / PAGE));
      this.bytes = Buffer.from(this.memory.buffer);
      this.words = wordsOver(this.memory.buffer, 0, this.memory.buffer.byteLength / 8);
      for (const column of this.columns) column.view(this.memory.buffer);
    }
    return place;
  }

  /** Sets one of the fixed texts. */
  setText(number: number, text: string | Uint8Array): void {
    const place = this.textPlace(number);
    const bytes = Buffer.from(text).subarray(0, MAX_TEXT);
    this.u32[place / 4] = bytes.length;
    this.bytes.set(bytes, place + 8);
  }

  /** A new column with room for this many rows. */
  column(name: string, capacity: number): KernelColumn {
    const text = Buffer.from(`${JSON.stringify(name)}:`);
    const place = this.take(COLUMN);
    const namePlace = this.take(text.length);
    const wordsPlace = this.take(capacity * 8);
    const tagsPlace = this.take(capacity);
    this.bytes.set(text, namePlace);
    this.u32.set([namePlace, text.length, tagsPlace, wordsPlace], place / 4);
    const column = new KernelColumn(name, place, tagsPlace, wordsPlace, capacity);
    column.view(this.memory.buffer);
    this.columns.push(column);
    this.byPlace.set(place, column);
    return column;
  }

  /** The column whose description is at a place. */
  columnAt(place: number): KernelColumn | undefined {
    return this.byPlace.get(place);
  }
}
