import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { type Sink, writePieces } from './byte-sink.ts';
import { plainText } from './cell-text.ts';
import { visible } from './control-characters.ts';
import {
  BYTE_ORDER_MARK,
  type DelimitedKind,
  delimitedCell,
  delimitedLine,
  delimiterOf,
  guarded,
  guardedText,
} from './delimited.ts';
import type { RowWriter } from './row-writer.ts';
import { typedJsonText } from './typed-json.ts';
import { cellPieces } from './value-pieces.ts';
import { isHeavy } from './weight.ts';

export interface DelimitedOptions {
  readonly typed?: boolean;
  readonly header?: boolean | undefined;
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
      const values = this.#columns.map((name) => row.get(name));
      const isLight = values.every((value) => value === undefined || !isHeavy(value));
      const pieces = isLight ? [this.#line(values.map((value) => this.#cell(value)))] : this.#pieces(values);
      await writePieces(this.#sink, pieces);
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

  *#pieces(values: readonly (TypedValue | undefined)[]): Generator<string> {
    let delimiter = '';
    for (const value of values) {
      yield delimiter;
      delimiter = delimiterOf(this.#kind);
      if (value === undefined || !isHeavy(value)) yield this.#cell(value);
      else {
        for (const piece of cellPieces(value, this.#kind, this.#options)) {
          yield this.#options.toTerminal === true ? visible(piece) : piece;
        }
      }
    }
    yield '\n';
  }

  #line(cells: readonly string[]): string {
    return `${delimitedLine(this.#kind, cells)}\n`;
  }
}
