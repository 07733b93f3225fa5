import { linkOf } from '../../datastore/artifact.ts';
import { compareText } from '../../datastore/keys.ts';
import type { TypedEntry, TypedObject, TypedValue } from '../../datastore/typed-value.ts';
import { compareTyped } from '../../expression/compare.ts';
import type { ArtifactLink } from '../instance.ts';

/** Two artifacts whose contents decide whether the values that hold them are equal. */
export type ContentPair = readonly [base: ArtifactLink, job: ArtifactLink];

/** Values nested deeper than this count as equal: no output format shows more levels. */
const DEEPEST = 1000;

/**
 * Whether two values are equal, provided that the pairs of artifacts added to `contents` are. Numbers are compared by value,
 * whatever their types, and within `tolerance`; NaN equals NaN, None equals a missing value, and the order of a dict does
 * not matter.
 */
export function sameValue(
  base: TypedValue | undefined,
  job: TypedValue | undefined,
  tolerance: number,
  contents: ContentPair[],
): boolean {
  return new Comparison(tolerance, contents).same(base, job, 0);
}

/** Whether two numbers differ, absolutely or relatively, by no more than this. */
export function isWithin(a: number | bigint, b: number | bigint, tolerance: number): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: compares a number and a bigint without rounding either.
  if (a == b) return true;
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y);
  if (tolerance === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return false;
  const difference = differenceOf(a, b);
  return Math.min(difference, difference / Math.max(Math.abs(x), Math.abs(y))) <= tolerance;
}

function differenceOf(a: number | bigint, b: number | bigint): number {
  const areWhole = [a, b].every((each) => typeof each === 'bigint' || Number.isInteger(each));
  if (areWhole) return Math.abs(Number(BigInt(a) - BigInt(b)));
  const [x, y] = [Number(a), Number(b)];
  // Without what rounding may add: as doubles, 0.84 and 0.85 differ by a little more than 0.01.
  return Math.abs(x - y) - Number.EPSILON * Math.max(Math.abs(x), Math.abs(y));
}

class Comparison {
  readonly #tolerance: number;
  readonly #contents: ContentPair[];

  constructor(tolerance: number, contents: ContentPair[]) {
    this.#tolerance = tolerance;
    this.#contents = contents;
  }

  same(a: TypedValue | undefined, b: TypedValue | undefined, depth: number): boolean {
    if (a === b) return true;
    const x = a?.value ?? null;
    const y = b?.value ?? null;
    if (a === undefined || b === undefined || x === null || y === null) return x === y;
    if (isNumber(x) && isNumber(y)) return isWithin(x, y, this.#tolerance);
    if (typeof x !== 'object' || typeof y !== 'object') return x === y;
    if (a.type !== b.type || depth > DEEPEST) return depth > DEEPEST;
    switch (a.type) {
      case 'BYTES':
        return b.type === 'BYTES' && sameBytes(a.value, b.value);
      case 'LIST':
      case 'TUPLE':
        return b.type === a.type && this.#sameLists(a.value, b.value, depth + 1);
      case 'MAP':
        return b.type === 'MAP' && this.#sameMaps(a.value, b.value, depth + 1);
      case 'OBJECT':
        return b.type === 'OBJECT' && this.#sameObjects(a, b, depth + 1);
      default:
        return false;
    }
  }

  #sameLists(a: readonly TypedValue[], b: readonly TypedValue[], depth: number): boolean {
    if (a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!this.same(a[index], b[index], depth)) return false;
    return true;
  }

  #sameMaps(a: readonly TypedEntry[], b: readonly TypedEntry[], depth: number): boolean {
    if (a.length !== b.length) return false;
    const [x, y] = hasOneOrder(a, b) ? [a, b] : [inOrder(a), inOrder(b)];
    return x.every(({ key, value }, index) => {
      const other = y[index];
      return other !== undefined && compareTyped(key, other.key) === 0 && this.same(value, other.value, depth);
    });
  }

  #sameObjects(a: TypedObject, b: TypedObject, depth: number): boolean {
    if (a.pythonType !== b.pythonType) return false;
    const [from, to] = [linkOf(a), linkOf(b)];
    if (from !== null && to !== null) {
      if (!isSameLink(from, to)) this.#contents.push([from, to]);
      return true;
    }
    if (a.value.size !== b.value.size) return false;
    for (const [name, value] of a.value) {
      if (!b.value.has(name) || !this.same(value, b.value.get(name), depth)) return false;
    }
    return true;
  }
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

function hasOneOrder(a: readonly TypedEntry[], b: readonly TypedEntry[]): boolean {
  return a.every(({ key }, index) => key.type === 'STRING' && key.value === b[index]?.key.value);
}

function inOrder(entries: readonly TypedEntry[]): TypedEntry[] {
  return [...entries].sort(({ key: a }, { key: b }) =>
    a.type === 'STRING' && b.type === 'STRING' ? compareText(a.value, b.value) : compareTyped(a, b),
  );
}

/** An object's name in a store is the hash of its content; on a Server, its address ends with that hash. */
const CONTENT_HASH = /(?:^|\/)([0-9a-f]{64,128})$/;

/** Whether two links certainly lead to the same content, without reading it. */
function isSameLink(a: ArtifactLink, b: ArtifactLink): boolean {
  if (a.offset !== b.offset || a.size !== b.size) return false;
  const [hash, other] = [CONTENT_HASH.exec(a.uri)?.[1], CONTENT_HASH.exec(b.uri)?.[1]];
  return hash !== undefined && hash === other;
}
