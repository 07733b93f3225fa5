import type { Batch } from '../datastore/batch.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { displayText } from './cell-text.ts';
import { holdsNumbers } from './column.ts';
import { visible } from './control-characters.ts';
import type { RowWriter } from './row-writer.ts';
import { typedJsonText } from './typed-json.ts';

/** Maximum of rows, unless `unbounded`; so many rows also decide the alignment of columns. */
const MAX_ROWS = 1000;

export interface MarkdownOptions {
  readonly typed?: boolean;
  /** Whether to print all rows, however many there are. */
  readonly unbounded?: boolean;
}

/** A GitHub-flavoured Markdown table: numbers aligned right, floats to six digits, and a line about rows left out. */
export class MarkdownWriter implements RowWriter {
  readonly needsColumns = true;
  readonly #sink: Sink;
  readonly #options: MarkdownOptions;
  #columns: readonly string[] = [];
  /** The first rows, until the header is written. */
  #waiting: TypedRow[] | undefined = [];
  #leftOut = 0;

  constructor(sink: Sink, options: MarkdownOptions = {}) {
    this.#sink = sink;
    this.#options = options;
  }

  begin(columns: readonly string[]): void {
    this.#columns = columns;
  }

  async rows(batch: readonly TypedRow[]): Promise<void> {
    if (this.#waiting === undefined) return this.#rest(batch);
    const room = MAX_ROWS - this.#waiting.length;
    this.#waiting.push(...batch.slice(0, room));
    if (batch.length <= room) return;
    await this.#head();
    await this.#rest(batch.slice(room));
  }

  async batch(batch: Batch): Promise<void> {
    if (this.#waiting === undefined && this.#options.unbounded !== true) this.#leftOut += batch.length;
    else await this.rows(batch.typedRows());
  }

  async end(): Promise<void> {
    await this.#head();
    const rows = this.#leftOut === 1 ? 'row is' : 'rows are';
    if (this.#leftOut > 0) await this.#sink.write(`\n${this.#leftOut} more ${rows} left out.\n`);
    await this.#sink.flush();
  }

  /** Writes the header, and the rows that waited for it. */
  async #head(): Promise<void> {
    const rows = this.#waiting ?? [];
    if (this.#waiting === undefined || this.#columns.length === 0) return;
    this.#waiting = undefined;
    const rules = this.#columns.map((name) => (this.#isNumeric(name, rows) ? '---:' : '---'));
    await this.#sink.write(line(this.#columns.map(markdownText)) + line(rules));
    await this.#print(rows);
  }

  async #rest(batch: readonly TypedRow[]): Promise<void> {
    if (this.#options.unbounded === true) await this.#print(batch);
    else this.#leftOut += batch.length;
  }

  #isNumeric(name: string, rows: readonly TypedRow[]): boolean {
    return this.#options.typed !== true && holdsNumbers(rows.map((row) => row.get(name)));
  }

  async #print(rows: readonly TypedRow[]): Promise<void> {
    for (const row of rows) await this.#sink.write(line(this.#columns.map((name) => this.#cell(row.get(name)))));
    await this.#sink.flush();
  }

  #cell(value: TypedValue | undefined): string {
    if (value === undefined) return '';
    if (this.#options.typed === true) return markdownText(typedJsonText(value));
    // Only a string's sign at the start could be a list marker.
    return value.type === 'STRING' ? markdownText(value.value) : escaped(displayText(value));
  }
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** Escapes a string for a cell: it stays on its line and is not markup. */
function markdownText(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((part) => escaped(visible(part)));
  return lines.join('<br>').replace(/^(\s*)([#>+=-])/, '$1\\$2');
}

/** Escapes what would end the cell, or begin a link, emphasis, code or HTML. */
function escaped(text: string): string {
  return text.replace(/[\\|`*[\]<&~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&');
}
