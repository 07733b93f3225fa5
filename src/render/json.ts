import type { FloatType, TypedEntry, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { damaged, type SwjobError } from '../errors.ts';
import { narrowFloatText } from './narrow-float.ts';

/**
 * Maximum nesting of values: what Python's default recursion limit allows a recursive encoder, and little enough for our
 * own recursion.
 */
export const MAX_NESTING = 1000;

/** The error for a value nested deeper than `MAX_NESTING`. */
export function tooDeep(): SwjobError {
  return damaged(`a value is nested more than ${MAX_NESTING} levels deep`, {
    hint: 'Omit its column with --columns to read the others.',
  });
}

/**
 * A value as compact JSON: integers keep every digit, NaN and infinities are strings, bytes are base64, maps are objects if
 * all keys are strings, else arrays of pairs. Throws `damaged` for a value nested too deep.
 */
export function jsonText(value: TypedValue): string {
  return textOf(value, 0);
}

/** A record as a compact JSON object, with its columns in order. */
export function jsonRow(row: TypedRow): string {
  let text = '';
  for (const [name, value] of row) text += (text === '' ? '{' : ',') + jsonKey(name) + textOf(value, 0);
  return text === '' ? '{}' : `${text}}`;
}

function textOf(value: TypedValue, depth: number): string {
  switch (value.type) {
    case 'STRING':
      return jsonString(value.value);
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
    case 'INT':
      return `${value.value}`;
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return Number.isFinite(value.value) ? floatValueText(value) : `"${value.value}"`;
    case 'BOOL':
      return value.value ? 'true' : 'false';
    case 'UNKNOWN':
      return 'null';
    case 'BYTES':
      return `"${base64(value.value)}"`;
  }
  if (depth >= MAX_NESTING) throw tooDeep();
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      return `[${listText(value.value, depth)}]`;
    case 'OBJECT': {
      let text = '';
      // Drops an attribute that is itself called _python_type: a duplicate key would be invalid.
      for (const [name, item] of value.value) {
        if (name !== '_python_type') text += `${jsonKey(name)}${textOf(item, depth + 1)},`;
      }
      return `{${text}"_python_type":${jsonString(value.pythonType)}}`;
    }
    case 'MAP':
      return value.value.every(({ key }) => key.type === 'STRING')
        ? `{${joined(value.value, depth, memberText)}}`
        : `[${joined(value.value, depth, pairText)}]`;
  }
}

function memberText({ key, value }: TypedEntry, depth: number): string {
  return `${textOf(key, depth)}:${textOf(value, depth)}`;
}

function pairText({ key, value }: TypedEntry, depth: number): string {
  return `[${textOf(key, depth)},${textOf(value, depth)}]`;
}

/** A string that was put together keeps each of its parts until it is used, so long ones are made of flat pieces. */
const PIECE = 1024;

/** The texts of what a value of this depth holds, with commas between them. */
function joined<T>(items: readonly T[], depth: number, itemText: (item: T, depth: number) => string): string {
  let text = '';
  if (items.length <= PIECE) {
    for (const item of items) text += text === '' ? itemText(item, depth + 1) : `,${itemText(item, depth + 1)}`;
    return text;
  }
  for (const piece of pieces(items)) {
    const flat = piece.map((item) => itemText(item, depth + 1)).join(',');
    text += text === '' ? flat : `,${flat}`;
  }
  return text;
}

/** So few numbers are faster one by one. */
const FEW = 8;

/** The items of a list as JSON, without its brackets. */
function listText(items: readonly TypedValue[], depth: number): string {
  if (items.length < FEW) return joined(items, depth, textOf);
  if (items.length <= PIECE) return numbersText(items) ?? joined(items, depth, textOf);
  let text = '';
  for (const piece of pieces(items)) {
    const flat = numbersText(piece) ?? piece.map((item) => textOf(item, depth + 1)).join(',');
    text += text === '' ? flat : `,${flat}`;
  }
  return text;
}

function* pieces<T>(items: readonly T[]): Generator<readonly T[]> {
  let piece: T[] = [];
  for (const item of items) {
    if (piece.push(item) < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/**
 * The JSON of ordinary numbers, null for any other items. Most tables consist mainly of probabilities and vectors, and
 * JSON.stringify formats an array in two thirds of the time that single numbers take.
 */
function numbersText(items: readonly TypedValue[]): string | null {
  const numbers: number[] = [];
  for (const item of items) {
    const { value } = item;
    if (typeof value !== 'number' || !Number.isFinite(value) || Object.is(value, -0)) return null;
    if ((item.type === 'FLOAT32' || item.type === 'FLOAT16') && item.narrow === true) return null;
    numbers.push(value);
  }
  return JSON.stringify(numbers).slice(1, -1);
}

const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A JSON string; lone surrogates become `\udXXX`, as with `JSON.stringify`. */
export function jsonString(text: string): string {
  // Most strings need no escapes, and this test is faster than JSON.stringify.
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

const keys = new Map<string, string>();
const MAX_KEYS = 4096;

/** `"name":`, cached, as a table has few columns and many rows. */
export function jsonKey(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    key = `${jsonString(name)}:`;
    // Bounded, because the names come from the data.
    if (keys.size < MAX_KEYS) keys.set(name, key);
  }
  return key;
}

/** The shortest text that parses to the same float; unlike with `String`, negative zero keeps its sign. */
export function floatText(value: number): string {
  return value === 0 && Object.is(value, -0) ? '-0' : `${value}`;
}

/** The text of a float: the shortest for its width if it is a narrow one, else the shortest for its double. */
export function floatValueText(float: Extract<TypedValue, { readonly type: FloatType }>): string {
  if (float.narrow !== true || float.type === 'FLOAT64') return floatText(float.value);
  return narrowFloatText(float.type, float.value);
}

/** Bytes in base64, with padding. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
