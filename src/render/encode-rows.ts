import type { Batch, EncodedFormat } from '../datastore/batch.ts';
import type { Column } from '../datastore/cell.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { plainText } from './cell-text.ts';
import { delimitedCell, delimitedLine, guardedText } from './delimited.ts';
import { jsonKey, jsonText } from './json.ts';
import { typedJsonRow, typedJsonText } from './typed-json.ts';

/**
 * The selected rows of a batch as text, each between `before` and `after`, printed by the batch's own encoder if it has
 * one. Chunks contain whole rows and are valid until the next one is requested.
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

/** The same, printed from decoded values. */
export function* encodeValues(
  batch: Batch,
  format: EncodedFormat,
  before: Uint8Array,
  after: Uint8Array,
): Generator<Uint8Array> {
  const [prefix, suffix] = [Buffer.from(before).toString(), Buffer.from(after).toString()];
  let text = '';
  for (let index = 0; index < batch.length; index++) {
    text += prefix + rowText(batch, batch.at(index), format) + suffix;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** One row of a batch in a format, without a line end. */
export function rowText(batch: Batch, row: number, format: EncodedFormat): string {
  if (format === 'json') return jsonObject(batch, row);
  if (format === 'typed') return typedJsonRow(batch.row(row));
  const cells = batch.columns.map((column) => {
    const value = batch.value(column, row);
    return value === undefined ? '' : valueText[format](value);
  });
  return delimitedLine(format.endsWith('csv') ? 'csv' : 'tsv', cells);
}

/** A row as a JSON object. */
function jsonObject(batch: Batch, row: number): string {
  let text = '';
  for (const column of batch.columns) {
    if (!batch.has(column, row)) continue;
    text += (text === '' ? '{' : ',') + jsonKey(column.name) + cellJson(batch, column, row);
  }
  return text === '' ? '{}' : `${text}}`;
}

/** The JSON of a cell with a value; lists of doubles are printed from their numbers. */
function cellJson(batch: Batch, column: Column, row: number): string {
  const floats = batch.floats(column, row);
  if (floats?.every((value) => Number.isFinite(value) && !Object.is(value, -0))) return JSON.stringify([...floats]);
  const value = batch.value(column, row);
  return value === undefined ? '' : jsonText(value);
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
