import { defineClass, renameClass, setClassState } from './classes.ts';
import { bigIntegerPart, integerPart } from './integers.ts';
import { type Memory, SIZE } from './limits.ts';
import { fullNameOf, nameOf } from './names.ts';
import { itemsOf, type ListPart, type Made, madeOf, type Name, NONE_PART, type Part, textOf } from './part.ts';
import { UnreadablePickle } from './unreadable.ts';

/**
 * Returns the part that a call of a known function is equivalent to; undefined if its arguments are not as expected.
 */
type Reducer = (args: readonly Part[], memory: Memory) => Part | undefined;

/**
 * The part for a call of a function. Calls that only spell another part, as older protocols, dill and cloudpickle do,
 * become that part; all others are recorded.
 */
export function reduce(callable: Part, args: readonly Part[], memory: Memory): Part {
  // Some reducers copy or search their arguments, which many calls may share.
  memory.use(args.length * SIZE.slot);
  if (callable.type === 'NAME' && callable.definition === null) {
    const reducer = REDUCERS.get(fullNameOf(callable));
    const part = reducer?.(args, memory) ?? defineClass(callable, args, memory);
    if (part !== undefined) return part;
  }
  return (args.length === 0 ? partialObject(callable) : undefined) ?? madeOf(callable, args);
}

/** Sets the state of an object. */
export function buildPart(target: Part, state: Part): void {
  if (target.type === 'MADE') {
    if (target.states.length === 0) target.states = [state];
    else target.states.push(state);
  } else if (target.type !== 'NAME' && target.type !== 'OUTSIDE') {
    throw new UnreadablePickle('it sets the state of something that is not an object');
  }
}

const REDUCERS: ReadonlyMap<string, Reducer> = new Map<string, Reducer>([
  ['_codecs.encode', ([text, encoding], memory) => encoded(text, encoding, memory)],
  ['codecs.encode', ([text, encoding], memory) => encoded(text, encoding, memory)],
  [
    'builtins.bytes',
    (args, memory) => (args.length === 0 ? { type: 'BYTES', value: Buffer.alloc(0) } : bytesPart(args, memory)),
  ],
  [
    'builtins.bytearray',
    (args, memory) => (args.length === 0 ? { type: 'BYTES', value: Buffer.alloc(0) } : bytesPart(args, memory)),
  ],
  ['builtins.list', ([items], memory) => copied(items, memory)],
  ['builtins.set', ([items], memory) => copied(items, memory)],
  ['builtins.frozenset', ([items], memory) => copied(items, memory)],
  ['builtins.int', ([value]) => (value?.type === 'INT64' || value?.type === 'INT' ? value : integerOfDigits(value))],
  ['builtins.getattr', ([owner, attribute], memory) => attributeOf(owner, attribute, memory)],
  ['dill._dill._get_attr', ([owner, attribute], memory) => attributeOf(owner, attribute, memory)],
  ['builtins.setattr', renameClass],
  ['dill._dill._setattr', renameClass],
  ['copyreg.__newobj__', ([type, ...args]) => type && madeOf(type, args)],
  ['copyreg.__newobj_ex__', ([type, args, kwargs]) => newObject(type, args, kwargs)],
  ['copyreg._reconstructor', ([type, base, state], memory) => reconstructed(type, base, state, memory)],
  ['dill._dill._load_type', ([name], memory) => builtinType(name, memory)],
  ['dill._dill._eval_repr', ([source], memory) => rangeOf(source, memory)],
  ['cloudpickle.cloudpickle._builtin_type', ([name], memory) => builtinType(name, memory)],
  ['cloudpickle.cloudpickle._class_setstate', ([type, state], memory) => setClassState(type, state, memory)],
  ['cloudpickle.cloudpickle_fast._class_setstate', ([type, state], memory) => setClassState(type, state, memory)],
  ['cloudpickle.cloudpickle.subimport', ([name], memory) => moduleOf(name, memory)],
  ['dill._dill._import_module', ([name], memory) => moduleOf(name, memory)],
  ['dill._dill._create_array', ([callable, args, state]) => createdArray(callable, args, state)],
]);

/** Bytes as protocols 0 to 2 spell them: a string with a character for each byte. */
function encoded(text: Part | undefined, encoding: Part | undefined, memory: Memory): Part | undefined {
  const characters = textOf(text);
  if (characters === undefined) return undefined;
  memory.use(SIZE.bytes + 3 * characters.length);
  const name = textOf(encoding)?.replace(/[-_]/g, '');
  if (name === 'latin1') {
    return /^[\0-\xff]*$/.test(characters) ? { type: 'BYTES', value: Buffer.from(characters, 'latin1') } : undefined;
  }
  return name === 'utf8' ? { type: 'BYTES', value: Buffer.from(characters) } : undefined;
}

