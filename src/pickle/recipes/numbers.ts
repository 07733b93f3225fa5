import { decodeHalf } from '../../datastore/scalars.ts';
import { NarrowFloat, NONE, type TypedValue } from '../../datastore/typed-value.ts';
import { bigIntegerPart } from '../integers.ts';
import { SIZE } from '../limits.ts';
import type { Values } from '../recipe.ts';
import { type ElementReader, readArray } from './array-lists.ts';

const NUMBER = SIZE.node + SIZE.double;
const TRUE: TypedValue = { type: 'BOOL', value: true };
const FALSE: TypedValue = { type: 'BOOL', value: false };

/** Cached, as pictures consist of bytes. */
const BYTES = Array.from({ length: 256 }, (_, value): TypedValue => ({ type: 'INT16', value }));
const SIGNED_BYTES = Array.from(
  { length: 256 },
  (_, bits): TypedValue => ({ type: 'INT8', value: (bits << 24) >> 24 }),
);

/** The reader of numbers of numpy's kind (`b` bool, `i`, `u`, `f`, `c`) and size; undefined if there is none. */
export function numberReader(kind: string, size: number, isLittle: boolean): ElementReader | undefined {
  const read = readerOf(`${kind}${size}`, isLittle);
  if (read !== undefined) {
    return { size, values: 1, memory: kind === 'b' || size === 1 ? 0 : NUMBER, characters: 0, depth: 0, read };
  }
  const part = kind === 'c' ? readerOf(`f${size / 2}`, isLittle) : undefined;
  if (part === undefined) return undefined;
  return {
    size,
    values: 3,
    memory: 2 * NUMBER + SIZE.node + SIZE.array + 2 * SIZE.slot,
    characters: 0,
    depth: 1,
    read: (view, at) => ({ type: 'LIST', value: [part(view, at), part(view, at + size / 2)] }),
  };
}

function readerOf(format: string, isLittle: boolean): ElementReader['read'] | undefined {
  switch (format) {
    case 'b1':
      return (view, at) => (view.getUint8(at) === 0 ? FALSE : TRUE);
    case 'i1':
      return (view, at) => SIGNED_BYTES[view.getUint8(at)] ?? NONE;
    case 'u1':
      return (view, at) => BYTES[view.getUint8(at)] ?? NONE;
    case 'i2':
      return (view, at) => ({ type: 'INT16', value: view.getInt16(at, isLittle) });
    case 'u2':
      return (view, at) => ({ type: 'INT32', value: view.getUint16(at, isLittle) });
    case 'i4':
      return (view, at) => ({ type: 'INT32', value: view.getInt32(at, isLittle) });
    case 'u4':
      return (view, at) => ({ type: 'INT64', value: view.getUint32(at, isLittle) });
    case 'i8':
      return (view, at) => bigIntegerPart(view.getBigInt64(at, isLittle));
    case 'u8':
      return (view, at) => bigIntegerPart(view.getBigUint64(at, isLittle));
    case 'f2':
      return (view, at) => new NarrowFloat('FLOAT16', decodeHalf(view.getUint16(at, isLittle)));
    case 'f4':
      return (view, at) => new NarrowFloat('FLOAT32', view.getFloat32(at, isLittle));
    case 'f8':
      return (view, at) => ({ type: 'FLOAT64', value: view.getFloat64(at, isLittle) });
    case 'f12':
    case 'f16':
      // The 80 bits of x86, padded. The size alone does not identify the formats of other machines.
      return isLittle ? (view, at) => ({ type: 'FLOAT64', value: extendedFloat(view, at) }) : undefined;
    default:
      return undefined;
  }
}

/** 1 sign bit, 15 exponent bits, 64 significand bits without a hidden one; rounded to a double. */
function extendedFloat(view: DataView, at: number): number {
  const fraction = view.getBigUint64(at, true);
  const high = view.getUint16(at + 8, true);
  const sign = high & 0x8000 ? -1 : 1;
  const exponent = high & 0x7fff;
  if (exponent === 0x7fff) return fraction << 1n === 1n << 64n ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (fraction === 0n) return sign * 0;
  // In two steps, as the power alone may overflow a double.
  const power = Math.max(exponent, 1) - 16446;
  const half = Math.trunc(power / 2);
  return sign * Number(fraction) * 2 ** half * 2 ** (power - half);
}

/** The bfloat16 of machine learning: the upper half of a float32. */
export const BFLOAT16: ElementReader = {
  size: 2,
  values: 1,
  memory: NUMBER,
  characters: 0,
  depth: 0,
  read: (view, at) => new NarrowFloat('FLOAT32', floatOfUpperHalf(view.getUint16(at, true))),
};

const bits = new DataView(new ArrayBuffer(4));

function floatOfUpperHalf(upper: number): number {
  bits.setUint16(0, upper);
  bits.setUint16(2, 0);
  return bits.getFloat32(0);
}

/** The formats of Python's `array` by their codes, each little-endian and then big-endian. */
const ARRAY_FORMATS = [
  'u1',
  'i1',
  'u2',
  'u2',
  'i2',
  'i2',
  'u4',
  'u4',
  'i4',
  'i4',
  'u8',
  'u8',
  'i8',
  'i8',
  'f4',
  'f4',
  'f8',
  'f8',
];

/** The numbers of an `array.array`; undefined if its format is not numeric. */
export function numbersOf(code: number, bytes: Uint8Array, values: Values, depth: number): TypedValue | undefined {
  const format = ARRAY_FORMATS[code];
  const reader = format && numberReader(format.slice(0, 1), Number(format.slice(1)), code % 2 === 0);
  if (!reader || bytes.length % reader.size !== 0) return undefined;
  return readArray(reader, bytes, { shape: [bytes.length / reader.size], strides: [1] }, values, depth);
}
