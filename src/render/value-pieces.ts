import type { EncodedFormat } from '../datastore/batch.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { type DelimitedKind, delimitedCell, doubledQuotes, guardedText, needsQuotes } from './delimited.ts';
import { jsonPieces, PLAIN_JSON, TYPED_JSON } from './json-pieces.ts';
import { base64Slices, textSlices } from './slices.ts';

/** The text of a heavy value in a format, in pieces. */
export function valuePieces(value: TypedValue, format: EncodedFormat): Iterable<string> {
  switch (format) {
    case 'json':
      return jsonPieces(value, PLAIN_JSON);
    case 'typed':
      return jsonPieces(value, TYPED_JSON);
    case 'csv':
    case 'tsv':
    case 'piped':
      return cellPieces(value, format);
    case 'safe-csv':
      return cellPieces(value, 'csv', { safe: true });
    case 'safe-tsv':
      return cellPieces(value, 'tsv', { safe: true });
    case 'safe-piped':
      return cellPieces(value, 'piped', { safe: true });
  }
}

/** A heavy value as a delimited cell, in pieces. */
export function* cellPieces(
  value: TypedValue,
  kind: DelimitedKind,
  { typed = false, safe = false }: { readonly typed?: boolean; readonly safe?: boolean } = {},
): Generator<string> {
  const isJson = typed || (value.type !== 'STRING' && value.type !== 'BYTES');
  const guard = (text: string) => (safe ? guardedText(value, text) : text);
  // The JSON of a heavy value has commas or quotes, and base64 has none.
  const isQuoted = kind === 'csv' && (isJson || (value.type === 'STRING' && needsQuotes(guard(value.value))));
  let isFirst = true;
  if (isQuoted) yield '"';
  for (const piece of isJson ? jsonPieces(value, typed ? TYPED_JSON : PLAIN_JSON) : scalarPieces(value)) {
    const text = isFirst ? guard(piece) : piece;
    isFirst = false;
    if (kind !== 'csv') yield delimitedCell(kind, text);
    else yield isQuoted ? doubledQuotes(text) : text;
  }
  if (isQuoted) yield '"';
}

function scalarPieces(value: TypedValue): Iterable<string> {
  if (value.type === 'STRING') return textSlices(value.value);
  return value.type === 'BYTES' ? base64Slices(value.value) : [];
}
