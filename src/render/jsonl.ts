import type { TypedRow } from '../datastore/typed-value.ts';
import { type Sink, writePieces } from './byte-sink.ts';
import { visibleJson } from './control-characters.ts';
import { jsonKey } from './json.ts';
import { jsonPieces, PLAIN_JSON, TYPED_JSON } from './json-pieces.ts';
import type { RowWriter } from './row-writer.ts';

export interface JsonRowsOptions {
  readonly typed?: boolean;
  readonly toTerminal?: boolean;
}

/** Returns a function that formats a record as JSON, in pieces if it has heavy values. */
export function jsonRowPieces({ typed = false, toTerminal = false }: JsonRowsOptions) {
  const notation = typed ? TYPED_JSON : PLAIN_JSON;
  return function* (row: TypedRow): Generator<string> {
    let comma = '{';
    for (const [name, value] of row) {
      yield comma + (toTerminal ? visibleJson(jsonKey(name)) : jsonKey(name));
      for (const piece of jsonPieces(value, notation)) yield toTerminal ? visibleJson(piece) : piece;
      comma = ',';
    }
    yield comma === '{' ? '{}' : '}';
  };
}

/** One JSON object per line; each batch is flushed at once. */
export class JsonLinesWriter implements RowWriter {
  readonly needsColumns = false;
  readonly #sink: Sink;
  readonly #pieces: (row: TypedRow) => Iterable<string>;

  constructor(sink: Sink, options: JsonRowsOptions = {}) {
    this.#sink = sink;
    this.#pieces = jsonRowPieces(options);
  }

  begin(): void {}

  async rows(batch: readonly TypedRow[]): Promise<void> {
    for (const row of batch) {
      await writePieces(this.#sink, this.#pieces(row));
      await this.#sink.write('\n');
    }
    await this.#sink.flush();
  }

  end(): Promise<void> {
    return this.#sink.flush();
  }
}
