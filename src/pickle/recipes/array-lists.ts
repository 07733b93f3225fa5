import type { TypedValue } from '../../datastore/typed-value.ts';
import { lazyList } from '../lazy-list.ts';
import { SIZE } from '../limits.ts';
import type { Values } from '../recipe.ts';

/** What values cost of the limits. */
export interface Cost {
  readonly values: number;
  /** About how many bytes of memory they take. */
  readonly memory: number;
  /** How many characters they have, of text or bytes. */
  readonly characters: number;
  /** How many levels of lists they are. */
  readonly depth: number;
}

/** Reads the element that begins at a place. It fails for no bytes: nobody may ask for the element until much later. */
export interface ElementReader extends Cost {
  /** Of an element, in bytes. */
  readonly size: number;
  readonly read: (view: DataView, at: number) => TypedValue;
}

/** How many elements each dimension has, and how many it is from one of them to the next. */
export interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** An array of more values than this stays bytes until something asks for its items. */
const MAX_EAGER_VALUES = 4096;

/** Nested lists of the elements that lie in bytes; undefined where some lie beyond their end. */
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
  // The pickle's bytes may be gone or changed when the items are read.
  const own = isLazy ? new Uint8Array(bytes.subarray(0, end)) : bytes;
  return listReader(reader, layout)(new DataView(own.buffer, own.byteOffset, own.byteLength), 0);
}

/** Reads the nested lists of the elements that begin at a place. */
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

/** More than any array that is read has, and few enough that products of such numbers stay finite. */
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

/** How many elements there are from the first to behind the last. */
function endOf({ shape, strides }: Layout): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((sum, length, dimension) => sum + (length - 1) * (strides[dimension] ?? 0), 1);
}

/** The strides of elements that lie one behind another, the last axis fastest, or the first in Fortran's order. */
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
