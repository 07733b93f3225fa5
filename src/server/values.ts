import { compareText } from '../datastore/keys.ts';
import { isScalarType, type ScalarDecoder, scalarDecoder, ValueError } from '../datastore/scalars.ts';
import { NONE, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import { SwjobError } from '../errors.ts';
import { isNone } from '../job/instance.ts';

/** Deeper than any real value, and far from a stack overflow. */
const MAX_DEPTH = 200;
/** Most tables have few sets of columns; for one with very many, remembering them does not pay. */
const MAX_SHAPES = 1_000;

const decoders = new Map<string, ScalarDecoder>();

export interface RowOptions {
  /** The table's name in messages. */
  readonly table: string;
  readonly keyColumn: string;
  readonly keepNone: boolean;
  /** Only these columns, in this order. */
  readonly columns?: readonly string[] | undefined;
}

/**
 * Decodes the records of a table (`encodeWithType`) to rows. The server sends columns unsorted: they are put in the order
 * chosen, by default the key column first and the others by code point. Without `keepNone`, None columns are left out.
 */
export function rowDecoder(options: RowOptions): (record: unknown) => TypedRow {
  const { table, keyColumn, keepNone } = options;
  const orders = new Map<string, readonly string[]>();
  return (record) => {
    if (!isObject(record)) throw invalidValue(table, keyColumn, 'a record is not an object');
    const names = Object.keys(record);
    const shape = names.join('\u0000');
    let order = orders.get(shape);
    if (order === undefined) {
      order = orderColumns(names, keyColumn, options.columns);
      if (orders.size < MAX_SHAPES) orders.set(shape, order);
    }
    const row = new Map<string, TypedValue>();
    for (const name of order) {
      const value = decodeColumn(table, name, record[name]);
      if (keepNone || !isNone(value)) row.set(name, value);
    }
    return row;
  };
}

function orderColumns(
  names: readonly string[],
  keyColumn: string,
  chosen: readonly string[] | undefined,
): readonly string[] {
  if (chosen !== undefined) return [...new Set(chosen)].filter((name) => names.includes(name));
  const rest = names.filter((name) => name !== keyColumn).sort(compareText);
  return names.includes(keyColumn) ? [keyColumn, ...rest] : rest;
}

function decodeColumn(table: string, column: string, cell: unknown): TypedValue {
  try {
    return decodeValue(cell, 0);
  } catch (error) {
    if (error instanceof ValueError) throw invalidValue(table, column, error.message);
    throw error;
  }
}

function invalidValue(table: string, column: string, how: string): SwjobError {
  return new SwjobError('operation-failed', `table ${table}, column ${column}: ${how}`, {
    hint: 'The server sent a value that does not fit its type.',
  });
}

/** Decodes a value that the server sent with `encodeWithType`; throws a `ValueError` if it does not fit its type. */
export function decodeValue(cell: unknown, depth = 0): TypedValue {
  if (cell === null) return NONE;
  if (!isObject(cell) || typeof cell['type'] !== 'string') throw new ValueError('a value has no type');
  if (depth > MAX_DEPTH) throw new ValueError(`a value is nested more than ${MAX_DEPTH} deep`);
  const { type, value = null } = cell;
  const known = decoders.get(cell['type']);
  if (known !== undefined) return known(value);
  if (isScalarType(type)) {
    const decode = scalarDecoder(type);
    decoders.set(type, decode);
    return decode(value);
  }
  if (value === null) return NONE;
  switch (type) {
    case 'LIST':
    case 'TUPLE':
      return { type, value: elements(value, type).map((element) => decodeValue(element, depth + 1)) };
    case 'MAP':
      return { type, value: elements(value, type).map((entry) => decodeEntry(entry, depth + 1)) };
    case 'OBJECT':
      return decodeObject(cell, value, depth + 1);
    default:
      throw new ValueError(`${JSON.stringify(cell['type'].slice(0, 60))} is not a datastore type`);
  }
}

function elements(value: unknown, type: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ValueError(`the value of a ${type} is not a list`);
  return value;
}

function decodeEntry(entry: unknown, depth: number): { readonly key: TypedValue; readonly value: TypedValue } {
  if (!isObject(entry)) throw new ValueError('a MAP entry is not a pair');
  return { key: decodeValue(entry['key'] ?? null, depth), value: decodeValue(entry['value'] ?? null, depth) };
}

/**
 * The attributes of the client's own classes in the order in which the client sets them, and so stores them on Standalone. A
 * Server sends them in the order of their hashes.
 */
const ATTRIBUTES =
  'as_mask mask_uri auto_convert_to_str auto_convert_to_bytes _type display_name _mime_type shape _dtype_name encoding link ' +
  'uri display_text mime_type scheme offset size data_type extra_info x y width height bbox_a bbox_b names id image_id ' +
  'category_id bbox area iscrowd _segmentation_polygon _segmentation_rle_counts _segmentation_rle_size points ' +
  'sequence_type _cnt data auto_convert';
const PLACES = new Map(ATTRIBUTES.split(' ').map((name, place) => [name, place]));
const placeOf = (name: string): number => PLACES.get(name) ?? PLACES.size;

function decodeObject(cell: Readonly<Record<string, unknown>>, value: unknown, depth: number): TypedValue {
  if (!isObject(value)) throw new ValueError('the value of an OBJECT has no attributes');
  const attributes = new Map<string, TypedValue>();
  const names = Object.keys(value).sort((a, b) => placeOf(a) - placeOf(b));
  for (const name of names) attributes.set(name, decodeValue(value[name] ?? null, depth));
  const pythonType = typeof cell['pythonType'] === 'string' ? cell['pythonType'] : '';
  return { type: 'OBJECT', pythonType, value: attributes };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
