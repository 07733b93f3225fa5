import type { TypedValue } from '../../datastore/typed-value.ts';
import { PickleInput } from '../input.ts';
import { Memory, SIZE } from '../limits.ts';
import { runPickle } from '../machine.ts';
import { fullNameOf } from '../names.ts';
import { listValue, textValue, typedObject } from '../object.ts';
import { integerOf, itemsOf, type Part, textOf } from '../part.ts';
import type { Recipe, Recipes, Values } from '../recipe.ts';
import { PickleStack } from '../stack.ts';
import { UnreadablePickle } from '../unreadable.ts';
import { type ElementReader, readArray } from './array-lists.ts';
import { BFLOAT16, numberReader } from './numbers.ts';
import { shapeOf } from './numpy-dtype.ts';

/** PyTorch's tensors, sizes and devices. */
export const TORCH_RECIPES: Recipes = {
  'torch._utils._rebuild_tensor': tensor,
  'torch._utils._rebuild_tensor_v2': tensor,
  'torch._utils._rebuild_tensor_v3': tensor,
  'torch._utils._rebuild_parameter': ({ args: [data] }, values, depth) => data && values.of(data, depth + 1),
  'torch._utils._rebuild_parameter_with_state': ({ args: [data] }, values, depth) => data && values.of(data, depth + 1),
  'torch._tensor._rebuild_from_type_v2': ({ args: [rebuild, , inner] }, values, depth) => {
    const args = itemsOf(inner);
    if (
      rebuild?.type !== 'NAME' ||
      args === undefined ||
      !fullNameOf(rebuild).startsWith('torch._utils._rebuild_tensor')
    ) {
      return undefined;
    }
    return tensor(
      { type: 'MADE', callable: rebuild, args, kwargs: null, states: [], items: [], entries: [] },
      values,
      depth,
    );
  },
  'torch.Size': ({ args: [sizes] }, values, depth) => {
    const parts = itemsOf(sizes);
    return parts && listValue('TUPLE', parts, values, depth);
  },
  'torch.device': ({ args: [type, index] }, values) => {
    const name = textOf(type);
    const number = integerOf(index);
    return name === undefined ? undefined : textValue(number === undefined ? name : `${name}:${number}`, values);
  },
};

/** Nested lists if the numbers are in the pickle, else an object with the dtype and the shape. */
function tensor(...[{ args }, values, depth]: Parameters<Recipe>): TypedValue | undefined {
  const [source, start, size, steps] = args;
  const [offset, shape, strides] = [integerOf(start), shapeOf(size), shapeOf(steps)];
  if (shape === undefined || strides?.length !== shape.length || offset === undefined || offset < 0) return undefined;
  const storage = storageOf(source, values);
  const numbers = storage?.bytes?.subarray(shape.includes(0) ? 0 : offset * storage.reader.size);
  const value = storage && numbers && readArray(storage.reader, numbers, { shape, strides }, values, depth);
  return value ?? describedTensor(storage?.type ?? 'unknown', shape, values, depth);
}

function describedTensor(dtype: string, shape: readonly number[], values: Values, depth: number): TypedValue {
  values.reach(depth + 1);
  values.count(2 + shape.length, 2 * SIZE.node);
  const sizes = shape.map((length): TypedValue => ({ type: 'INT64', value: length }));
  const attributes = new Map<string, TypedValue>([
    ['dtype', { type: 'STRING', value: dtype }],
    ['shape', { type: 'TUPLE', value: sizes }],
  ]);
  return typedObject('torch.Tensor', attributes, values);
}

interface Storage {
  /** The dtype's name, such as `float32`. */
  readonly type: string;
  readonly reader: ElementReader;
  /** Undefined if they are stored elsewhere. */
  readonly bytes?: Uint8Array | undefined;
}

const TYPES: Readonly<Record<string, readonly [string, ElementReader | undefined]>> = {
  DoubleStorage: ['float64', numberReader('f', 8, true)],
  FloatStorage: ['float32', numberReader('f', 4, true)],
  HalfStorage: ['float16', numberReader('f', 2, true)],
  BFloat16Storage: ['bfloat16', BFLOAT16],
  LongStorage: ['int64', numberReader('i', 8, true)],
  IntStorage: ['int32', numberReader('i', 4, true)],
  ShortStorage: ['int16', numberReader('i', 2, true)],
  CharStorage: ['int8', numberReader('i', 1, true)],
  ByteStorage: ['uint8', numberReader('u', 1, true)],
  BoolStorage: ['bool', numberReader('b', 1, true)],
  ComplexFloatStorage: ['complex64', numberReader('c', 8, true)],
  ComplexDoubleStorage: ['complex128', numberReader('c', 16, true)],
};

/** The storage that the pickle contains as bytes, or one that is stored elsewhere under an id. */
function storageOf(part: Part | undefined, values: Values): Storage | undefined {
  if (part?.type === 'OUTSIDE') return describedStorage(part.id);
  if (part?.type !== 'MADE' || part.callable.type !== 'NAME') return undefined;
  const [saved] = part.args;
  if (fullNameOf(part.callable) !== 'torch.storage._load_from_bytes' || saved?.type !== 'BYTES') return undefined;
  // Many tensors may share one storage.
  if (!savedStorages.has(saved)) {
    values.count(0, STORAGE_MEMORY);
    savedStorages.set(saved, readStorage(saved.value));
  }
  return savedStorages.get(saved);
}

const savedStorages = new WeakMap<Part, Storage | undefined>();

function readStorage(bytes: Uint8Array): Storage | undefined {
  try {
    return savedStorage(bytes);
  } catch (error) {
    if (error instanceof UnreadablePickle) return undefined;
    throw error;
  }
}

/** `('storage', torch.FloatStorage, key, device, count)` */
function describedStorage(id: Part): Storage | undefined {
  const [word, type] = itemsOf(id) ?? [];
  if (textOf(word) !== 'storage' || type?.type !== 'NAME' || !Object.hasOwn(TYPES, type.name)) return undefined;
  const [dtype, reader] = TYPES[type.name] ?? [];
  return dtype === undefined || reader === undefined ? undefined : { type: dtype, reader };
}

/** How many pickles precede the numbers: a magic number, a version, the machine, the storage and the list of keys. */
const STORAGE_PICKLE = 3;
const PICKLES = 5;
/** Maximum of memory to read them, as they are short. */
const STORAGE_MEMORY = 2 ** 14;

/** Reads the older format of `torch.save`: pickles one after another, then the count of numbers and the numbers. */
function savedStorage(bytes: Uint8Array): Storage | undefined {
  const memory = new Memory(STORAGE_MEMORY);
  const input = new PickleInput(bytes, 0, memory);
  const parts: Part[] = [];
  while (parts.length < PICKLES) parts.push(runPickle(new PickleStack(input, memory)));
  const storage = parts[STORAGE_PICKLE];
  const described = storage?.type === 'OUTSIDE' ? describedStorage(storage.id) : undefined;
  if (described === undefined) return undefined;
  const count = input.uint64();
  const length = count * described.reader.size;
  if (length !== bytes.length - input.position) return undefined;
  return { ...described, bytes: bytes.subarray(input.position) };
}
