import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { plainText } from './cell-text.ts';
import { pipedCell, tabSeparatedCell, visible } from './control-characters.ts';
import type { RowWriter } from './row-writer.ts';
import { typedJsonText } from './typed-json.ts';

export interface DelimitedOptions {
  readonly typed?: boolean;
  readonly header?: boolean;
  readonly safe?: boolean;
  readonly bom?: boolean;
  readonly toTerminal?: boolean;
}

/**
 * Comma-separated values (RFC 4180 quoting, lines end in a newline) or tab-separated values (tabs, newlines and
 * backslashes in cells are escaped, so a record is always one line). Missing values and None are empty cells.
 */
export class DelimitedWriter implements RowWriter {
  readonly needsColumns = true;
  readonly #sink: Sink;
  readonly #options: DelimitedOptions;
  readonly #kind: DelimitedKind;
  readonly #encode: (text: string) => string;
  readonly #text: (value: TypedValue) => string;
  #columns: readonly string[] = [];

  constructor(sink: Sink, kind: DelimitedKind, options: DelimitedOptions = {}) {
    this.#sink = sink;
    this.#options = options;
    this.#kind = kind;
    const encode = (text: string) => delimitedCell(kind, text);
    this.#encode = options.toTerminal === true ? (text) => visible(encode(text)) : encode;
    this.#text = options.typed === true ? typedJsonText : plainText;
  }

  async begin(columns: readonly string[]): Promise<void> {
    this.#columns = columns;
    if (this.#options.bom === true && this.#kind === 'csv') await this.#sink.write(BYTE_ORDER_MARK);
    if (this.#options.header === false || columns.length === 0) return;
    await this.#sink.write(
      this.#line(columns.map((name) => this.#encode(this.#options.safe === true ? guarded(name) : name))),
    );
  }

  async rows(batch: readonly TypedRow[]): Promise<void> {
    for (const row of batch) {
      const wait = this.#sink.write(this.#line(this.#columns.map((name) => this.#cell(row.get(name)))));
      if (wait !== undefined) await wait;
    }
    await this.#sink.flush();
  }

  end(): Promise<void> {
    return this.#sink.flush();
  }

  #cell(value: TypedValue | undefined): string {
    if (value === undefined) return '';
    const text = this.#text(value);
    return this.#encode(this.#options.safe === true ? guardedText(value, text) : text);
  }

  #line(cells: readonly string[]): string {
    return `${delimitedLine(this.#kind, cells)}\n`;
  }
}

/** Tells Excel that csv is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** `piped`: tab-separated, with control characters escaped, as the pipe may end at a terminal. */
export type DelimitedKind = 'csv' | 'tsv' | 'piped';

export function delimiterOf(kind: DelimitedKind): ',' | '\t' {
  return kind === 'csv' ? ',' : '\t';
}

/**
 * A text as one cell. The kernel knows the same rules: src/kernel/assembly/delimited-text.ts.
 */
export function delimitedCell(kind: DelimitedKind, text: string): string {
  if (kind === 'csv') return csvCell(text);
  return kind === 'piped' ? pipedCell(text) : tabSeparatedCell(text);
}

/** A line of cells, without its newline. */
export function delimitedLine(kind: DelimitedKind, cells: readonly string[]): string {
  // Readers that skip blank lines would lose an empty line.
  return cells.length === 1 && cells[0] === '' && kind === 'csv' ? '""' : cells.join(delimiterOf(kind));
}

/** The header line, with its newline; '' if there are no columns. */
export function delimitedHeader(kind: DelimitedKind, columns: readonly string[], isSafe = false): string {
  if (columns.length === 0) return '';
  const cells = columns.map((name) => delimitedCell(kind, isSafe ? guarded(name) : name));
  return `${delimitedLine(kind, cells)}\n`;
}

/** Characters that begin a formula in a spreadsheet, or that it skips before one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The text of a value, with an apostrophe in front if a spreadsheet would take it for a formula. */
export function guardedText(value: TypedValue, text: string): string {
  // A number may begin with a minus, base64 with a plus.
  return value.type === 'STRING' || value.type === 'BYTES' ? guarded(text) : text;
}

function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

const NEEDS_QUOTES = /[",\r\n]|^[\s\ufeff]|\s$/;

/** Whether a text is quoted as a cell of csv. */
export function needsQuotes(text: string): boolean {
  return NEEDS_QUOTES.test(text);
}

function csvCell(text: string): string {
  return needsQuotes(text) ? `"${doubledQuotes(text)}"` : text;
}

/** The content of a quoted cell of csv. */
export function doubledQuotes(text: string): string {
  // `replaceAll` with a string takes ten times as much memory.
  return text.replace(/"/g, '""');
}
