import { NONE, type TypedValue } from '../../datastore/typed-value.ts';
import { SIZE } from '../limits.ts';
import { textValue } from '../object.ts';
import { bytesOf, integerOf, itemsOf, type Made, type Part, textOf } from '../part.ts';
import type { Recipe, Recipes, Values } from '../recipe.ts';
import { type ElementReader, type Layout, product, readArray, stridesOf } from './array-lists.ts';
import { dtypeOf, elementReader, shapeOf } from './numpy-dtype.ts';

const SCALAR: Layout = { shape: [], strides: [] };

/** numpy's arrays and scalars, under the module names of version 1. */
export const NUMPY_RECIPES: Recipes = {
  'numpy.core.multiarray._reconstruct': reconstructed,
  'numpy.core.multiarray.scalar': ({ args: [type, data] }, values, depth) => {
    const dtype = dtypeOf(type, values);
    if (dtype === undefined || data === undefined) return undefined;
    return dtype.kind === 'O'
      ? values.of(data, depth + 1)
      : arrayValue(elementReader(dtype, values), SCALAR, bytesOf(data), values, depth);
  },
  'numpy.core.numeric._frombuffer': ({ args }, values, depth) => {
    const [buffer, type, size, order, axes] = args;
    const [dtype, shape] = [dtypeOf(type, values), shapeOf(size)];
    if (dtype === undefined || shape === undefined) return undefined;
    const permutation = textOf(order) === 'K' ? shapeOf(axes) : undefined;
    if (textOf(order) === 'K' && permutation === undefined) return undefined;
    const layout = permutation ? transposed(shape, permutation) : orderedLayout(shape, textOf(order) === 'F');
    return arrayValue(elementReader(dtype, values), layout, bytesOf(buffer), values, depth);
  },
  'numpy.ma.core._mareconstruct': masked,
  'numpy.ma.core.MaskedConstant': (_, values) => {
    values.count(1, 0);
    return NONE;
  },
  'numpy.dtype': (made, values) => {
    const dtype = dtypeOf(made, values);
    return dtype && dtype.fields === null && dtype.inner === null ? textValue(dtype.text, values) : undefined;
  },
};

/** The elements have to fill the bytes exactly. */
function arrayValue(
  reader: ElementReader | undefined,
  layout: Layout,
  bytes: Uint8Array | undefined,
  values: Values,
  depth: number,
): TypedValue | undefined {
  if (reader === undefined || bytes?.length !== product(layout.shape) * reader.size) return undefined;
  return readArray(reader, bytes, layout, values, depth);
}

function orderedLayout(shape: readonly number[], isFortran: boolean): Layout {
  return { shape, strides: stridesOf(shape, isFortran) };
}

/** An array whose axes are in another order than in memory. */
function transposed(shape: readonly number[], axes: readonly number[]): Layout {
  const strides = stridesOf(shape, false);
  return { shape: axes.map((axis) => shape[axis] ?? 0), strides: axes.map((axis) => strides[axis] ?? 0) };
}

/** An array whose state is a version, the shape, the dtype, whether it is in Fortran's order, and its elements. */
function reconstructed(...[made, values, depth]: Parameters<Recipe>): TypedValue | undefined {
  const [, size, type, fortran, data] = itemsOf(made.states[0]) ?? [];
  const [dtype, shape] = [dtypeOf(type, values), shapeOf(size)];
  if (dtype === undefined || shape === undefined) return undefined;
  if (dtype.kind === 'O') return objectArray(itemsOf(data), shape, values, depth);
  return arrayValue(elementReader(dtype, values), orderedLayout(shape, isTrue(fortran)), bytesOf(data), values, depth);
}

/** An array of objects has them in a list, always in C's order. */
function objectArray(
  items: readonly Part[] | undefined,
  shape: readonly number[],
  values: Values,
  depth: number,
): TypedValue | undefined {
  if (items === undefined || items.length !== product(shape)) return undefined;
  const strides = stridesOf(shape, false);
  const list = (dimension: number, from: number): TypedValue => {
    const item = items[from];
    if (dimension === shape.length) return item === undefined ? NONE : values.of(item, depth + Math.max(dimension, 1));
    const [length = 0, step = 0] = [shape[dimension], strides[dimension]];
    values.reach(depth + dimension);
    values.count(1, SIZE.node + SIZE.array + length * SIZE.slot);
    return { type: 'LIST', value: Array.from({ length }, (_, index) => list(dimension + 1, from + index * step)) };
  };
  return list(0, 0);
}

/** A masked array, with None for masked elements. */
function masked(made: Made, values: Values, depth: number): TypedValue | undefined {
  const [, size, type, fortran, data, mask] = itemsOf(made.states[0]) ?? [];
  const [dtype, shape, hidden] = [dtypeOf(type, values), shapeOf(size), bytesOf(mask)];
  if (dtype === undefined || shape === undefined || hidden === undefined) return undefined;
  if (dtype.fields !== null || hidden.length !== product(shape)) return undefined;
  const reader = elementReader(dtype, values);
  if (reader === undefined) return undefined;
  values.count(0, SIZE.bytes + hidden.length);
  const own = new Uint8Array(hidden);
  const read: ElementReader['read'] = (view, at) => (own[at / reader.size] ? NONE : reader.read(view, at));
  return arrayValue({ ...reader, read }, orderedLayout(shape, isTrue(fortran)), bytesOf(data), values, depth);
}

function isTrue(part: Part | undefined): boolean {
  return part?.type === 'BOOL' ? part.value : integerOf(part) === 1;
}
