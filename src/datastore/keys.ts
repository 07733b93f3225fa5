import { usageError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import { type DataType, isNumberType } from './typed-value.ts';

/**
 * Compares two strings by code point, as Python does. The order of UTF-16 code units differs only where a surrogate (of a
 * code point beyond U+FFFF) meets a unit from U+E000 up.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** Moves surrogates above U+E000–U+FFFF. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * The order of keys: numbers by value (booleans are 0 and 1, as in Python), then NaN, which equals only itself, then
 * strings, then bytes.
 */
export function compareKeys(a: KeyValue, b: KeyValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : a === b ? 0 : nanOrder(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const rank = keyRank(a) - keyRank(b);
  if (rank !== 0) return rank;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  const x = typeof a === 'boolean' ? Number(a) : a;
  const y = typeof b === 'boolean' ? Number(b) : b;
  return x < y ? -1 : x > y ? 1 : nanOrder(x, y);
}

function nanOrder(a: unknown, b: unknown): number {
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

function keyRank(key: KeyValue): number {
  if (typeof key === 'string') return 1;
  return key instanceof Uint8Array ? 2 : 0;
}

export interface KeyRange {
  readonly start?: KeyValue | undefined;
  readonly end?: KeyValue | undefined;
  readonly endInclusive?: boolean | undefined;
}

export function isBeforeStart(key: KeyValue, range: KeyRange): boolean {
  return range.start !== undefined && compareKeys(key, range.start) < 0;
}

export function isPastEnd(key: KeyValue, range: KeyRange): boolean {
  if (range.end === undefined) return false;
  const order = compareKeys(key, range.end);
  return order > 0 || (order === 0 && !range.endInclusive);
}

/** Throws for a bound that cannot be compared with keys of this type: it would select no rows, or the wrong ones. */
export function checkBounds(range: KeyRange, keyType: DataType): void {
  for (const name of ['start', 'end'] as const) {
    const bound = range[name];
    if (bound === undefined) continue;
    if (Number.isNaN(bound)) throw usageError(`${name} is not a number (NaN)`);
    const expected = boundKind(keyType);
    if (expected === null) throw usageError(`the table's keys are ${keyType}: they have no ranges`);
    if (expected !== kindOf(bound)) {
      throw usageError(
        `${name} ${describe(bound)} does not fit the table's keys, which are ${keyType}`,
        `Give a bound that is ${expected === 'number' ? 'a number' : `of type ${expected}`}.`,
      );
    }
  }
}

type KeyKind = 'number' | 'string' | 'boolean' | 'bytes';

function boundKind(type: DataType): KeyKind | null {
  if (type === 'STRING') return 'string';
  if (type === 'BYTES') return 'bytes';
  if (type === 'BOOL') return 'boolean';
  return isNumberType(type) ? 'number' : null;
}

function kindOf(key: KeyValue): KeyKind {
  if (key instanceof Uint8Array) return 'bytes';
  const kind = typeof key;
  return kind === 'bigint' ? 'number' : (kind as KeyKind);
}

function describe(key: KeyValue): string {
  if (key instanceof Uint8Array) return `of ${key.length} bytes`;
  return typeof key === 'string' ? JSON.stringify(key) : String(key);
}
