import { isAscii, isUtf8 } from 'node:buffer';
import { Batch } from '../datastore/batch.ts';
import { putValue } from '../datastore/batch-builder.ts';
import { type Column, TAG, TYPES_OF_TAGS, wordsOver } from '../datastore/cell.ts';
import { ValueError } from '../datastore/scalars.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError } from '../errors.ts';
import { KernelEncoder } from '../kernel/encoder.ts';
import { type KernelColumn, KernelMemory, STATUS, STORED, TEXT } from '../kernel/memory.ts';
import { type KernelExports, openKernelModule, withKernel } from '../kernel/module.ts';
import { MAX_PAGE_ROWS } from './page-size.ts';
import { decodeValue, isObject } from './values.ts';

const RECORDS = Buffer.from('"records":[');
const COMMA = 0x2c;
const CLOSE_LIST = 0x5d;

/** The decoders read longer pages, and those with more columns. */
const MAX_BYTES = 1 << 24;
const MAX_COLUMNS = 4096;
/** Enough for most pages. Longer ones enlarge it. */
const ROOM = 1 << 20;
/** Zeros after a page: the kernel reads past the end, and must not find anything there. */
const SLACK = 64;
/** The minimum length of an element of a list in a page. */
const BYTES_AN_ELEMENT = 24;

/** The text before values, by `Form` in src/kernel/assembly/layout.ts: the form of a scalar is its tag. */
const FORMS = [
  '',
  ...[...TYPES_OF_TAGS.slice(TAG.none, TAG.string + 1), 'LIST'].map((type) => `{"type":"${type}","value":`),
  '{"value":',
  '{"type":"BYTES","value":',
  ',"type":"LIST"}',
];

export interface PageCellsOptions {
  readonly keyColumn: string;
  /** The columns to show, in this order; undefined means all. */
  readonly columns: readonly string[] | undefined;
  /** The order of the columns if all are shown. */
  readonly order: (a: string, b: string) => number;
  readonly keepNone: boolean;
  /** Decodes a record with all of its columns. */
  readonly decode: (record: unknown) => TypedRow;
}

export interface CellsOfPage {
  /** Valid until the next page is read. */
  readonly batch: Batch;
  readonly key: Column;
  readonly lastRecord: unknown;
  /** The response without its records. */
  readonly rest: Buffer;
}

/**
 * Reads the pages of a scan into batches, from the bytes of the response. If a page is spelled in another way than servers
 * spell it, or anything is wrong, the decoders read it and describe the problem.
 */
export class PageCells {
  /** The columns of batches. */
  shown: KernelColumn[] = [];
  private readonly options: PageCellsOptions;
  private readonly exports: KernelExports;
  private readonly memory: KernelMemory;
  private readonly encoder: KernelEncoder;
  private readonly key: KernelColumn;
  private readonly byName = new Map<string, KernelColumn>();
  private readonly chosen: ReadonlySet<string> | undefined;
  private input = 0;
  private children = 0;
  private room = 0;
  private isSorted = false;
  private rows = 0;
  private values: TypedValue[] = [];
  private isAscii = true;

  /** Null without WebAssembly. */
  static open(options: PageCellsOptions): PageCells | null {
    return withKernel((module) => new PageCells(options, module));
  }

  private constructor(options: PageCellsOptions, module: WebAssembly.Module) {
    this.options = options;
    this.exports = openKernelModule(module, (column, row, to) => this.encoder.writeOther(column, row, to));
    const { exports } = this;
    const memory = new KernelMemory(exports);
    this.memory = memory;
    FORMS.forEach((text, form) => {
      memory.setText(TEXT.form + form, text);
    });
    this.encoder = new KernelEncoder(exports, memory, this, MAX_PAGE_ROWS, 0);
    this.chosen = options.columns && new Set(options.columns);
    for (const name of this.chosen ?? []) this.add(name);
    this.key = this.byName.get(options.keyColumn) ?? this.add(options.keyColumn);
  }

  /** The rows of a page; null if it has none, or if the decoders have to read it. */
  read(body: Buffer): CellsOfPage | null {
    const start = body.indexOf(RECORDS) + RECORDS.length;
    if (start < RECORDS.length || body.length > MAX_BYTES || !isUtf8(body)) return null;
    this.isAscii = isAscii(body);
    this.begin(body.subarray(start));
    try {
      const found = this.readRecords();
      if (found === null) return null;
      const rest = Buffer.concat([body.subarray(0, start), body.subarray(start + found.end - this.input)]);
      // If there are two such lists, only the decoders can tell which one is meant.
      if (rest.indexOf(RECORDS, start) >= 0) return null;
      this.decodeStored();
      return { batch: this.batch(), key: this.key, lastRecord: this.parse(found.last, found.end), rest };
    } catch (error) {
      if (error instanceof ValueError || error instanceof SyntaxError || isSwjobError(error)) return null;
      throw error;
    }
  }

