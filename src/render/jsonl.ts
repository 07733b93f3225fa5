import type { TypedRow } from '../datastore/typed-value.ts';
import { type Sink, writePieces } from './byte-sink.ts';
import { visibleJson } from './control-characters.ts';
import { jsonKey } from './json.ts';
import { jsonPieces, PLAIN_JSON, TYPED_JSON } from './json-pieces.ts';
import type { RowWriter } from './row-writer.ts';
import { isHeavy } from './weight.ts';

export interface JsonRowsOptions {
  readonly typed?: boolean;
  readonly toTerminal?: boolean;
}

/** Returns a function that formats a record as JSON between two texts: in one piece, or in several if it has heavy values. */
export function jsonRowPieces({ typed = false, toTerminal = false }: JsonRowsOptions) {
  const notation = typed ? TYPED_JSON : PLAIN_JSON;
  const shown = (text: string) => (toTerminal ? visibleJson(text) : text);
  return function* (row: TypedRow, before: string, after: string): Generator<string> {
    let text = '';
    let comma = '{';
    for (const [name, value] of row) {
      text += comma + jsonKey(name);
      comma = ',';
      if (isHeavy(value)) {
        yield before + shown(text);
        before = '';
        for (const piece of jsonPieces(value, notation)) yield shown(piece);
        text = '';
      } else text += notation.text(value);
    }
    yield before + shown(comma === '{' ? '{}' : `${text}}`) + after;
  };
}

/** One JSON object per line; each batch is flushed at once. */
export class JsonLinesWriter implements RowWriter {
  readonly needsColumns = false;
  readonly #sink: Sink;
  readonly #pieces: ReturnType<typeof jsonRowPieces>;

  constructor(sink: Sink, options: JsonRowsOptions = {}) {
    this.#sink = sink;
    this.#pieces = jsonRowPieces(options);
  }

  begin(): void {}

  async rows(batch: readonly TypedRow[]): Promise<void> {
    for (const row of batch) await writePieces(this.#sink, this.#pieces(row, '', '\n'));
    await this.#sink.flush();
  }

  end(): Promise<void> {
    return this.#sink.flush();
  }
}
