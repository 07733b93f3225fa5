import type { Batch } from '../datastore/batch.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { columnsFor, type RowView } from './column.ts';
import type { RowWriter, RowWriterOptions } from './row-writer.ts';
import { TerminalTable } from './terminal-table.ts';

/** So many rows decide the widths; later ones are laid out by them as they come. */
const MEASURED_ROWS = 1000;
/** So many rows are printed at once: what they leave behind is collected while it is young, in a third of the time. */
const PRINTED_ROWS = 512;
const USUAL_WIDTH = 80;

/** A table for people on a terminal. A header alone is not printed: without rows there is no output. */
export class TerminalWriter implements RowWriter {
  readonly needsColumns = true;
  readonly leavesOutLate = true;
  readonly #sink: Sink;
  readonly #options: RowWriterOptions;
  #table: TerminalTable;
  #names: ReadonlySet<string> = new Set();
  #waiting: TypedRow[] | undefined = [];

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
      await this.rows(batch.slice(0, room).typedRows());
      if (batch.length > room) await this.batch(batch.slice(room));
      return;
    }
    for (const { name } of batch.columns) if (!this.#names.has(name)) this.#leaveOut(batch, name);
    for (let start = 0; start < batch.length; start += PRINTED_ROWS) {
      const rows: RowView[] = [];
      const end = Math.min(start + PRINTED_ROWS, batch.length);
      for (let index = start; index < end; index++) rows.push(new BatchRow(batch, batch.at(index)));
      await this.#print(rows);
    }
  }

  async end(): Promise<void> {
    await this.#printWaiting(false);
    this.#options.onCuts?.(this.#table.cuts);
  }

  #newTable(columns: readonly string[]): TerminalTable {
    const { look = { width: USUAL_WIDTH }, typed = false, columns: known } = this.#options;
    return new TerminalTable(columnsFor(columns, known), { ...look, typed });
  }

  async #printWaiting(more: boolean): Promise<void> {
    const rows = this.#waiting ?? [];
    this.#waiting = undefined;
    if (rows.length > 0) await this.#print(rows, more);
  }

  /** Takes note of a column that came too late for the table, where rows have values in it. */
  #leaveOut(batch: Batch, name: string): void {
    const column = batch.column(name);
    for (let index = 0; column !== undefined && index < batch.length; index++) {
      if (!batch.has(column, batch.at(index))) continue;
      this.#table.leaveOut(name);
      break;
    }
  }

  async #print(rows: readonly RowView[], more = false): Promise<void> {
    const lines = await this.#table.lines(rows, more);
    await this.#sink.write(`${lines.join('\n')}\n`);
    await this.#sink.flush();
  }
}

/** A row of a batch, whose values are made when they are asked for. */
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
