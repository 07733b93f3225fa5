import { NONE, type TypedEntry } from '../../datastore/typed-value.ts';
import { SIZE } from '../limits.ts';
import { fullNameOf } from '../names.ts';
import { bytesOf, fullNumberOf, integerOf, itemsOf, type Made, type Part, textOf } from '../part.ts';
import type { Values } from '../recipe.ts';
import { costOf, type ElementReader, listReader, product, stridesOf } from './array-lists.ts';
import { BFLOAT16, numberReader } from './numbers.ts';
import { datetimeText, durationOf } from './numpy-time.ts';

/** The type of a numpy array's elements. */
export interface Dtype {
  /** numpy's letter: `b`, `i`, `u`, `f`, `c`, `M`, `m`, `U`, `S`, `V`, `O`. */
  readonly kind: string;
  /** The size of an element in bytes. */
  readonly size: number;
  /** As numpy spells it, such as `<f4`. */
  readonly text: string;
  readonly isLittle: boolean;
  /** For times: the unit, and how many units each step has. */
  readonly step: readonly [string, bigint];
  readonly fields: readonly Field[] | null;
  /** For elements that are arrays themselves. */
  readonly inner: { readonly dtype: Dtype; readonly shape: readonly number[] } | null;
}

interface Field {
  readonly name: string;
  readonly dtype: Dtype;
  readonly offset: number;
}

/** Dtypes that were read; also undefined for one that is being read, which would contain itself. */
const known = new WeakMap<Part, Dtype | undefined>();
const DEEPEST = 20;

/** The dtype of the call `numpy.dtype('f4', False, True)` and its state; undefined for anything else. */
export function dtypeOf(part: Part | undefined, values: Values, depth = 0): Dtype | undefined {
  if (part?.type !== 'MADE' || depth > DEEPEST) return undefined;
  if (known.has(part)) return known.get(part);
  known.set(part, undefined);
  const dtype = readDtype(part, values, depth);
  known.set(part, dtype);
  return dtype;
}

function readDtype(part: Made, values: Values, depth: number): Dtype | undefined {
  if (part.callable.type !== 'NAME') return undefined;
  const name = fullNameOf(part.callable);
  if (name === 'numpy.core._internal._convert_to_stringdtype_kwargs') return { ...PLAIN_DTYPE, kind: 'O', text: 'T' };
  if (name !== 'numpy.dtype') return undefined;
  const [spelled] = part.args;
  if (spelled?.type === 'NAME' && spelled.name === 'bfloat16') return BFLOAT16_DTYPE;
  // Records may have a class of their own.
  const code = spelled?.type === 'NAME' && fullNameOf(spelled) === 'numpy.record' ? 'V' : textOf(spelled);
  const match = /^([biufcMmUSVOa])(\d{0,9})$/.exec(code ?? '');
  const [, kind = '', digits = ''] = match ?? [];
  if (kind === '') return undefined;
  const [, order, inner, names, fields, itemSize, , , metadata] = itemsOf(part.states[0]) ?? [];
  const given = integerOf(itemSize);
  const size = given !== undefined && given >= 0 ? given : Number(digits) * (kind === 'U' ? 4 : 1);
  const isLittle = textOf(order) !== '>';
  const [record, element] = [fieldsOf(names, fields, values, depth), innerOf(inner, values, depth)];
  if ((record === null && isThere(names)) || (element === null && isThere(inner))) return undefined;
  return {
    kind: kind === 'a' ? 'S' : kind,
    size,
    text: `${isLittle ? (size > 1 ? '<' : '|') : '>'}${kind}${digits}`,
    isLittle,
    step: stepOf(metadata),
    fields: record,
    inner: element,
  };
}

const PLAIN_DTYPE = { size: 0, isLittle: true, step: ['', 1n], fields: null, inner: null } as const;
const BFLOAT16_DTYPE: Dtype = { ...PLAIN_DTYPE, kind: 'bfloat16', size: 2, text: 'bfloat16' };

function stepOf(metadata: Part | undefined): readonly [string, bigint] {
  const [, time] = itemsOf(metadata) ?? [];
  const [unit, count] = itemsOf(time) ?? [];
  const bytes = bytesOf(unit);
  return [bytes ? Buffer.from(bytes).toString('latin1') : 'generic', fullNumberOf(count) ?? 1n];
}

function fieldsOf(
  names: Part | undefined,
  fields: Part | undefined,
  values: Values,
  depth: number,
): readonly Field[] | null {
  const parts = itemsOf(names);
  if (parts === undefined || fields?.type !== 'MAP') return null;
  values.count(0, parts.length * SIZE.entry + fields.value.length * SIZE.indexed);
  const list = parts.map(textOf);
  const byName = new Map(fields.value.map(({ key, value }) => [textOf(key), value]));
  const found = list.map((name): Field | undefined => {
    const [type, offset] = itemsOf(byName.get(name)) ?? [];
    const dtype = dtypeOf(type, values, depth + 1);
    const at = integerOf(offset);
    return name === undefined || dtype === undefined || at === undefined || at < 0
      ? undefined
      : { name, dtype, offset: at };
  });
  return found.every((field) => field !== undefined) ? found : null;
}

function isThere(part: Part | undefined): boolean {
  return part !== undefined && part.type !== 'UNKNOWN';
}

