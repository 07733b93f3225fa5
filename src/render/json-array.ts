import type { TypedRow } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { type JsonRowsOptions, jsonRowText } from './jsonl.ts';
import type { RowWriter } from './row-writer.ts';

/** One JSON array with one record per line, written as the records arrive; `[]` if there are none. */
export class JsonArrayWriter implements RowWriter {
  readonly needsColumns = false;
  readonly #sink: Sink;
  readonly #text: (row: TypedRow) => string;
  #isEmpty = true;

  constructor(sink: Sink, options: JsonRowsOptions = {}) {
    this.#sink = sink;
    this.#text = jsonRowText(options);
  }

  begin(): void {}

  async rows(batch: readonly TypedRow[]): Promise<void> {
    for (const row of batch) {
      const wait = this.#sink.write((this.#isEmpty ? '[\n' : ',\n') + this.#text(row));
      this.#isEmpty = false;
      if (wait !== undefined) await wait;
    }
    await this.#sink.flush();
  }

  async end(): Promise<void> {
    await this.#sink.write(this.#isEmpty ? '[]\n' : '\n]\n');
    await this.#sink.flush();
  }
}
