import { distinct, setEntries } from '../key.ts';
import { type Memory, SIZE } from '../limits.ts';
import {
  EMPTY_TUPLE,
  type EntryPart,
  isScalar,
  type ListPart,
  type MapPart,
  NO_ENTRIES,
  NO_PARTS,
  type Part,
} from '../part.ts';
import type { PickleStack } from '../stack.ts';
import { UnreadablePickle } from '../unreadable.ts';
import { readNumberRun } from './number-runs.ts';
import type { Opcodes } from './opcodes.ts';

/** Lists, tuples, sets and dicts, the stack and the memo, by the codes of Python's `pickletools`. */
export const CONTAINER_OPCODES: Opcodes = {
  // MARK, POP, POP_MARK, DUP
  40: mark,
  48: (stack) => stack.drop(),
  49: (stack) => stack.dropMark(),
  50: (stack) => pushAgain(stack, stack.top()),
  // EMPTY_LIST, EMPTY_SET, EMPTY_TUPLE, EMPTY_DICT
  93: (stack) => push(stack, { type: 'LIST', value: NO_PARTS }),
  143: (stack) => push(stack, { type: 'LIST', value: NO_PARTS }),
  41: (stack) => stack.push(EMPTY_TUPLE),
  125: (stack) => push(stack, { type: 'MAP', value: NO_ENTRIES }),
  // LIST, TUPLE, FROZENSET
  108: (stack) => push(stack, { type: 'LIST', value: stack.popMark() }),
  116: (stack) => push(stack, { type: 'TUPLE', value: stack.popMark() }),
  145: (stack) => push(stack, { type: 'LIST', value: distinct(stack.popMark(), stack.memory) }),
  // TUPLE1, TUPLE2, TUPLE3
  133: (stack) => pushTuple(stack, [stack.pop()]),
  134: (stack) => {
    const second = stack.pop();
    pushTuple(stack, [stack.pop(), second]);
  },
  135: (stack) => {
    const third = stack.pop();
    const second = stack.pop();
    pushTuple(stack, [stack.pop(), second, third]);
  },
  // DICT
  100: (stack) => {
    const map: MapPart = { type: 'MAP', value: NO_ENTRIES };
    setEntries(map, stack.popEntries(), stack);
    push(stack, map);
  },
  // APPEND, APPENDS, ADDITEMS
  97: (stack) => {
    const item = stack.pop();
    stack.memory.use(SIZE.array);
    append(stack, [item]);
  },
  101: (stack) => {
    const items = stack.popMark();
    append(stack, items);
  },
  144: (stack) => {
    const items = distinct(stack.popMark(), stack.memory);
    append(stack, items);
  },
  // SETITEM, SETITEMS
  115: (stack) => {
    const value = stack.pop();
    const key = stack.pop();
    stack.memory.use(SIZE.array + SIZE.entry);
    addEntries(stack, [{ key, value }]);
  },
  117: (stack) => {
    const entries = stack.popEntries();
    addEntries(stack, entries);
  },
  // GET, BINGET, LONG_BINGET
  103: (stack) => pushAgain(stack, stack.recall(stack.input.indexLine())),
  104: (stack) => pushAgain(stack, stack.recall(stack.input.byte())),
  106: (stack) => pushAgain(stack, stack.recall(stack.input.uint32())),
  // PUT, BINPUT, LONG_BINPUT, MEMOIZE
  112: (stack) => remember(stack, stack.input.indexLine()),
  113: (stack) => remember(stack, stack.input.byte()),
  114: (stack) => remember(stack, stack.input.uint32()),
  148: (stack) => stack.memoize(),
};

function mark(stack: PickleStack): void {
  const run = readNumberRun(stack);
  if (run === undefined) {
    stack.mark();
    return;
  }
  const value: readonly Part[] = run.numbers.parts(stack.memory);
  stack.hasOnlyValues = false;
  if (run.list === 'top') Object.assign(stack.top(), { value, numbers: run.numbers });
  else push(stack, { type: run.list, value: value as Part[], numbers: run.numbers });
}

function push(stack: PickleStack, part: ListPart | MapPart): void {
  stack.containers++;
  stack.memory.use(SIZE.node + SIZE.array);
  stack.push(part);
}

function pushTuple(stack: PickleStack, value: Part[]): void {
  stack.memory.use(value.length * SIZE.grown);
  push(stack, { type: 'TUPLE', value });
}

function pushAgain(stack: PickleStack, part: Part): void {
  if (!isScalar(part) || isLong(part)) stack.mayShare = true;
  stack.push(part);
}

/** A value may contain shorter strings a million times without becoming too long. */
const LONGEST_UNCOUNTED = 64;

function isLong(part: Part): boolean {
  if (part.type === 'STRING' || part.type === 'BYTES') return part.value.length > LONGEST_UNCOUNTED;
  return part.type === 'INT';
}

function remember(stack: PickleStack, place: number): void {
  stack.remember(place);
}

function append(stack: PickleStack, items: Part[]): void {
  const target = stack.top();
  if (target.type === 'LIST') {
    if (target.numbers !== undefined) {
      target.value = [...target.value];
      target.numbers = undefined;
    }
    target.value = joined(target.value, items, stack.memory);
  } else if (target.type === 'MADE') target.items = joined(target.items, items, stack.memory);
  else throw new UnreadablePickle('it appends to something that is not a list');
}

function joined(items: Part[], added: Part[], memory: Memory): Part[] {
  if (items.length === 0) return added;
  memory.use(added.length * SIZE.grown);
  for (const item of added) items.push(item);
  return items;
}

function addEntries(stack: PickleStack, added: EntryPart[]): void {
  const target = stack.top();
  if (target.type === 'MAP') setEntries(target, added, stack);
  else if (target.type === 'MADE') {
    stack.memory.use(added.length * SIZE.grown);
    if (target.entries.length === 0) target.entries = added;
    else for (const entry of added) target.entries.push(entry);
  } else throw new UnreadablePickle('it adds items to something that is not a dict');
}
