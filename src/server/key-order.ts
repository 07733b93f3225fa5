import { compareKeys } from '../datastore/keys.ts';
import { ValueError } from '../datastore/scalars.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { SwjobError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import type { WireBounds } from './bounds.ts';
import { decodeValue, isObject } from './values.ts';

/**
 * The order of keys on a Server, which differs from that of `compareKeys`: Java compares strings by UTF-16 code units
 * (`String.compareTo`), bytes as signed numbers (`ByteBuffer.compareTo`), and has -0.0 before 0.0 (`Double.compare`).
 */
export function compareServerKeys(a: KeyValue, b: KeyValue): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(shifted(a), shifted(b));
  return compareKeys(a, b) || Number(Object.is(b, -0)) - Number(Object.is(a, -0));
}

function shifted(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte ^ 0x80);
}

/** Throws for a key that breaks the order, and for null: a record without one. */
export type KeyCheck = (key: Key | null) => void;

/**
 * Checks that the keys of a scan increase and stay within its bounds, across all pages. Otherwise a server that
 * ignores where a page starts would yield rows twice, or pages without end. Keys of different types are not compared: only
 * the server knows their order.
 */
export function keyCheck(tableName: string, keyColumn: string, bounds: WireBounds, descending = false): KeyCheck {
  const lastOf = new Map<string, KeyValue>();
  const start = boundOf(bounds.start, bounds.startType);
  const end = boundOf(bounds.end, bounds.endType);
  const refuse = (how: string): never => {
    throw new SwjobError('network', `table ${tableName}: ${how}`, {
      hint: 'The server may be faulty, or of another version; `swjob doctor` shows it.',
    });
  };
  return (key) => {
    if (key === null) return refuse(`a row has no valid key ${JSON.stringify(keyColumn)}`);
    const last = lastOf.get(key.type);
    const order = last === undefined ? 1 : compareServerKeys(key.value, last) * (descending ? -1 : 1);
    if (order <= 0) return refuse('the server sent keys out of order');
    if (start?.type === key.type) {
      const above = compareServerKeys(key.value, start.value);
      if (above < 0 || (above === 0 && bounds.startInclusive === false))
        return refuse('the server sent rows before --start');
    }
    if (end?.type === key.type) {
      const above = compareServerKeys(key.value, end.value);
      if (above > 0 || (above === 0 && bounds.endInclusive !== true))
        return refuse('the server sent rows beyond --end');
    }
    lastOf.set(key.type, key.value);
    return undefined;
  };
}

export interface Key {
  readonly type: string;
  readonly value: KeyValue;
}

/** The key of a record; null if it is missing or damaged. */
export function keyOfRecord(record: unknown, keyColumn: string): Key | null {
  return isObject(record) && Object.hasOwn(record, keyColumn) ? keyOfCell(record[keyColumn]) : null;
}

function boundOf(value: string | undefined, type: string | undefined): Key | null {
  return value === undefined || type === undefined ? null : keyOfCell({ type, value });
}

/** A value as a key; null for one that cannot be one. */
export function keyOfValue(typed: TypedValue | undefined): Key | null {
  if (typed === undefined) return null;
  const { type, value } = typed;
  return typeof value !== 'object' || value instanceof Uint8Array ? { type, value } : null;
}

function keyOfCell(cell: unknown): Key | null {
  try {
    return keyOfValue(decodeValue(cell));
  } catch (error) {
    if (error instanceof ValueError) return null;
    throw error;
  }
}
