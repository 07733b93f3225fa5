import type { TypedRow } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { columnsFor } from './column.ts';
import type { RowWriter, RowWriterOptions } from './row-writer.ts';
import { TerminalTable } from './terminal-table.ts';

/** So many rows decide the widths; later ones are laid out by them as they come. */
const MEASURED_ROWS = 1000;
const USUAL_WIDTH = 80;

/** A table for people on a terminal. A header alone is not printed: without rows there is no output. */
export class TerminalWriter implements RowWriter {
  readonly needsColumns = true;
  readonly #sink: Sink;
  readonly #options: RowWriterOptions;
  #table: TerminalTable;
  #waiting: TypedRow[] | undefined = [];

  constructor(sink: Sink, options: RowWriterOptions = {}) {
    this.#sink = sink;
    this.#options = options;
    this.#table = this.#newTable([]);
  }

  begin(columns: readonly string[]): void {
    this.#table = this.#newTable(columns);
  }

  async rows(batch: readonly TypedRow[]): Promise<void> {
    if (this.#waiting === undefined) return this.#print(batch);
    for (const row of batch) this.#waiting.push(row);
    if (this.#waiting.length >= MEASURED_ROWS) await this.#printWaiting(true);
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

  async #print(rows: readonly TypedRow[], more = false): Promise<void> {
    for (const line of await this.#table.lines(rows, more)) await this.#sink.write(`${line}\n`);
    await this.#sink.flush();
  }
}
