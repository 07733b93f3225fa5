import type { EncodedFormat } from '../datastore/batch.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { tabSeparatedCell } from './control-characters.ts';
import { doubledQuotes, guardedText, needsQuotes } from './delimited.ts';
import { jsonPieces, PLAIN_JSON, TYPED_JSON } from './json-pieces.ts';
import { base64Slices, textSlices } from './slices.ts';

/** The text of a heavy value in a format, in pieces. */
export function* valuePieces(value: TypedValue, format: EncodedFormat): Generator<string> {
  switch (format) {
    case 'json':
      yield* jsonPieces(value, PLAIN_JSON);
      break;
    case 'typed':
      yield* jsonPieces(value, TYPED_JSON);
      break;
    case 'csv':
    case 'safe-csv':
      yield* csvPieces(value, format === 'safe-csv');
      break;
    case 'tsv':
    case 'safe-tsv':
      for (const piece of plainPieces(value, format === 'safe-tsv')) yield tabSeparatedCell(piece);
  }
}

function* csvPieces(value: TypedValue, isSafe: boolean): Generator<string> {
  const pieces = plainPieces(value, isSafe);
  if (!isQuoted(value, isSafe)) {
    yield* pieces;
    return;
  }
  yield '"';
  for (const piece of pieces) yield doubledQuotes(piece);
  yield '"';
}

/** Base64 has nothing to quote; the JSON of any other heavy value has commas or quotes. */
function isQuoted(value: TypedValue, isSafe: boolean): boolean {
  if (value.type === 'STRING') return needsQuotes(isSafe ? guardedText(value, value.value) : value.value);
  return value.type !== 'BYTES';
}

/** The same text as that of `plainText`; if `isSafe`, guarded. */
function* plainPieces(value: TypedValue, isSafe: boolean): Generator<string> {
  let isFirst = true;
  for (const piece of unguardedPieces(value)) {
    yield isFirst && isSafe ? guardedText(value, piece) : piece;
    isFirst = false;
  }
}

function unguardedPieces(value: TypedValue): Generator<string> {
  if (value.type === 'STRING') return textSlices(value.value);
  return value.type === 'BYTES' ? base64Slices(value.value) : jsonPieces(value, PLAIN_JSON);
}
