import type { TypedRow } from '../datastore/typed-value.ts';
import { type Sink, writePieces } from './byte-sink.ts';
import { type JsonRowsOptions, jsonRowPieces } from './jsonl.ts';
import type { RowWriter } from './row-writer.ts';

/** One JSON array with one record per line, written as the records arrive; `[]` if there are none. */
export class JsonArrayWriter implements RowWriter {
  readonly needsColumns = false;
  readonly #sink: Sink;
  readonly #pieces: ReturnType<typeof jsonRowPieces>;
  #isEmpty = true;

  constructor(sink: Sink, options: JsonRowsOptions = {}) {
    this.#sink = sink;
    this.#pieces = jsonRowPieces(options);
  }

  begin(): void {}

  async rows(batch: readonly TypedRow[]): Promise<void> {
    for (const row of batch) {
      const before = this.#isEmpty ? '[\n' : ',\n';
      this.#isEmpty = false;
      await writePieces(this.#sink, this.#pieces(row, before, ''));
    }
    await this.#sink.flush();
  }

  async end(): Promise<void> {
    await this.#sink.write(this.#isEmpty ? '[]\n' : '\n]\n');
    await this.#sink.flush();
  }
}
