import type { Batch } from '../datastore/batch.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { columnsFor, type RowView } from './column.ts';
import type { RowWriter, RowWriterOptions } from './row-writer.ts';
import { TerminalTable } from './terminal-table.ts';

/** The number of rows that decide the column widths. */
const MEASURED_ROWS = 1000;
/** Rows to print at a time: short-lived garbage is collected in a third of the time. */
const PRINTED_ROWS = 512;
const DEFAULT_WIDTH = 80;

/** Writes a table for people on a terminal. Without rows nothing is printed, not even a header. */
export class TerminalWriter implements RowWriter {
  readonly needsColumns = true;
  readonly leavesOutLate = true;
  readonly #sink: Sink;
  readonly #options: RowWriterOptions;
  #table: TerminalTable;
  #names: ReadonlySet<string> = new Set();
  #waiting: RowView[] | undefined = [];

  constructor(sink: Sink, options: RowWriterOptions = {}) {
    this.#sink = sink;
    this.#options = options;
    this.#table = this.#newTable([]);
  }

  begin(columns: readonly string[]): void {
    this.#names = new Set(columns);
    this.#table = this.#newTable(columns);
  }

  async rows(batch: readonly TypedRow[]): Promise<void> {
    if (this.#waiting === undefined) return this.#print(batch);
    for (const row of batch) this.#waiting.push(row);
    if (this.#waiting.length >= MEASURED_ROWS) await this.#printWaiting(true);
  }

  async batch(batch: Batch): Promise<void> {
    if (this.#waiting !== undefined) {
      const room = MEASURED_ROWS - this.#waiting.length;
      // The values of a batch that has to wait are decoded, as the next one reuses its memory.
      if (batch.length < room) return this.rows(batch.typedRows());
      this.#waiting.push(...viewsOf(batch, 0, room));
      await this.#printWaiting(true);
      if (batch.length > room) await this.batch(batch.slice(room));
      return;
    }
    for (const { name } of batch.columns) if (!this.#names.has(name)) this.#leaveOut(batch, name);
    for (let start = 0; start < batch.length; start += PRINTED_ROWS) {
      await this.#print(viewsOf(batch, start, Math.min(start + PRINTED_ROWS, batch.length)));
    }
  }

  async end(): Promise<void> {
    await this.#printWaiting(false);
    this.#options.onCuts?.(this.#table.cuts);
  }

  #newTable(columns: readonly string[]): TerminalTable {
    const { style = { width: DEFAULT_WIDTH }, typed = false, columns: known } = this.#options;
    return new TerminalTable(columnsFor(columns, known), { ...style, typed });
  }

  async #printWaiting(more: boolean): Promise<void> {
    const rows = this.#waiting ?? [];
    this.#waiting = undefined;
    if (rows.length > 0) await this.#print(rows, more);
  }

  /** Notes a column with values that came too late for the table. */
  #leaveOut(batch: Batch, name: string): void {
    const column = batch.column(name);
    for (let index = 0; column !== undefined && index < batch.length; index++) {
      if (!batch.has(column, batch.at(index))) continue;
      this.#table.leaveOut(name);
      break;
    }
  }

  async #print(rows: readonly RowView[], more = false): Promise<void> {
    for await (const lines of this.#table.parts(rows, more)) {
      if (lines.length === 0) continue;
      await this.#sink.write(`${lines.join('\n')}\n`);
      await this.#sink.flush();
    }
  }
}

function viewsOf(batch: Batch, from: number, to: number): RowView[] {
  return Array.from({ length: to - from }, (_, index) => new BatchRow(batch, batch.at(from + index)));
}

/** A row of a batch, whose values are decoded on demand. */
class BatchRow implements RowView {
  readonly #batch: Batch;
  readonly #row: number;

  constructor(batch: Batch, row: number) {
    this.#batch = batch;
    this.#row = row;
  }

  get(name: string): TypedValue | undefined {
    const column = this.#batch.column(name);
    return column && this.#batch.value(column, this.#row);
  }

  has(name: string): boolean {
    const column = this.#batch.column(name);
    return column !== undefined && this.#batch.has(column, this.#row);
  }
}
