import type { Batch, EncodedFormat } from '../datastore/batch.ts';
import type { Column } from '../datastore/cell.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { plainText } from './cell-text.ts';
import { delimitedCell, delimitedLine, delimiterOf, guardedText } from './delimited.ts';
import { jsonKey, jsonText } from './json.ts';
import { typedJsonText } from './typed-json.ts';
import { valuePieces } from './value-pieces.ts';
import { isHeavy } from './weight.ts';

/**
 * The selected rows of a batch as text, each between `before` and `after`, printed by the batch's own encoder if it has
 * one. Chunks are valid until the next one is requested, and contain whole rows, except for parts of rows with heavy values.
 */
export function encodeRows(
  batch: Batch,
  format: EncodedFormat,
  before: Uint8Array,
  after: Uint8Array,
): Iterable<Uint8Array> {
  return batch.encoder?.encode(batch, format, before, after) ?? encodeValues(batch, format, before, after);
}

const CHUNK = 1 << 16;

/** The same, printed from decoded values. A row with a heavy value is in several chunks, which end between characters. */
export function* encodeValues(
  batch: Batch,
  format: EncodedFormat,
  before: Uint8Array,
  after: Uint8Array,
): Generator<Uint8Array> {
  const [prefix, suffix] = [Buffer.from(before).toString(), Buffer.from(after).toString()];
  const cells = format === 'json' || format === 'typed' ? jsonCells : delimitedCells;
  const chunk = new TextChunk();
  for (let index = 0; index < batch.length; index++) {
    chunk.text += prefix;
    for (const part of cells(batch, batch.at(index), format)) {
      if (typeof part === 'string') {
        chunk.text += part;
        continue;
      }
      for (const piece of valuePieces(part, format)) {
        chunk.add(piece);
        if (chunk.isFull) yield chunk.take();
      }
    }
    chunk.text += suffix;
    if (chunk.isFull) yield chunk.take();
  }
  const last = chunk.take();
  if (last.length > 0) yield last;
}

/** Collects text as UTF-8, in memory that is used again for the next chunk. */
class TextChunk {
  /** Text that is not encoded yet. */
  text = '';
  #bytes = Buffer.allocUnsafe(0);
  #length = 0;

  get isFull(): boolean {
    return this.#length + this.text.length >= CHUNK;
  }

  /** Adds a longer text, which is encoded at once: strings that are put together take their memory twice. */
  add(piece: string): void {
    this.#encode(this.text);
    this.text = '';
    this.#encode(piece);
  }

  /** The chunk, which is valid until more text is added. */
  take(): Uint8Array {
    this.add('');
    const chunk = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return chunk;
  }

  #encode(text: string): void {
    const most = this.#length + text.length * 3;
    if (most > this.#bytes.length) {
      const bytes = Buffer.allocUnsafe(most);
      this.#bytes.copy(bytes, 0, 0, this.#length);
      this.#bytes = bytes;
    }
    this.#length += this.#bytes.write(text, this.#length);
  }
}

/** The texts that make a row together, with values among them that are to be printed in pieces. */
type RowParts = readonly (string | TypedValue)[];

/** A row as a JSON object. */
function jsonCells(batch: Batch, row: number, format: EncodedFormat): RowParts {
  const parts: (string | TypedValue)[] = [];
  let text = '';
  for (const column of batch.columns) {
    if (!batch.has(column, row)) continue;
    text += (text === '' && parts.length === 0 ? '{' : ',') + jsonKey(column.name);
    const cell =
      (format === 'json' ? floatsJson(batch, column, row) : undefined) ?? cellPart(batch, column, row, format);
    if (typeof cell === 'string') text += cell;
    else {
      parts.push(text, cell);
      text = '';
    }
  }
  parts.push(text === '' && parts.length === 0 ? '{}' : `${text}}`);
  return parts;
}

/** A row of csv or tsv, without a line end. */
function delimitedCells(batch: Batch, row: number, format: EncodedFormat): RowParts {
  const kind = format.endsWith('csv') ? 'csv' : 'tsv';
  const cells = batch.columns.map((column) => cellPart(batch, column, row, format));
  if (cells.every((cell) => typeof cell === 'string')) return [delimitedLine(kind, cells)];
  return cells.flatMap((cell, place) => (place === 0 ? [cell] : [delimiterOf(kind), cell]));
}

/** The text of a cell; its value if that is heavy. */
function cellPart(batch: Batch, column: Column, row: number, format: EncodedFormat): string | TypedValue {
  const value = batch.value(column, row);
  if (value === undefined) return '';
  return isHeavy(value) ? value : valueText[format](value);
}

/** Lists of doubles are printed from their numbers. */
function floatsJson(batch: Batch, column: Column, row: number): string | undefined {
  const floats = batch.floats(column, row);
  const areUsual = floats?.every((value) => Number.isFinite(value) && !Object.is(value, -0));
  return floats !== undefined && areUsual === true ? JSON.stringify([...floats]) : undefined;
}

/** A value in a format. */
export const valueText: Readonly<Record<EncodedFormat, (value: TypedValue) => string>> = {
  json: jsonText,
  typed: typedJsonText,
  csv: (value) => delimitedCell('csv', plainText(value)),
  tsv: (value) => delimitedCell('tsv', plainText(value)),
  piped: (value) => delimitedCell('piped', plainText(value)),
  'safe-csv': (value) => delimitedCell('csv', guardedText(value, plainText(value))),
  'safe-tsv': (value) => delimitedCell('tsv', guardedText(value, plainText(value))),
  'safe-piped': (value) => delimitedCell('piped', guardedText(value, plainText(value))),
};
