import { buildPart, reduce } from '../construct.ts';
import { integerPart } from '../integers.ts';
import { SIZE } from '../limits.ts';
import { nameOf } from '../names.ts';
import { itemsOf, madeOf, type Name, type Part, textOf } from '../part.ts';
import type { PickleStack } from '../stack.ts';
import { UnreadablePickle } from '../unreadable.ts';
import type { Opcode, Opcodes } from './opcodes.ts';

/** Older protocols have Python 2's names. */
const FIRST_PYTHON_3 = 3;

/** What Python would import and call, by the codes of Python's `pickletools`. */
const OBJECT_OPCODES: Opcodes = {
  // GLOBAL, STACK_GLOBAL
  99: (stack) => stack.push(nameLines(stack)),
  147: (stack) => {
    const name = textOf(stack.pop());
    const module = textOf(stack.pop());
    if (name === undefined || module === undefined) throw new UnreadablePickle('it has a name that is not a string');
    stack.push(nameOf(module, name, stack.memory, stack.protocol < FIRST_PYTHON_3));
  },
  // EXT1, EXT2, EXT4: names that only the writer's registry knows
  130: (stack) => stack.push(extension(stack, stack.input.byte())),
  131: (stack) => stack.push(extension(stack, stack.input.uint16())),
  132: (stack) => stack.push(extension(stack, stack.input.int32())),
  // REDUCE, NEWOBJ, NEWOBJ_EX
  82: (stack) => {
    const args = popArguments(stack);
    stack.push(reduce(stack.pop(), args, stack.memory));
  },
  129: (stack) => {
    const args = popArguments(stack);
    stack.push(madeOf(stack.pop(), args));
  },
  146: (stack) => {
    const kwargs = stack.pop();
    const args = popArguments(stack);
    if (kwargs.type !== 'MAP') throw new UnreadablePickle('it has keyword arguments that are not a dict');
    stack.push(madeOf(stack.pop(), args, kwargs.value.length > 0 ? kwargs : null));
  },
  // OBJ, INST
  111: (stack) => {
    const parts = stack.popMark();
    const callable = parts[0];
    if (callable === undefined) throw new UnreadablePickle('it has an object without its class');
    stack.memory.use(SIZE.array + parts.length * SIZE.grown);
    stack.push(madeOf(callable, parts.slice(1)));
  },
  105: (stack) => {
    const name = nameLines(stack);
    stack.push(madeOf(name, stack.popMark()));
  },
  // BUILD
  98: (stack) => {
    const state = stack.pop();
    buildPart(stack.top(), state);
  },
  // PERSID, BINPERSID
  80: (stack) => {
    stack.memory.use(SIZE.node + SIZE.string);
    pushPersistentId(stack, { type: 'STRING', value: stack.input.textLine() });
  },
  81: (stack) => pushPersistentId(stack, stack.pop()),
  // NEXT_BUFFER, READONLY_BUFFER
  151: (stack) => stack.push({ type: 'OUTSIDE', kind: 'out-of-band buffer', id: integerPart(stack.buffers++) }),
  152: (stack) => {
    stack.top();
  },
};

/** Opcodes that make no object: new names count themselves, and states count as arrays. */
const NAMES: ReadonlySet<number> = new Set([99, 130, 131, 132, 147, 152]);
const BUILD = 98;

/** The same opcodes; each also notes that parts have to become values, and counts memory. */
export const NOTED_OBJECT_OPCODES: Opcodes = Object.fromEntries(
  Object.entries(OBJECT_OPCODES).map(([code, run]): [string, Opcode] => {
    const memory = NAMES.has(Number(code)) ? 0 : Number(code) === BUILD ? SIZE.array : SIZE.made;
    const noted: Opcode = (stack) => {
      stack.hasOnlyValues = false;
      stack.memory.use(memory);
      run(stack);
    };
    return [code, noted];
  }),
);

function nameLines(stack: PickleStack): Name {
  const module = stack.input.nameLine();
  const name = stack.input.nameLine();
  return nameOf(module, name, stack.memory, stack.protocol < FIRST_PYTHON_3);
}

function extension({ memory }: PickleStack, code: number): Name {
  return nameOf('copyreg', `extension ${code}`, memory);
}

function popArguments(stack: PickleStack): readonly Part[] {
  const args = itemsOf(stack.pop());
  if (args === undefined) throw new UnreadablePickle('it has arguments that are not a tuple');
  return args;
}

function pushPersistentId(stack: PickleStack, id: Part): void {
  stack.push({ type: 'OUTSIDE', kind: 'persistent id', id });
}
