import { compareText } from '../datastore/keys.ts';
import type { TypedEntry, TypedValue } from '../datastore/typed-value.ts';

/** The deepest nesting that is compared; values that differ only below it are equal. */
const MAX_DEPTH = 200;

/**
 * A total order of values for ascending sorting: booleans (false, true), numbers by value regardless of type, strings by
 * code point, bytes, lists, tuples, maps, objects; then NaN; None and missing values last. Integers beyond 2^53 and floats
 * are compared exactly. Returns a negative number, 0 or a positive number.
 */
export function compareTyped(a: TypedValue | undefined, b: TypedValue | undefined): number {
  return compareWithin(a, b, 0);
}

/**
 * The order for descending sorting: values of one kind are reversed, but kinds keep their order, so that strings come
 * after numbers and NaN, None and missing values last in both directions.
 */
export function compareTypedDescending(a: TypedValue | undefined, b: TypedValue | undefined): number {
  const rank = rankOf(a);
  const otherRank = rankOf(b);
  return rank === otherRank ? compareTyped(b, a) : rank - otherRank;
}

/** Whether two values are of the same kind, so that they can be equal or ordered; NaN is a number here. */
export function sameKind(a: TypedValue, b: TypedValue): boolean {
  const kind = (value: TypedValue) => (rankOf(value) === NAN_RANK ? NUMBER_RANK : rankOf(value));
  return kind(a) === kind(b);
}

/**
 * Whether two values are equal: numbers by value regardless of type, None equals a missing value, NaN equals nothing.
 * Values of different kinds (a string and a number, a list and a tuple) are not equal.
 */
export function equalTyped(a: TypedValue | undefined, b: TypedValue | undefined): boolean {
  const rank = rankOf(a);
  return rank !== NAN_RANK && rank === rankOf(b) && compareTyped(a, b) === 0;
}

/**
 * The order of two numbers, strings, booleans or bytes: −1, 0 or 1. NaN if they have no order, so that comparing the
 * result with 0 by `<`, `<=`, `>` or `>=` is always false.
 */
export function orderTyped(a: TypedValue | undefined, b: TypedValue | undefined): number {
  const rank = rankOf(a);
  return rank <= BYTES_RANK && rank === rankOf(b) ? Math.sign(compareTyped(a, b)) : Number.NaN;
}

const NUMBER_RANK = 1;
const BYTES_RANK = 3;
const NAN_RANK = 8;
const NONE_RANK = 9;

function rankOf(typed: TypedValue | undefined): number {
  if (typed === undefined) return NONE_RANK;
  switch (typeof typed.value) {
    case 'boolean':
      return 0;
    case 'number':
      return Number.isNaN(typed.value) ? NAN_RANK : 1;
    case 'bigint':
      return 1;
    case 'string':
      return 2;
  }
  switch (typed.type) {
    case 'BYTES':
      return BYTES_RANK;
    case 'LIST':
      return 4;
    case 'TUPLE':
      return 5;
    case 'MAP':
      return 6;
    case 'OBJECT':
      return 7;
    default:
      return NONE_RANK;
  }
}

function compareWithin(a: TypedValue | undefined, b: TypedValue | undefined, depth: number): number {
  const rank = rankOf(a);
  const otherRank = rankOf(b);
  if (rank !== otherRank) return rank - otherRank;
  if (a === undefined || b === undefined || rank >= NAN_RANK) return 0;
  const x = a.value;
  const y = b.value;
  if (typeof x === 'string' && typeof y === 'string') return compareText(x, y);
  if (isOrdered(x) && isOrdered(y)) return x < y ? -1 : x > y ? 1 : 0;
  if (depth === MAX_DEPTH) return 0;
  switch (a.type) {
    case 'BYTES':
      return b.type === 'BYTES' ? Buffer.compare(a.value, b.value) : 0;
    case 'LIST':
    case 'TUPLE':
      return b.type === a.type ? compareLists(a.value, b.value, depth + 1) : 0;
    case 'MAP':
      return b.type === 'MAP' ? compareMaps(a.value, b.value, depth + 1) : 0;
    case 'OBJECT':
      if (b.type !== 'OBJECT') return 0;
      return compareText(a.pythonType, b.pythonType) || compareMaps(entriesOf(a.value), entriesOf(b.value), depth + 1);
    default:
      return 0;
  }
}

/** JavaScript compares a number and a bigint by their mathematical values, without rounding either. */
function isOrdered(value: unknown): value is number | bigint | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function compareLists(a: readonly TypedValue[], b: readonly TypedValue[], depth: number): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareWithin(a[i], b[i], depth);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The order of pairs does not matter in maps, so they are sorted first. */
function compareMaps(a: readonly TypedEntry[], b: readonly TypedEntry[], depth: number): number {
  const x = sortedEntries(a, depth);
  const y = sortedEntries(b, depth);
  const length = Math.min(x.length, y.length);
  for (let i = 0; i < length; i++) {
    const order = compareWithin(x[i]?.key, y[i]?.key, depth) || compareWithin(x[i]?.value, y[i]?.value, depth);
    if (order !== 0) return order;
  }
  return x.length - y.length;
}

function sortedEntries(entries: readonly TypedEntry[], depth: number): TypedEntry[] {
  return [...entries].sort((a, b) => compareWithin(a.key, b.key, depth) || compareWithin(a.value, b.value, depth));
}

function entriesOf(attributes: ReadonlyMap<string, TypedValue>): TypedEntry[] {
  return Array.from(attributes, ([name, value]) => ({ key: { type: 'STRING', value: name }, value }));
}