  private begin(records: Buffer): void {
    for (const { tags } of this.memory.columns) tags.fill(0, 0, this.rows + 1);
    this.rows = 0;
    this.values = [];
    if (records.length > this.room) {
      this.room = Math.max(ROOM, records.length, this.room * 2);
      this.input = this.memory.take(this.room + SLACK);
      this.children = this.memory.take(this.words * 8);
    }
    const { exports, memory } = this;
    const end = this.input + records.length;
    memory.bytes.set(records, this.input);
    memory.bytes.fill(0, end, end + SLACK);
    exports.beginCells(this.options.keepNone, this.children, this.children + this.words * 8, 0, 0);
  }

  /** Reads all records. Returns the place of the last one, and of the end of their list. */
  private readRecords(): { readonly last: number; readonly end: number } | null {
    const { exports } = this;
    for (let place = this.input; ; ) {
      const status = exports.readRecords(place, this.rows, MAX_PAGE_ROWS);
      this.rows = exports.recordRows.value;
      const last = exports.recordStart.value;
      let end = exports.at.value;
      if (status === STATUS.full) return null;
      if (status !== STATUS.done) {
        end = exports.skipValue(last);
        if (end === 0) return null;
        this.clearRow();
        const record = this.parse(last, end);
        if (status === STATUS.place && this.addColumns(record)) {
          place = last;
          continue;
        }
        if (!this.put(this.options.decode(record))) return null;
      }
      const next = this.memory.bytes[end];
      if (next === CLOSE_LIST) return { last, end };
      if (next !== COMMA || status === STATUS.done) return null;
      place = end + 1;
    }
  }

  /** How many elements of lists fit in memory. */
  private get words(): number {
    return Math.ceil(this.room / BYTES_AN_ELEMENT);
  }

  private parse(start: number, end: number): unknown {
    return JSON.parse(this.memory.bytes.toString(this.isAscii ? 'latin1' : 'utf8', start, end));
  }

  /** Adds the new columns of a record. Returns false if there are none, or too many. */
  private addColumns(record: unknown): boolean {
    const names = isObject(record) ? Object.keys(record).filter((name) => !this.byName.has(name)) : [];
    if (names.length === 0 || this.byName.size + names.length > MAX_COLUMNS) return false;
    for (const name of names) this.add(name);
    return true;
  }

  private add(name: string): KernelColumn {
    const column = this.memory.column(name, MAX_PAGE_ROWS);
    this.exports.addNamed(column.place);
    this.byName.set(name, column);
    if (this.chosen === undefined || this.chosen.has(name)) this.shown.push(column);
    this.isSorted = this.chosen !== undefined;
    return column;
  }

  private clearRow(): void {
    for (const { tags } of this.memory.columns) tags[this.rows] = 0;
  }

  /** Adds a row of decoded values. Returns false if it has too many columns. */
  private put(row: TypedRow): boolean {
    for (const [name, value] of row) {
      let column = this.byName.get(name);
      if (column === undefined && this.byName.size < MAX_COLUMNS) column = this.add(name);
      if (column === undefined) return false;
      putValue(column, this.rows, value, this.values);
    }
    this.rows++;
    return true;
  }

  /** Decodes the values that the kernel left to the host. */
  private decodeStored(): void {
    for (const column of new Set([...this.shown, this.key])) {
      const { tags, words } = column;
      for (let row = tags.indexOf(STORED); row >= 0; row = tags.indexOf(STORED, row + 1)) {
        const start = words.u32[row * 2] ?? 0;
        const value = decodeValue(this.parse(start, start + (words.u32[row * 2 + 1] ?? 0)));
        if (value.type === 'UNKNOWN' && !this.options.keepNone) tags[row] = 0;
        else putValue(column, row, value, this.values);
      }
    }
  }

  private batch(): Batch {
    if (!this.isSorted) this.shown = this.shown.toSorted((a, b) => this.options.order(a.name, b.name));
    this.isSorted = true;
    // The memory may move, so this comes before the rest.
    this.encoder.makeRoom();
    const { memory, encoder, isAscii, values, rows } = this;
    return new Batch({
      size: rows,
      columns: this.shown,
      bytes: memory.bytes,
      isAscii,
      children: wordsOver(memory.buffer, this.children, this.words),
      values,
      encoder,
    });
  }
}
