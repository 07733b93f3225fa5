import type { TypedValue } from '../../datastore/typed-value.ts';
import { lazyList } from '../lazy-list.ts';
import { SIZE } from '../limits.ts';
import type { Values } from '../recipe.ts';

/** What values count towards the limits. */
export interface Cost {
  readonly values: number;
  /** Their approximate memory in bytes. */
  readonly memory: number;
  /** How many characters and bytes their strings have. */
  readonly characters: number;
  /** Their levels of nesting. */
  readonly depth: number;
}

/** Reads the element at a position. It must not fail for any bytes, as elements may be read much later. */
export interface ElementReader extends Cost {
  /** Of an element, in bytes. */
  readonly size: number;
  readonly read: (view: DataView, at: number) => TypedValue;
}

/** The length of each dimension, and its stride: the distance between its elements, in elements. */
export interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** An array of more values stays bytes until its items are accessed. */
const MAX_EAGER_VALUES = 4096;

/** Nested lists of the elements in bytes; undefined if some are beyond the end. */
export function readArray(
  reader: ElementReader,
  bytes: Uint8Array,
  layout: Layout,
  values: Values,
  depth: number,
): TypedValue | undefined {
  const end = endOf(layout) * reader.size;
  if (end > bytes.length) return undefined;
  const cost = costOf(reader, layout.shape);
  values.reach(depth + cost.depth - 1);
  const isLazy = cost.values > MAX_EAGER_VALUES;
  values.count(cost.values, isLazy ? SIZE.bytes + end : cost.memory, cost.characters);
  // The pickle's bytes may have changed when the items are read.
  const own = isLazy ? new Uint8Array(bytes.subarray(0, end)) : bytes;
  return listReader(reader, layout)(new DataView(own.buffer, own.byteOffset, own.byteLength), 0);
}

/** Reads nested lists of elements from a position on. */
export function listReader(reader: ElementReader, { shape, strides }: Layout): ElementReader['read'] {
  const isLazy = shape.map((_, dimension) => costOf(reader, shape.slice(dimension)).values > MAX_EAGER_VALUES);
  const list = (view: DataView, at: number, dimension: number): TypedValue => {
    if (dimension === shape.length) return reader.read(view, at);
    const length = shape[dimension] ?? 0;
    const step = (strides[dimension] ?? 0) * reader.size;
    if (isLazy[dimension]) {
      return { type: 'LIST', value: lazyList(length, (index) => list(view, at + index * step, dimension + 1)) };
    }
    const items = new Array<TypedValue>(length);
    for (let index = 0; index < length; index++) items[index] = list(view, at + index * step, dimension + 1);
    return { type: 'LIST', value: items };
  };
  return (view, at) => list(view, at, 0);
}

/** More elements than any array within the limits has, yet small enough that products stay finite. */
const TOO_MANY = 2 ** 32;

/** What nested lists of such elements cost. */
export function costOf(element: Cost, shape: readonly number[]): Cost {
  let count = 1;
  let values = 0;
  let memory = 0;
  for (const length of shape) {
    values += count;
    memory += count * (SIZE.node + SIZE.array);
    count = Math.min(count * length, TOO_MANY);
    memory += count * SIZE.slot;
  }
  return {
    values: values + count * element.values,
    memory: memory + count * element.memory,
    characters: count * element.characters,
    depth: shape.length + element.depth,
  };
}

/** The number of elements from the first up to the last. */
function endOf({ shape, strides }: Layout): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((sum, length, dimension) => sum + (length - 1) * (strides[dimension] ?? 0), 1);
}

/** The strides of adjacent elements: the last axis varies fastest, or the first in Fortran's order. */
export function stridesOf(shape: readonly number[], isFortran: boolean): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  let step = 1;
  for (let index = 0; index < shape.length; index++) {
    const dimension = isFortran ? index : shape.length - 1 - index;
    strides[dimension] = step;
    step *= shape[dimension] ?? 0;
  }
  return strides;
}

export function product(shape: readonly number[]): number {
  return shape.reduce((sum, length) => sum * length, 1);
}
