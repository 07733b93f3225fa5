import { show } from '../text/show.ts';
import {
  exactInteger,
  type FloatType,
  type IntegerType,
  NONE,
  type ScalarType,
  type TypedValue,
} from './typed-value.ts';

/**
 * Decodes a scalar as blocks and a Server's typed responses have it: integers are hex, in big-endian two's complement of
 * their width, floats the hex of their IEEE 754 bits, BOOL `"1"` or `"0"`, BYTES base64, STRING unchanged. Old clients
 * omitted leading zeros.
 */
export type ScalarDecoder = (data: unknown) => TypedValue;

/** A stored value does not fit its type. Callers that know the file, line and column add them. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}

/** How many hex digits a number of each type is stored as, at most. */
const HEX_DIGITS: Readonly<Record<IntegerType | FloatType, number>> = {
  INT8: 2,
  INT16: 4,
  INT32: 8,
  INT64: 16,
  FLOAT16: 4,
  FLOAT32: 8,
  FLOAT64: 16,
};

const bits = new DataView(new ArrayBuffer(8));

function hexNibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  return -1;
}

/** Loads up to 16 hex digits, right-aligned, into `bits`. */
function loadHex(data: unknown, type: IntegerType | FloatType): void {
  if (typeof data !== 'string' || data.length === 0 || data.length > HEX_DIGITS[type]) throw notOfType(data, type);
  const length = data.length;
  const split = length > 8 ? length - 8 : 0;
  let high = 0;
  let low = 0;
  for (let i = 0; i < length; i++) {
    const nibble = hexNibble(data.charCodeAt(i));
    if (nibble < 0) throw notOfType(data, type);
    if (i < split) high = (high << 4) | nibble;
    else low = (low << 4) | nibble;
  }
  bits.setInt32(0, high);
  bits.setInt32(4, low);
}

/** Decodes the hex text of an INT8, INT16, INT32 or INT64. */
export function decodeInteger(type: IntegerType, data: unknown): number | bigint {
  loadHex(data, type);
  switch (type) {
    case 'INT8':
      return bits.getInt8(7);
    case 'INT16':
      return bits.getInt16(6);
    case 'INT32':
      return bits.getInt32(4);
    default: {
      const value = bits.getInt32(0) * 0x1_0000_0000 + bits.getUint32(4);
      return Number.isSafeInteger(value) ? value : exactInteger(bits.getBigInt64(0));
    }
  }
}

/** Decodes the hex text of a FLOAT16, FLOAT32 or FLOAT64. */
export function decodeFloat(type: FloatType, data: unknown): number {
  loadHex(data, type);
  if (type === 'FLOAT64') return bits.getFloat64(0);
  if (type === 'FLOAT32') return bits.getFloat32(4);
  return decodeHalf(bits.getUint16(6));
}

/** Decodes IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits. */
export function decodeHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/** Base64, given that the length is a multiple of four. Matching groups of four would use as much stack as there is text. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The decoder of a scalar type, which throws a `ValueError` for a misfit. `null` is None for every type. */
export function scalarDecoder(type: ScalarType): ScalarDecoder {
  switch (type) {
    case 'UNKNOWN':
      return (data) => {
        if (data !== null) throw notOfType(data, type);
        return NONE;
      };
    case 'BOOL':
      return (data) => {
        if (data === '1') return TRUE;
        if (data === '0') return FALSE;
        if (data === null) return NONE;
        throw notOfType(data, type);
      };
    case 'STRING':
      return (data) => {
        if (typeof data === 'string') return { type, value: data };
        if (data === null) return NONE;
        throw notOfType(data, type);
      };
    case 'BYTES':
      return (data) => {
        if (data === null) return NONE;
        if (typeof data !== 'string' || data.length % 4 !== 0 || !BASE64.test(data)) throw notOfType(data, type);
        return { type, value: new Uint8Array(Buffer.from(data, 'base64')) };
      };
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return (data) => (data === null ? NONE : { type, value: decodeFloat(type, data) });
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
      return (data) => (data === null ? NONE : { type, value: decodeInteger(type, data) });
  }
}

const TRUE: TypedValue = { type: 'BOOL', value: true };
const FALSE: TypedValue = { type: 'BOOL', value: false };

/** An object, as the compiler then checks that no type is missing. */
const SCALAR_TYPES: Readonly<Record<ScalarType, true>> = {
  UNKNOWN: true,
  BOOL: true,
  INT8: true,
  INT16: true,
  INT32: true,
  INT64: true,
  FLOAT16: true,
  FLOAT32: true,
  FLOAT64: true,
  STRING: true,
  BYTES: true,
};

export function isScalarType(type: unknown): type is ScalarType {
  return typeof type === 'string' && Object.hasOwn(SCALAR_TYPES, type);
}

/** The full-width hex text of an integer. */
export function encodeInteger(type: IntegerType, value: number | bigint): string {
  const digits = HEX_DIGITS[type];
  return BigInt.asUintN(digits * 4, BigInt(value))
    .toString(16)
    .padStart(digits, '0');
}

/** The full-width hex text of a float; FLOAT32 rounds the value to its width. */
export function encodeFloat(type: 'FLOAT32' | 'FLOAT64', value: number): string {
  if (type === 'FLOAT32') {
    bits.setFloat32(0, value);
    return bits.getUint32(0).toString(16).padStart(8, '0');
  }
  bits.setFloat64(0, value);
  return bits.getBigUint64(0).toString(16).padStart(16, '0');
}

function notOfType(data: unknown, type: ScalarType): ValueError {
  return new ValueError(`${quoteForMessage(data)} is not a valid ${type}`);
}

/** Stored data, of any kind and length, for a message. */
export function quoteForMessage(data: unknown): string {
  if (data === undefined) return 'nothing';
  if (typeof data === 'object' && data !== null) return Array.isArray(data) ? 'an array' : 'an object';
  return typeof data === 'string' ? show(data) : String(data);
}
