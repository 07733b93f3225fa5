import { checkBounds } from '../datastore/keys.ts';
import { encodeFloat, encodeInteger } from '../datastore/scalars.ts';
import type { DataType, IntegerType } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { KeyValue, ScanOptions } from '../job/instance.ts';

/** Bounds for `scanTable`: full-width text with its type, as text without a type is read as hex of the key's type. */
export interface WireBounds {
  readonly start?: string;
  readonly startType?: string;
  readonly startInclusive?: boolean;
  readonly end?: string;
  readonly endType?: string;
  readonly endInclusive?: boolean;
}

const BITS: Readonly<Record<IntegerType, bigint>> = { INT8: 8n, INT16: 16n, INT32: 32n, INT64: 64n };

/**
 * Encodes the bounds of a range in the table's key types. The server answers a bound that does not fit with no rows, or the
 * wrong ones, so such a bound is a usage error here. A table without rows has no key types, and needs no bounds.
 */
export function encodeBounds(range: ScanOptions, keyTypes: readonly DataType[]): WireBounds {
  const { start, end, endInclusive = false } = range;
  const from = start === undefined ? null : encodeKey('start', start, keyTypes);
  const to = end === undefined ? null : encodeKey('end', end, keyTypes);
  return {
    ...(from && { start: from.text, startType: from.type, startInclusive: true }),
    // For integer keys, "up to 2.5" means "below 3".
    ...(to && { end: to.text, endType: to.type, endInclusive: endInclusive && !to.raised }),
  };
}

interface WireKey {
  readonly text: string;
  readonly type: DataType;
  /** Whether a fraction was rounded up to the next integer. */
  readonly raised: boolean;
}

function encodeKey(name: 'start' | 'end', key: KeyValue, keyTypes: readonly DataType[]): WireKey | null {
  let misfit: unknown;
  for (const type of keyTypes) {
    try {
      checkBounds({ [name]: key }, type);
      return encodeAs(name, key, type);
    } catch (error) {
      misfit ??= error;
    }
  }
  if (misfit !== undefined) throw misfit;
  return null;
}

function encodeAs(name: 'start' | 'end', key: KeyValue, type: DataType): WireKey {
  const exact = (text: string): WireKey => ({ text, type, raised: false });
  switch (type) {
    case 'STRING':
      return exact(String(key));
    case 'BYTES':
      return exact(key instanceof Uint8Array ? Buffer.from(key).toString('base64') : '');
    case 'BOOL':
      return exact(key ? '1' : '0');
    case 'FLOAT32':
    case 'FLOAT64':
      return exact(encodeFloat(type, Number(key)));
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64': {
      const whole = typeof key === 'bigint' ? key : wholeNumber(name, Number(key), type);
      const half = 1n << (BITS[type] - 1n);
      if (whole < -half || whole >= half)
        throw usageError(`${name} ${key} is out of range of the table's keys, ${type}`);
      return { text: encodeInteger(type, whole), type, raised: typeof key === 'number' && !Number.isInteger(key) };
    }
    default:
      throw usageError(`the table's keys are ${type}: they have no ranges`);
  }
}

function wholeNumber(name: string, key: number, type: IntegerType): bigint {
  if (!Number.isFinite(key)) throw usageError(`${name} ${key} is out of range of the table's keys, ${type}`);
  return BigInt(Math.ceil(key));
}
