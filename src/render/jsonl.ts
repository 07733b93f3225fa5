import type { TypedRow } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { visibleJson } from './control-characters.ts';
import { jsonRow } from './json.ts';
import type { RowWriter } from './row-writer.ts';
import { typedJsonRow } from './typed-json.ts';

export interface JsonRowsOptions {
  readonly typed?: boolean;
  readonly toTerminal?: boolean;
}

/** Returns a function that formats a record as JSON. */
export function jsonRowText({ typed = false, toTerminal = false }: JsonRowsOptions): (row: TypedRow) => string {
  const text = typed ? typedJsonRow : jsonRow;
  return toTerminal ? (row) => visibleJson(text(row)) : text;
}

/** One JSON object per line; each batch is flushed at once. */
export class JsonLinesWriter implements RowWriter {
  readonly needsColumns = false;
  readonly #sink: Sink;
  readonly #text: (row: TypedRow) => string;

  constructor(sink: Sink, options: JsonRowsOptions = {}) {
    this.#sink = sink;
    this.#text = jsonRowText(options);
  }

  begin(): void {}

  async rows(batch: readonly TypedRow[]): Promise<void> {
    for (const row of batch) {
      const wait = this.#sink.write(`${this.#text(row)}\n`);
      if (wait !== undefined) await wait;
    }
    await this.#sink.flush();
  }

  end(): Promise<void> {
    return this.#sink.flush();
  }
}
