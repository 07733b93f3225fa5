import { NONE, type TypedValue } from '../../datastore/typed-value.ts';
import { listValue, textValue } from '../object.ts';
import { bytesOf, integerOf, itemsOf, type Made, type Part, textOf } from '../part.ts';
import type { Recipe, Recipes, Values } from '../recipe.ts';
import { readArray } from './numbers.ts';
import { type Dtype, dtypeOf, elementReader, product, shapeOf, stridesOf } from './numpy-dtype.ts';

/** numpy's arrays and scalars, under the module names of version 1. */
export const NUMPY_RECIPES: Recipes = {
  'numpy.core.multiarray._reconstruct': reconstructed,
  'numpy.core.multiarray.scalar': ({ args: [type, data] }, values, depth) => {
    const dtype = dtypeOf(type);
    if (dtype === undefined || data === undefined) return undefined;
    return dtype.kind === 'O'
      ? values.of(data, depth + 1)
      : arrayValue({ dtype, shape: [] }, bytesOf(data), values, depth);
  },
  'numpy.core.numeric._frombuffer': ({ args }, values, depth) => {
    const [buffer, type, size, order, axes] = args;
    const [dtype, shape] = [dtypeOf(type), shapeOf(size)];
    if (dtype === undefined || shape === undefined) return undefined;
    const bytes = buffer?.type === 'OUTSIDE' ? undefined : bytesOf(buffer);
    if (textOf(order) === 'K') {
      const permutation = shapeOf(axes);
      return permutation && arrayValue(transposed(dtype, shape, permutation), bytes, values, depth);
    }
    return arrayValue({ dtype, shape, isFortran: textOf(order) === 'F' }, bytes, values, depth);
  },
  'numpy.ma.core._mareconstruct': masked,
  'numpy.ma.core.MaskedConstant': (_, values) => {
    values.count(1, 0);
    return NONE;
  },
  'numpy.dtype': (made, values) => {
    const dtype = dtypeOf(made);
    return dtype && dtype.fields === null && dtype.inner === null ? textValue(dtype.text, values) : undefined;
  },
};

interface Layout {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly isFortran?: boolean;
  readonly strides?: readonly number[];
}

function arrayValue(
  layout: Layout,
  bytes: Uint8Array | undefined,
  values: Values,
  depth: number,
): TypedValue | undefined {
  const { dtype, shape, isFortran = false } = layout;
  const reader = elementReader(dtype, values, depth + shape.length);
  if (reader === undefined || bytes === undefined || bytes.length !== product(shape) * reader.size) return undefined;
  return readArray(reader, bytes, shape, layout.strides ?? stridesOf(shape, isFortran), values, depth);
}

/** An array whose axes lie in another order than its elements. */
function transposed(dtype: Dtype, shape: readonly number[], axes: readonly number[]): Layout {
  const strides = stridesOf(shape, false);
  return {
    dtype,
    shape: axes.map((axis) => shape[axis] ?? 0),
    strides: axes.map((axis) => strides[axis] ?? 0),
  };
}

/** An array whose state is a version, the shape, the dtype, whether it is in Fortran's order, and its elements. */
function reconstructed(...[made, values, depth]: Parameters<Recipe>): TypedValue | undefined {
  const [, size, type, fortran, data] = itemsOf(made.states[0]) ?? [];
  const [dtype, shape] = [dtypeOf(type), shapeOf(size)];
  if (dtype === undefined || shape === undefined) return undefined;
  if (dtype.kind === 'O') return objectArray(itemsOf(data), shape, values, depth);
  return arrayValue({ dtype, shape, isFortran: isTrue(fortran) }, bytesOf(data), values, depth);
}

/** An array of objects lists them, always in C's order. */
function objectArray(
  items: readonly Part[] | undefined,
  shape: readonly number[],
  values: Values,
  depth: number,
): TypedValue | undefined {
  if (items === undefined || items.length !== product(shape)) return undefined;
  const [length, ...inner] = shape;
  if (length === undefined) return items[0] && values.of(items[0], depth + 1);
  if (inner.length === 0) return listValue('LIST', items, values, depth);
  const step = product(inner);
  values.reach(depth);
  values.count(1 + length, 0);
  const rows = Array.from({ length }, (_, row) => {
    return objectArray(items.slice(row * step, (row + 1) * step), inner, values, depth + 1);
  });
  return rows.every((row) => row !== undefined) ? { type: 'LIST', value: rows } : undefined;
}

/** A masked array: None for what is masked. */
function masked(made: Made, values: Values, depth: number): TypedValue | undefined {
  const [, size, type, fortran, data, mask] = itemsOf(made.states[0]) ?? [];
  const [dtype, shape, hidden] = [dtypeOf(type), shapeOf(size), bytesOf(mask)];
  if (dtype === undefined || shape === undefined || hidden === undefined) return undefined;
  if (dtype.fields !== null || hidden.length !== product(shape)) return undefined;
  const isFortran = isTrue(fortran);
  const whole = arrayValue({ dtype, shape, isFortran }, bytesOf(data), values, depth);
  const strides = stridesOf(shape, isFortran);
  const hide = (value: TypedValue, dimension: number, from: number): TypedValue => {
    if (dimension === shape.length) return hidden[from] ? NONE : value;
    if (value.type !== 'LIST') return value;
    const step = strides[dimension] ?? 0;
    return { type: 'LIST', value: value.value.map((item, index) => hide(item, dimension + 1, from + index * step)) };
  };
  return whole && hide(whole, 0, 0);
}

function isTrue(part: Part | undefined): boolean {
  return part?.type === 'BOOL' ? part.value : integerOf(part) === 1;
}
