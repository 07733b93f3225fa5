import type { Batch, EncodedFormat, RowEncoder } from '../datastore/batch.ts';
import { type Column, TAG, TYPES_OF_TAGS } from '../datastore/cell.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { encodeValues, valueText } from '../render/encode-rows.ts';
import { isHeavy } from '../render/weight.ts';
import { KernelColumn, type KernelMemory, TEXT } from './memory.ts';
import type { KernelExports } from './module.ts';

const FORMATS: Readonly<Record<EncodedFormat, number>> = {
  json: 0,
  typed: 1,
  csv: 2,
  tsv: 3,
  piped: 19,
  'safe-csv': 6,
  'safe-tsv': 7,
  'safe-piped': 23,
};
/** Added if a batch maps its values: bytes may be pickles to decode. */
const MAPPED = 8;
const OUTPUT = 1 << 20;

/** Prints the rows of batches whose cells are in the kernel's memory. */
export class KernelEncoder implements RowEncoder {
  private readonly exports: KernelExports;
  private readonly memory: KernelMemory;
  /** `shown` are all columns of the output, in order. */
  private readonly columns: { readonly shown: readonly Column[] };
  /** Where the kernel stores the plan of each row; 0 if there are no plans. */
  private readonly plansOfRows: number;
  private readonly output: number;
  private readonly selection: number;
  /** The place of an empty column, for columns that the table does not have. */
  private readonly nothing: number;
  private list: number;
  private listRoom: number;
  /** Writes a decoded value as text. */
  private writeValue: (column: Column, row: number, to: number) => number = () => -1;

  /** `rows` is the maximum of rows in a batch. */
  constructor(
    exports: KernelExports,
    memory: KernelMemory,
    columns: { readonly shown: readonly Column[] },
    rows: number,
    plansOfRows: number,
  ) {
    this.exports = exports;
    this.memory = memory;
    this.columns = columns;
    this.plansOfRows = plansOfRows;
    this.listRoom = rows;
    this.list = memory.take(rows * 4);
    this.selection = memory.take(rows * 4);
    this.nothing = memory.column('', rows).place;
    this.output = memory.take(OUTPUT);
  }

  /** Makes room for the list of shown columns. The memory may move, so this has to precede a batch. */
  makeRoom(): void {
    const count = this.columns.shown.length;
    if (count <= this.listRoom) return;
    this.listRoom = count * 2;
    this.list = this.memory.take(this.listRoom * 4);
  }

  /** Writes a decoded value for the kernel: see `other` in assembly/host.ts. */
  writeOther(place: number, row: number, to: number): number {
    const column = this.memory.columnAt(place);
    return column === undefined ? -1 : this.writeValue(column, row, to);
  }

  /** The rows of a batch as text. A row that does not fit in the kernel's output is written from its values. */
  *encode(batch: Batch, format: EncodedFormat, before: Uint8Array, after: Uint8Array): Generator<Uint8Array> {
    const { memory } = this;
    const exports = this.exports;
    const output = this.output;
    const outputEnd = output + OUTPUT;
    memory.setText(TEXT.before, before);
    memory.setText(TEXT.after, after);
    if (format === 'typed') setTypedTexts(memory);
    // A plan lists all columns of a record in the order of the scan, so it serves only if all are printed.
    const byPlan = this.plansOfRows > 0 && batch.columns === this.columns.shown && FORMATS[format] < FORMATS.csv;
    if (!this.layList(batch.columns)) {
      yield* encodeValues(batch, format, before, after);
      return;
    }
    const selection = batch.selection === null ? 0 : this.selection;
    if (batch.selection !== null) memory.u32.set(batch.selection, selection / 4);
    const text = valueText[format];
    let problem: unknown;
    let heavy: { readonly column: Column; readonly value: TypedValue } | undefined;
    const writeValue = (column: Column, row: number, to: number) => {
      let written = '';
      try {
        const value = batch.value(column, row);
        if (value !== undefined && isHeavy(value)) {
          heavy = { column, value };
          return -1;
        }
        if (value !== undefined) written = text(value);
      } catch (error) {
        // Thrown once the rows before it are printed.
        problem = error;
        return -1;
      }
      // A UTF-16 unit takes at most three bytes. The rest of the row needs room, too.
      const room = outputEnd - to - 1024;
      if (written.length * 3 > room && Buffer.byteLength(written) > room) return -1;
      return memory.bytes.write(written, to);
    };
    for (let from = 0; from < batch.length; ) {
      this.writeValue = writeValue;
      const next = exports.encode(
        FORMATS[format] + (batch.isMapped ? MAPPED : 0),
        this.list,
        batch.columns.length,
        byPlan,
        this.plansOfRows,
        selection,
        from,
        batch.length,
        output,
        outputEnd,
      );
      const end = exports.written.value;
      if (end > output) yield new Uint8Array(memory.buffer, output, end - output);
      if (problem !== undefined) throw problem;
      if (end > output) from = next;
      else if (next === from) {
        const row = batch.slice(from, from + 1);
        yield* encodeValues(heavy === undefined ? row : withValue(row, heavy), format, before, after);
        heavy = undefined;
        from++;
      }
    }
  }

  /** Writes the list of a batch's columns into the memory. Returns false if the kernel cannot print them. */
  private layList(columns: readonly Column[]): boolean {
    // A column without words stands for one that the table does not have. All others have to be in the kernel's memory.
    const isForeign = (column: Column) => !(column instanceof KernelColumn) && column.words.u32.length > 0;
    if (columns.length > this.listRoom || columns.some(isForeign)) return false;
    const places = columns.map((column) => (column instanceof KernelColumn ? column.place : this.nothing));
    this.memory.u32.set(places, this.list / 4);
    return true;
  }
}

/** Sets the text before a value in typed JSON, where numbers are strings. */
function setTypedTexts(memory: KernelMemory): void {
  TYPES_OF_TAGS.forEach((type, tag) => {
    const quote = tag >= TAG.int8 && tag <= TAG.float64 ? '"' : '';
    memory.setText(TEXT.typed + tag, `{"type":"${type}","value":${quote}`);
  });
  memory.setText(TEXT.typed + TAG.list, '{"type":"LIST","value":');
}

/** A row with a value that is known already: reading a pickle again would take its memory twice. */
function withValue(row: Batch, { column, value }: { readonly column: Column; readonly value: TypedValue }): Batch {
  return row.withColumns(row.columns.map((one) => (one === column ? row.constant(one.name, value) : one)));
}
