import { Batch, type Convert } from '../../datastore/batch.ts';
import { putValue } from '../../datastore/batch-builder.ts';
import { TAG, wordsOver } from '../../datastore/cell.ts';
import { ValueError } from '../../datastore/scalars.ts';
import type { DataType, TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import type { KeyValue } from '../../job/instance.ts';
import { KernelEncoder } from '../../kernel/encoder.ts';
import { KernelMemory, STORED } from '../../kernel/memory.ts';
import { type KernelExports, kernelModule, openKernelModule } from '../../kernel/module.ts';
import type { RecordSchemas } from '../record-schema.ts';
import { KernelKeys } from './kernel-keys.ts';
import { KernelLines } from './kernel-lines.ts';
import { KernelPlans } from './kernel-plans.ts';
import type { ScanColumns } from './scan-columns.ts';

/** So much of a block is looked at at a time: it stays in the processor's cache. Longer lines make it grow. */
const WINDOW = 1 << 18;
const MAX_WINDOW = 1 << 24;
/** Zeros behind a window, so that nothing is found there. */
const SLACK = 64;
const ROWS = 1024;
const MAX_LINES = 4096;
const MAX_ENTRIES = 1 << 14;
const ENTRY = 12;
const MAX_TOKEN = 4096;
const LAST_REVISION = 2n ** 64n - 1n;
const LINE_FEED = 10;

const TOKENS = ['"', '": {"schema": ', ', "data": '] as const;

export interface KernelOptions {
  readonly keyColumn: string;
  readonly keyType: DataType | null;
  readonly schemas: RecordSchemas;
  readonly columns: ScanColumns;
  readonly keepNone: boolean;
  readonly upTo: bigint | undefined;
  readonly convert: Convert;
  /** Takes note of a schema that was met. */
  readonly seeSchema: (text: string) => void;
}

/** The host of the kernel: lays lines and plans into its memory, and takes batches out. */
export class Kernel {
  readonly exports: KernelExports;
  readonly memory: KernelMemory;
  readonly plans: KernelPlans;
  readonly columns: ScanColumns;
  /** How many rows of the batch are filled. */
  rows = 0;
  /** Records that were read. */
  records = 0;
  /** Where the window begins, how much of it is filled, and the places where groups of lines begin. */
  input: number;
  filled = 0;
  readonly starts: number;
  readonly maxLines = MAX_LINES;
  private readonly encoder: KernelEncoder;
  private readonly options: KernelOptions;
  readonly keys: KernelKeys;
  readonly lines: KernelLines;
  private readonly rowPlans: number;
  private readonly rowLines: number;
  private readonly entries: number;
  private windowSize = WINDOW;
  private children: number;
  private values: TypedValue[] = [];
  private isAscii = true;

  /** Null where there is no kernel, as under `node --jitless`, or the key column has too long a name. */
  static open(options: KernelOptions): Kernel | null {
    const module = kernelModule();
    if (module === null) return null;
    return Buffer.byteLength(headOf(options.keyColumn)) > MAX_TOKEN ? null : new Kernel(options, module);
  }

  private constructor(options: KernelOptions, module: WebAssembly.Module) {
    this.options = options;
    const { keyColumn, keyType, schemas, columns, upTo } = options;
    this.exports = openKernelModule(module, (column, row, to) => this.encoder.writeOther(column, row, to));
    const memory = new KernelMemory(this.exports);
    this.memory = memory;
    this.rowPlans = memory.take(ROWS * 4);
    this.rowLines = memory.take(ROWS * 4);
    this.starts = memory.take(MAX_LINES * 4 + 4);
    this.lines = new KernelLines(this.exports, memory, MAX_LINES);
    this.entries = memory.take(MAX_ENTRIES * ENTRY);
    this.encoder = new KernelEncoder(this.exports, memory, columns, ROWS, this.rowPlans);
    this.input = memory.take(WINDOW);
    this.children = memory.take(WINDOW * 2);
    this.columns = columns;
    const key = columns.begin(memory);
    this.plans = new KernelPlans(this.exports, memory, schemas, keyColumn, columns);
    this.keys = new KernelKeys(this.exports, memory, key, keyType);
    [headOf(keyColumn), TOKENS[1], TOKENS[2]].forEach((token, number) => {
      memory.layText(this.exports.tokenPlace(number), Buffer.from(token));
    });
    this.exports.configure(key.place, this.rowPlans, this.rowLines, upTo ?? LAST_REVISION);
    this.beginBatch();
  }

  /** Makes room for a line of this many bytes; false for one that is too long. Only before a window is filled. */
  growTo(length: number): boolean {
    if (length > MAX_WINDOW) return false;
    while (this.windowSize < length) this.windowSize *= 2;
    this.input = this.memory.take(this.windowSize);
    this.children = this.memory.take(this.windowSize * 2);
    this.beginBatch();
    return true;
  }

  get room(): number {
    return this.windowSize - this.filled;
  }

  beginWindow(isAscii: boolean): void {
    this.filled = 0;
    this.isAscii = isAscii;
  }

  /** Adds whole lines to the window; the last line of a block may lack its line feed. */
  add(content: Buffer, from: number, to: number): void {
    this.memory.bytes.set(content.subarray(from, to), this.input + this.filled);
    this.filled += to - from;
    if (content[to - 1] !== LINE_FEED) this.memory.bytes[this.input + this.filled++] = LINE_FEED;
  }

  endWindow(): void {
    this.memory.bytes.fill(0, this.input + this.filled, this.input + this.filled + SLACK);
  }

  /** Scans lines from a place of the window on; `starts` are the places of groups, 0 where each line is a row. */
  scan(from: number, maxRows: number, starts: number): number {
    const { exports } = this;
    const most = Math.min(this.columns.capacity, this.rows + maxRows);
    const status = exports.scan(from, this.input + this.filled, this.rows, most, starts);
    this.rows = exports.rowsFilled();
    this.records += exports.recordsPassed();
    return status;
  }

  /** Where the line at hand begins. */
  get linePlace(): number {
    return this.exports.linePlace();
  }

  /** Makes a plan for the schema at hand. `full`: first the batch has to be emptied, whose rows need the plans there are. */
  learn(): 'learned' | 'irregular' | 'full' {
    const place = this.exports.schemaPlace();
    const length = this.exports.schemaAtHand();
    if (length === 0) return 'irregular';
    if (!this.plans.hasRoomFor(length)) {
      if (this.rows > 0) return 'full';
      this.plans.forget();
      if (!this.plans.hasRoomFor(length)) return 'irregular';
    }
    const text = this.memory.bytes.toString('utf8', place, place + length);
    try {
      this.options.seeSchema(text);
    } catch (error) {
      // The thorough decoders find the words for it.
      if (error instanceof SyntaxError || error instanceof ValueError) return 'irregular';
      throw error;
    }
    this.plans.learn(text);
    return 'learned';
  }

  /** Gives the columns of the plan at hand their places. A row of several records may not need all of them. */
  placeColumns(isOneLine: boolean): 'learned' | 'irregular' | 'full' {
    const plan = this.plans.at(this.exports.planPlace());
    if (plan === undefined) return 'irregular';
    if (!this.columns.arePlaced(plan.names)) {
      if (!isOneLine || !this.exports.isSingle()) return 'irregular';
      if (!this.columns.hasRoomFor(plan.names.length)) {
        if (this.rows > 0) return 'full';
        this.columns.shrink(plan.names.length);
      }
    }
    this.plans.place(plan);
    return 'learned';
  }

  /** Where the first line of a row stands in the window. */
  lineOf(row: number): number {
    return this.memory.u32[this.rowLines / 4 + row] ?? 0;
  }

  /** Gives up the last row, which is filled again. */
  takeBack(): void {
    this.rows--;
    this.records -= this.exports.recordsOfRow();
  }

  /** Gives up the rows from one on, and the keys behind that of the row before it. */
  cut(row: number, lastKey: KeyValue | undefined): void {
    const key = row > 0 ? this.keyOf(row - 1) : lastKey;
    for (let index = row; index < this.rows; index++) this.clear(index);
    this.rows = row;
    if (key === undefined) this.keys.begin();
    else this.keys.setLast(key);
  }

  /** The key of a row. */
  keyOf(row: number): KeyValue {
    return this.keys.at(row, this.values);
  }

  /** Empties a row, of which something may have been filled. */
  clear(row: number): void {
    for (const { tags } of this.memory.columns) tags[row] = 0;
  }

  /** Fills the next row with values that were decoded. */
  put(row: TypedRow, line: number, at = this.rows): void {
    this.clear(at);
    this.columns.placeAll(row.keys());
    for (const [name, value] of row) {
      if (!this.options.keepNone && value.type === 'UNKNOWN') continue;
      const column = this.columns.place(name);
      if (column !== undefined) putValue(column, at, value, this.values);
    }
    this.memory.u32[this.rowPlans / 4 + at] = 0;
    this.memory.u32[this.rowLines / 4 + at] = line;
    if (at === this.rows) this.rows++;
  }

  /**
   * Decodes the values of rows that the kernel left to the host. Stops at a row where one does not fit, and returns its
   * number; else how many rows there are.
   */
  decodeStored(from: number): number {
    if (this.exports.storedCount() === 0) return this.rows;
    const columns = this.memory.columns.filter((column) => column.hasStored);
    for (let row = from; row < this.rows; row++) {
      for (const { tags, words } of columns) {
        if (tags[row] !== STORED) continue;
        const entry = (this.entries + (words.u32[row * 2] ?? 0) * ENTRY) / 4;
        const [start = 0, end = 0, decoder = 0] = this.memory.u32.subarray(entry, entry + 3);
        try {
          const text = this.memory.bytes.toString(this.isAscii ? 'latin1' : 'utf8', start, end);
          const value = this.plans.decoders[decoder]?.(JSON.parse(text));
          if (value === undefined) return row;
          tags[row] = TAG.value;
          words.u32[row * 2] = this.values.length;
          this.values.push(value);
        } catch {
          return row;
        }
      }
    }
    return this.rows;
  }

  /** The values of a row that were decoded. */
  *valuesOf(row: number): Generator<TypedValue> {
    if (this.values.length === 0) return;
    for (const { tags, words } of this.columns.shown) {
      const value = tags[row] === TAG.value ? this.values[words.u32[row * 2] ?? 0] : undefined;
      if (value !== undefined) yield value;
    }
  }

  /** The rows of the batch that is filled; those of `dropped` are left out. */
  batch(dropped: ReadonlySet<number>): Batch {
    const { memory, values, isAscii } = this;
    const batch = new Batch({
      size: this.rows,
      columns: this.columns.shown,
      bytes: memory.bytes,
      isAscii,
      children: wordsOver(memory.buffer, this.children, this.windowSize / 4),
      values,
      convert: this.options.convert,
      encoder: this.encoder,
    });
    return dropped.size === 0 ? batch : batch.filter((row) => !dropped.has(row));
  }

  beginBatch(): void {
    const { exports, children, windowSize, entries } = this;
    for (const { tags } of this.memory.columns) tags.fill(0, 0, this.rows + 1);
    this.columns.shrink();
    this.encoder.makeRoom();
    this.rows = 0;
    this.values = [];
    exports.beginCells(this.options.keepNone, children, children + windowSize * 2, entries, MAX_ENTRIES);
    exports.setChildren(children);
  }
}

function headOf(keyColumn: string): string {
  return `{"key": ${JSON.stringify(keyColumn)}, "records": {"`;
}