function bytesPart(args: readonly Part[], memory: Memory): Part | undefined {
  const [value, encoding] = args;
  if (encoding !== undefined) return encoded(value, encoding, memory);
  if (value?.type === 'BYTES') return value;
  const items = value?.type === 'LIST' ? value.value : undefined;
  memory.use((items?.length ?? 0) * 2 * SIZE.slot);
  const bytes = items?.map((item) => (item.type === 'INT64' ? Number(item.value) : -1));
  if (bytes?.every((byte) => byte >= 0 && byte < 256)) return { type: 'BYTES', value: Buffer.from(bytes) };
  return undefined;
}

/** A list or set that was made from a list. */
function copied(items: Part | undefined, memory: Memory): ListPart | undefined {
  const parts = itemsOf(items);
  memory.use(SIZE.array + (parts?.length ?? 0) * SIZE.slot);
  return parts && { type: 'LIST', value: parts.slice() };
}

/** An integer that is spelled as a call with its digits, as dill does. */
function integerOfDigits(text: Part | undefined): Part | undefined {
  const digits = textOf(text);
  return digits !== undefined && /^\d{1,40}$/.test(digits) ? bigIntegerPart(BigInt(digits)) : undefined;
}

/** How protocols 2 and 3 spell an object with keyword arguments: a call of `partial(Class.__new__, Class, …)`. */
function partialObject(callable: Part): Made | undefined {
  if (callable.type !== 'MADE' || callable.callable.type !== 'NAME') return undefined;
  const name = fullNameOf(callable.callable);
  if (name !== 'functools.partial' && name !== 'types.PartialType') return undefined;
  const [create, args, kwargs] = itemsOf(callable.states[0]) ?? [];
  const [type, ...rest] = itemsOf(args) ?? [];
  if (create?.type !== 'NAME' || !create.name.endsWith('__new__') || kwargs?.type !== 'MAP') return undefined;
  return type && madeOf(type, rest, kwargs.value.length > 0 ? kwargs : null);
}

/** dill writes ranges as Python source. */
function rangeOf(source: Part | undefined, memory: Memory): Made | undefined {
  const numbers = /^range\((-?\d{1,15}), (-?\d{1,15})(?:, (-?\d{1,15}))?\)$/.exec(textOf(source) ?? '');
  if (numbers === null) return undefined;
  const [, start, stop, step = '1'] = numbers;
  return madeOf(
    nameOf('builtins', 'range', memory),
    [start, stop, step].map((text) => integerPart(Number(text))),
  );
}

/** A nested class, or a member of an enumeration: a name with one more part. */
function attributeOf(owner: Part | undefined, attribute: Part | undefined, memory: Memory): Name | undefined {
  const name = textOf(attribute);
  if (owner?.type !== 'NAME' || name === undefined) return undefined;
  return nameOf(owner.module, `${owner.definition?.qualifiedName ?? owner.name}.${name}`, memory);
}

function newObject(type: Part | undefined, args: Part | undefined, kwargs: Part | undefined): Made | undefined {
  const items = itemsOf(args);
  if (type === undefined || items === undefined || kwargs?.type !== 'MAP') return undefined;
  return madeOf(type, items, kwargs.value.length > 0 ? kwargs : null);
}

/** An object of protocols 0 and 1: its class, the base class, and the state of the base. */
function reconstructed(
  type: Part | undefined,
  base: Part | undefined,
  state: Part | undefined,
  memory: Memory,
): Made | undefined {
  if (type === undefined || base?.type !== 'NAME') return undefined;
  if (state?.type === 'MAP' || state?.type === 'LIST') memory.use(state.value.length * SIZE.slot);
  switch (fullNameOf(base)) {
    case 'builtins.object':
      return madeOf(type, []);
    case 'builtins.dict':
      return state?.type === 'MAP' ? { ...madeOf(type, []), entries: state.value.slice() } : undefined;
    case 'builtins.list':
      return state?.type === 'LIST' ? { ...madeOf(type, []), items: state.value.slice() } : undefined;
    case 'builtins.tuple':
      return madeOf(type, itemsOf(state) ?? [state ?? NONE_PART]);
    default:
      return madeOf(type, [state ?? NONE_PART]);
  }
}

/** A type that Python has no importable name for. */
function builtinType(name: Part | undefined, memory: Memory): Name | undefined {
  const text = textOf(name);
  if (text === undefined) return undefined;
  return nameOf(text.endsWith('Type') ? 'types' : 'builtins', text, memory);
}

function moduleOf(name: Part | undefined, memory: Memory): Name | undefined {
  const text = textOf(name);
  return text === undefined ? undefined : nameOf('', text, memory);
}

/** An array of a class derived from numpy's. */
function createdArray(callable: Part | undefined, args: Part | undefined, state: Part | undefined): Made | undefined {
  const items = itemsOf(args);
  if (callable === undefined || items === undefined || state === undefined) return undefined;
  return { ...madeOf(callable, items), states: [state] };
}