function innerOf(part: Part | undefined, values: Values, depth: number): Dtype['inner'] {
  const [type, sizes] = itemsOf(part) ?? [];
  const dtype = dtypeOf(type, values, depth + 1);
  const shape = shapeOf(sizes);
  return dtype && shape ? { dtype, shape } : null;
}

/** numpy allows 64 dimensions. */
const MAX_DIMENSIONS = 64;

/** The lengths of the dimensions: a tuple of integers, or a single one. */
export function shapeOf(part: Part | undefined): readonly number[] | undefined {
  const sizes = integerOf(part) !== undefined ? [integerOf(part)] : itemsOf(part)?.map(integerOf);
  if (sizes === undefined || sizes.length > MAX_DIMENSIONS) return undefined;
  return sizes.every((size) => size !== undefined && size >= 0) ? (sizes as number[]) : undefined;
}

/** The size of times in bytes. */
const TIME_SIZE = 8;

/** The reader for elements of a dtype; undefined for objects, which are stored elsewhere, and for unknown dtypes. */
export function elementReader(dtype: Dtype, values: Values): ElementReader | undefined {
  const { kind, size, isLittle } = dtype;
  if (dtype.inner !== null) return innerReader(size, dtype.inner, values);
  switch (kind) {
    case 'bfloat16':
      return BFLOAT16;
    case 'U':
      return reader(size, SIZE.node + SIZE.string + size / 2, (view, at) => ({
        type: 'STRING',
        value: utf32(view, at, size, isLittle),
      }));
    case 'S':
      return reader(size, SIZE.node + SIZE.bytes + size, (view, at) => ({
        type: 'BYTES',
        value: trimmed(view, at, size),
      }));
    case 'M':
      if (size !== TIME_SIZE) return undefined;
      return reader(size, SIZE.node + SIZE.string + 32, (view, at) => {
        return datetimeText(view.getBigInt64(at, isLittle), dtype.step) ?? NONE;
      });
    case 'm':
      if (size !== TIME_SIZE) return undefined;
      return reader(size, SIZE.node + SIZE.string + 32, (view, at) => {
        return durationOf(view.getBigInt64(at, isLittle), dtype.step);
      });
    case 'V':
      if (dtype.fields !== null) return recordReader(size, dtype.fields, values);
      return reader(size, SIZE.node + SIZE.bytes + size, (view, at) => ({
        type: 'BYTES',
        value: copied(view, at, size),
      }));
    default:
      return numberReader(kind, size, isLittle);
  }
}

function reader(size: number, memory: number, read: ElementReader['read']): ElementReader {
  return { size, values: 1, memory, characters: size, depth: 0, read };
}

/** The reader for elements that are arrays themselves. */
function innerReader(
  size: number,
  { dtype, shape }: NonNullable<Dtype['inner']>,
  values: Values,
): ElementReader | undefined {
  const element = elementReader(dtype, values);
  if (element === undefined || product(shape) * element.size > size) return undefined;
  return {
    size,
    ...costOf(element, shape),
    read: listReader(element, { shape, strides: stridesOf(shape, false) }),
  };
}

/** The reader for records, which become dicts of their fields. */
function recordReader(size: number, fields: readonly Field[], values: Values): ElementReader | undefined {
  values.count(0, fields.length * SIZE.entry);
  const readers = fields.map(({ name, dtype, offset }) => {
    const element = elementReader(dtype, values);
    const key = { type: 'STRING', value: name } as const;
    return element && offset + element.size <= size ? { key, offset, element } : undefined;
  });
  if (!readers.every((one) => one !== undefined)) return undefined;
  const sum = (cost: (field: NonNullable<(typeof readers)[number]>) => number) => {
    return readers.reduce((total, field) => total + cost(field), 0);
  };
  return {
    size,
    values: 1 + sum(({ element }) => 1 + element.values),
    memory: SIZE.node + SIZE.array + sum(({ element }) => element.memory + SIZE.entry),
    characters: sum(({ key, element }) => key.value.length + element.characters),
    depth: 1 + Math.max(0, ...readers.map(({ element }) => element.depth)),
    read: (view, at) => {
      const value = readers.map(
        ({ key, offset, element }): TypedEntry => ({ key, value: element.read(view, at + offset) }),
      );
      return { type: 'MAP', value };
    },
  };
}

const CHARACTERS_AT_ONCE = 1000;

/** A string of four bytes per character, without its padding of zeros. */
function utf32(view: DataView, at: number, size: number, isLittle: boolean): string {
  let end = size - (size % 4);
  while (end > 0 && view.getUint32(at + end - 4, isLittle) === 0) end -= 4;
  const codes: number[] = [];
  let text = '';
  for (let place = 0; place < end; place += 4) {
    const code = view.getUint32(at + place, isLittle);
    codes.push(code <= 0x10ffff ? code : 0xfffd);
    if (codes.length === CHARACTERS_AT_ONCE) text += String.fromCodePoint(...codes.splice(0));
  }
  return text + String.fromCodePoint(...codes);
}

function trimmed(view: DataView, at: number, size: number): Uint8Array {
  let end = size;
  while (end > 0 && view.getUint8(at + end - 1) === 0) end--;
  return copied(view, at, end);
}

function copied(view: DataView, at: number, size: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, size).slice();
}
