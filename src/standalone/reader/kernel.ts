import { Batch, type Convert } from '../../datastore/batch.ts';
import { putValue } from '../../datastore/batch-builder.ts';
import { wordsOver } from '../../datastore/cell.ts';
import { ValueError } from '../../datastore/scalars.ts';
import type { DataType, TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import type { KeyValue } from '../../job/instance.ts';
import { KernelEncoder } from '../../kernel/encoder.ts';
import { KernelMemory, MAX_TEXT, TEXT } from '../../kernel/memory.ts';
import { type KernelExports, openKernelModule, withKernel } from '../../kernel/module.ts';
import type { RecordSchemas } from '../record-schema.ts';
import { KernelInput } from './kernel-input.ts';
import { KernelKeys } from './kernel-keys.ts';
import { KernelPlans } from './kernel-plans.ts';
import { KernelValues } from './kernel-values.ts';
import type { ScanColumns } from './scan-columns.ts';

const ROWS = 1024;
const MAX_LINES = 4096;
/** The size of a line in the list of lines. */
const LISTED = 24;
const LAST_REVISION = 2n ** 64n - 1n;

export interface KernelOptions {
  readonly keyColumn: string;
  readonly keyType: DataType | null;
  readonly schemas: RecordSchemas;
  readonly columns: ScanColumns;
  readonly keepNone: boolean;
  readonly upTo: bigint | undefined;
  readonly convert: Convert;
  /** Called with each new schema. */
  readonly onSchema: (text: string) => void;
}

/** The host of the kernel: copies lines and plans into its memory, and takes batches out. */
export class Kernel {
  readonly exports: KernelExports;
  readonly memory: KernelMemory;
  readonly plans: KernelPlans;
  readonly columns: ScanColumns;
  readonly input: KernelInput;
  readonly keys: KernelKeys;
  /** How many rows of the batch are filled. */
  rows = 0;
  /** How many records were read. */
  records = 0;
  /** Where the host lists the places at which groups of lines begin. */
  readonly starts: number;
  /** Where the kernel lists lines with their keys: see `Listed` in assembly/layout.ts. */
  readonly listed: number;
  readonly maxLines = MAX_LINES;
  private readonly encoder: KernelEncoder;
  private readonly options: KernelOptions;
  private readonly values: KernelValues;
  /** For each row, the place of its plan and of its first line. */
  private readonly rowPlans: number;
  private readonly rowLines: number;
  /** The elements of lists. */
  private children: number;

  /** Null without WebAssembly, or if the name of the key column is too long. */
  static open(options: KernelOptions): Kernel | null {
    if (Buffer.byteLength(headOf(options.keyColumn)) > MAX_TEXT) return null;
    return withKernel((module) => new Kernel(options, module));
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
    this.listed = memory.take(MAX_LINES * LISTED);
    this.encoder = new KernelEncoder(this.exports, memory, columns, ROWS, this.rowPlans);
    this.input = new KernelInput(memory);
    this.children = memory.take(this.input.size * 2);
    this.columns = columns;
    const key = columns.begin(memory);
    this.plans = new KernelPlans(this.exports, memory, schemas, keyColumn, columns);
    this.values = new KernelValues(memory, this.plans.decoders);
    this.keys = new KernelKeys(this.exports, memory, key, keyType);
    memory.setText(TEXT.head, headOf(keyColumn));
    memory.setText(TEXT.schema, '": {"schema": ');
    memory.setText(TEXT.data, ', "data": ');
    this.exports.configure(key.place, this.rowPlans, this.rowLines, upTo ?? LAST_REVISION);
    this.beginBatch();
  }

  /** Makes room for a line of this many bytes, if it is not too long. Only for an empty window and batch. */
  growTo(length: number): boolean {
    if (!this.input.grow(length)) return false;
    this.children = this.memory.take(this.input.size * 2);
    this.beginBatch();
    return true;
  }

  /** Scans lines, starting at a place in the window. `starts` lists the places of groups, or is 0 if each line is a row. */
  scan(from: number, maxRows: number, starts: number): number {
    const { exports } = this;
    const most = Math.min(this.columns.capacity, this.rows + maxRows);
    const status = exports.scan(from, this.input.end, this.rows, most, starts);
    this.rows = exports.rows.value;
    this.records += exports.records.value;
    return status;
  }

  /** Lists the lines from a place in the window to its end, without reading their rows. */
  list(from: number): { readonly status: number; readonly count: number } {
    const status = this.exports.index(from, this.input.end, this.listed, MAX_LINES);
    return { status, count: this.exports.lines.value };
  }

  /** Where the current line begins: the first that was not completely scanned. */
  get linePlace(): number {
    return this.exports.lineStart.value;
  }

  /** Makes a plan for the current schema. `full`: the batch has to be emptied first, as its rows need the existing plans. */
  addPlan(): 'done' | 'irregular' | 'full' {
    const place = this.exports.schemaStart.value;
    const length = this.exports.currentSchema();
    if (length === 0) return 'irregular';
    if (!this.plans.makeRoomFor(length)) {
      if (this.rows > 0) return 'full';
      this.plans.forget();
      if (!this.plans.makeRoomFor(length)) return 'irregular';
    }
    const text = this.memory.bytes.toString('utf8', place, place + length);
    try {
      this.options.onSchema(text);
    } catch (error) {
      // The decoders describe what is wrong.
      if (error instanceof SyntaxError || error instanceof ValueError) return 'irregular';
      throw error;
    }
    this.plans.add(text);
    return 'done';
  }

  /** Gives the columns of the current plan their places. A row of several records may not need all of them. */
  placeColumns(isOneLine: boolean): 'done' | 'irregular' | 'full' {
    const plan = this.plans.at(this.exports.currentPlan.value);
    if (plan === undefined) return 'irregular';
    if (!this.columns.arePlaced(plan.names)) {
      if (!isOneLine || !this.exports.isSingle()) return 'irregular';
      if (!this.columns.hasRoomFor(plan.names.length)) {
        if (this.rows > 0) return 'full';
        this.columns.shrink(plan.names.length);
      }
    }
    this.plans.place(plan);
    return 'done';
  }

  /** The place of a row's first line in the window. */
  lineOf(row: number): number {
    return this.memory.u32[this.rowLines / 4 + row] ?? 0;
  }

  /** Removes the last row, to be filled again. */
  removeLastRow(): void {
    this.rows--;
    this.records -= this.exports.rowRecords.value;
  }

  /** Removes a row and all rows after it. */
  removeRowsFrom(row: number): void {
    for (let index = row; index < this.rows; index++) this.clear(index);
    this.rows = row;
  }

  keyOf(row: number): KeyValue {
    return this.keys.at(row, this.values.decoded);
  }

  /** Empties a row that may be filled in part. */
  clear(row: number): void {
    for (const { tags } of this.memory.columns) tags[row] = 0;
  }

  /** Fills a row, by default the next one, with decoded values. */
  put(row: TypedRow, line: number, at = this.rows): void {
    this.clear(at);
    this.columns.placeAll(row.keys());
    for (const [name, value] of row) {
      if (!this.options.keepNone && value.type === 'UNKNOWN') continue;
      const column = this.columns.place(name);
      if (column !== undefined) putValue(column, at, value, this.values.decoded);
    }
    this.memory.u32[this.rowPlans / 4 + at] = 0;
    this.memory.u32[this.rowLines / 4 + at] = line;
    if (at === this.rows) this.rows++;
  }

  /** Decodes values from a row on, until one does not fit. Returns the number of its row, or how many rows there are. */
  decodeStored(from: number): number {
    if (this.exports.entryCount.value === 0) return this.rows;
    return this.values.decode(from, this.rows, this.input.isAscii);
  }

  /** Whether any value of the batch was decoded. */
  get hasDecoded(): boolean {
    return this.values.decoded.length > 0;
  }

  /** The decoded values of a row. */
  valuesOf(row: number): Generator<TypedValue> {
    return this.values.ofRow(this.columns.shown, row);
  }

  /** The filled rows as a batch, without those in `dropped`. */
  batch(dropped: ReadonlySet<number>): Batch {
    const { memory, values, input } = this;
    const batch = new Batch({
      size: this.rows,
      columns: this.columns.shown,
      bytes: memory.bytes,
      isAscii: input.isAscii,
      children: wordsOver(memory.buffer, this.children, input.size / 4),
      values: values.decoded,
      decode: (number) => values.read(number, input.isAscii),
      convert: this.options.convert,
      encoder: this.encoder,
    });
    return dropped.size === 0 ? batch : batch.filter((row) => !dropped.has(row));
  }

  beginBatch(): void {
    const { exports, children, values, input } = this;
    for (const { tags } of this.memory.columns) tags.fill(0, 0, this.rows + 1);
    this.columns.shrink();
    this.encoder.makeRoom();
    this.rows = 0;
    values.decoded = [];
    exports.beginCells(this.options.keepNone, children, children + input.size * 2, values.entries, values.maxEntries);
  }
}

function headOf(keyColumn: string): string {
  return `{"key": ${JSON.stringify(keyColumn)}, "records": {"`;
}
