import type { SchemaElement } from 'hyparquet-writer';
import type { Batch } from '../datastore/batch.ts';
import { type Column, TAG, type Words } from '../datastore/cell.ts';
import type { ColumnType } from '../datastore/column-types.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { jsonText } from './json.ts';
import { jsonPieces, PLAIN_JSON } from './json-pieces.ts';
import type { PlainBytes } from './parquet-bytes.ts';
import { isHeavy } from './weight.ts';

type Physical = NonNullable<SchemaElement['type']>;

/** How to store the values of a column, or the elements of its lists. */
interface Scalar {
  readonly leaf: Omit<SchemaElement, 'name' | 'repetition_type'> & { readonly type: Physical };
  /** Stores the number or bool of a word; returns false if it is of another type. */
  word(out: PlainBytes, tag: number, words: Words, index: number): boolean;
  /** Stores a value; returns false if it is of another type. */
  value(out: PlainBytes, value: TypedValue): boolean;
  /** Stores a cell with a string without decoding it; the caller has checked its tag. */
  text?(out: PlainBytes, batch: Batch, column: Column, row: number): void;
}

/** How to store a column. */
export interface ParquetShape {
  readonly scalar: Scalar;
  readonly isList: boolean;
}

const INTEGERS = ['INT8', 'INT16', 'INT32', 'INT64'];
const FLOATS = ['FLOAT16', 'FLOAT32', 'FLOAT64'];
const encoder = new TextEncoder();
const none = () => false;

function int32(converted?: 'INT_8' | 'INT_16'): Scalar {
  return {
    leaf: { type: 'INT32', ...(converted && { converted_type: converted }) },
    word(out, tag, { u32 }, index) {
      if (tag < TAG.int8 || tag > TAG.int32) return false;
      out.int32(u32[index * 2] as number);
      return true;
    },
    value(out, { type, value }) {
      if (typeof value !== 'number' || (type !== 'INT8' && type !== 'INT16' && type !== 'INT32')) return false;
      out.int32(value);
      return true;
    },
  };
}

const INT64: Scalar = {
  leaf: { type: 'INT64' },
  word(out, tag, { u32 }, index) {
    if (tag < TAG.int8 || tag > TAG.int64) return false;
    out.int64(u32[index * 2] as number, u32[index * 2 + 1] as number);
    return true;
  },
  value(out, { type, value }) {
    if (type !== 'INT8' && type !== 'INT16' && type !== 'INT32' && type !== 'INT64') return false;
    const word = BigInt(value);
    out.int64(Number(word & 0xffff_ffffn), Number(BigInt.asIntN(32, word >> 32n)));
    return true;
  },
};

// Only recent readers support half floats; each of them fits a FLOAT.
const FLOAT: Scalar = {
  leaf: { type: 'FLOAT' },
  word(out, tag, { f64 }, index) {
    if (tag !== TAG.float16 && tag !== TAG.float32) return false;
    out.float(f64[index] as number);
    return true;
  },
  value(out, { type, value }) {
    if (type !== 'FLOAT16' && type !== 'FLOAT32') return false;
    out.float(value);
    return true;
  },
};

const DOUBLE: Scalar = {
  leaf: { type: 'DOUBLE' },
  word(out, tag, { f64, u32 }, index) {
    if (tag >= TAG.float16 && tag <= TAG.float64) out.double(f64[index] as number);
    else if (tag >= TAG.int8 && tag <= TAG.int32) out.double((u32[index * 2] as number) | 0);
    else return false;
    return true;
  },
  value(out, { value }) {
    // An integer that is a number, not a bigint, is exact as a double.
    if (typeof value !== 'number') return false;
    out.double(value);
    return true;
  },
};

const BOOLEAN: Scalar = {
  leaf: { type: 'BOOLEAN' },
  word(out, tag, { u32 }, index) {
    if (tag !== TAG.bool) return false;
    out.bool(u32[index * 2] === 1);
    return true;
  },
  value(out, { value }) {
    if (typeof value !== 'boolean') return false;
    out.bool(value);
    return true;
  },
};

const STRING: Scalar = {
  leaf: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  word: none,
  value(out, { value }) {
    if (typeof value !== 'string') return false;
    out.byteArray(encoder.encode(value));
    return true;
  },
  text(out, { bytes }, { words: { u32 } }, row) {
    out.byteArray(bytes, u32[row * 2] as number, u32[row * 2 + 1] as number);
  },
};

const BYTES: Scalar = {
  leaf: { type: 'BYTE_ARRAY' },
  word: none,
  value(out, { value }) {
    if (!(value instanceof Uint8Array)) return false;
    out.byteArray(value);
    return true;
  },
};

const JSON_TEXT: Scalar = {
  // DuckDB supports only the older one, `converted_type`.
  leaf: { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } },
  word: none,
  value(out, value) {
    if (isHeavy(value)) out.text(jsonPieces(value, PLAIN_JSON));
    else out.byteArray(encoder.encode(jsonText(value)));
    return true;
  },
};

/** The types that have a Parquet equivalent. */
const SCALARS: ReadonlyMap<string, Scalar> = new Map([
  ['BOOL', BOOLEAN],
  ['INT8', int32('INT_8')],
  ['INT16', int32('INT_16')],
  ['INT32', int32()],
  ['INT64', INT64],
  ['FLOAT16', FLOAT],
  ['FLOAT32', FLOAT],
  ['FLOAT64', DOUBLE],
  ['STRING', STRING],
  ['BYTES', BYTES],
]);

/**
 * The narrowest shape that holds values of all these types without loss, else JSON. `isExact` says that doubles hold all
 * of the integers.
 */
export function shapeOf(types: ReadonlySet<ColumnType>, isExact = false): ParquetShape {
  const valued = [...types].filter((type) => type !== 'UNKNOWN');
  const elements = valued.flatMap((type) => /^LIST<(.*)>$/.exec(type)?.[1] ?? []);
  if (elements.length > 0 && elements.length === valued.length) {
    const element = commonScalar(elements.filter((type) => type !== 'UNKNOWN'));
    if (element !== null) return { scalar: element, isList: true };
  }
  return { scalar: commonScalar(valued, isExact) ?? JSON_TEXT, isList: false };
}

function commonScalar(types: readonly string[], isExact = false): Scalar | null {
  const [first] = types;
  if (first === undefined) return null;
  if (types.length === 1) return SCALARS.get(first) ?? null;
  if (types.every((type) => INTEGERS.includes(type))) {
    return SCALARS.get(INTEGERS.findLast((type) => types.includes(type)) ?? '') ?? null;
  }
  if (types.every((type) => FLOATS.includes(type))) return types.includes('FLOAT64') ? DOUBLE : FLOAT;
  // A double holds every 32-bit integer, but not every 64-bit integer.
  const areNumbers = types.every((type) => FLOATS.includes(type) || INTEGERS.includes(type));
  return areNumbers && (isExact || !types.includes('INT64')) ? DOUBLE : null;
}

/** The elements of the file's schema for a column. */
export function schemaOf(
  { scalar: { leaf }, isList }: ParquetShape,
  name: string,
  isRequired: boolean,
): SchemaElement[] {
  const repetition = { repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL' } as const;
  if (!isList) return [{ name, ...leaf, ...repetition }];
  return [
    { name, converted_type: 'LIST', num_children: 1, ...repetition },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...leaf, repetition_type: 'OPTIONAL' },
  ];
}
