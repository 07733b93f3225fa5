import { decimalPart, integerPart, longPart } from '../integers.ts';
import { SIZE } from '../limits.ts';
import { FALSE_PART, NONE_PART, type ScalarPart, TRUE_PART } from '../part.ts';
import type { PickleStack } from '../stack.ts';
import { legacyStringPart, stringPart, unescapeUnicode, unquote } from '../strings.ts';
import { UnreadablePickle } from '../unreadable.ts';
import type { Opcodes } from './opcodes.ts';

/** None, booleans, numbers, strings and bytes, by the codes of Python's `pickletools`. */
export const VALUE_OPCODES: Opcodes = {
  // NONE, NEWTRUE, NEWFALSE
  78: (stack) => stack.push(NONE_PART),
  136: (stack) => stack.push(TRUE_PART),
  137: (stack) => stack.push(FALSE_PART),
  // INT, which also spells True and False
  73: (stack) => {
    const line = stack.input.textLine();
    pushNumber(stack, line === '01' ? TRUE_PART : line === '00' ? FALSE_PART : decimalPart(line));
  },
  // LONG
  76: (stack) => pushNumber(stack, decimalPart(stack.input.textLine().replace(/L$/, ''))),
  // BININT, BININT1, BININT2
  74: (stack) => pushInteger(stack, stack.input.int32()),
  75: (stack) => stack.push(integerPart(stack.input.byte())),
  77: (stack) => pushInteger(stack, stack.input.uint16()),
  // LONG1, LONG4
  138: (stack) => pushLong(stack, stack.input.byte()),
  139: (stack) => pushLong(stack, stack.input.int32()),
  // FLOAT, BINFLOAT
  70: (stack) => pushNumber(stack, { type: 'FLOAT64', value: floatOf(stack.input.textLine()) }),
  71: (stack) => pushNumber(stack, { type: 'FLOAT64', value: stack.input.float64() }),
  // UNICODE
  86: (stack) => {
    const { input, memory } = stack;
    const start = input.position;
    const end = input.skipLine();
    memory.use(SIZE.node + SIZE.string);
    stack.push({ type: 'STRING', value: unescapeUnicode(input.bytes, start, end, memory) });
  },
  // SHORT_BINUNICODE, BINUNICODE, BINUNICODE8
  140: (stack) => pushText(stack, stack.input.byte()),
  88: (stack) => pushText(stack, stack.input.uint32()),
  141: (stack) => pushText(stack, stack.input.uint64()),
  // STRING, BINSTRING, SHORT_BINSTRING
  83: (stack) => pushLegacyString(stack, unquote(stack.input.line(), stack.memory)),
  84: (stack) => pushLegacyString(stack, takeBytes(stack, stack.input.int32())),
  85: (stack) => pushLegacyString(stack, takeBytes(stack, stack.input.byte())),
  // SHORT_BINBYTES, BINBYTES, BINBYTES8, BYTEARRAY8
  67: (stack) => pushBytes(stack, stack.input.byte()),
  66: (stack) => pushBytes(stack, stack.input.uint32()),
  142: (stack) => pushBytes(stack, stack.input.uint64()),
  150: (stack) => pushBytes(stack, stack.input.uint64()),
};

/** An integer that V8 keeps in a word. */
function pushInteger(stack: PickleStack, value: number): void {
  stack.memory.use(SIZE.node + SIZE.grown);
  stack.push(integerPart(value));
}

function pushNumber(stack: PickleStack, part: ScalarPart): void {
  stack.memory.use(SIZE.node + SIZE.double);
  stack.push(part);
}

function pushLong(stack: PickleStack, length: number): void {
  if (length < 0) throw new UnreadablePickle('it has an integer of a negative length');
  const start = stack.input.skip(length);
  // The bytes, their hexadecimal digits, and the integer.
  stack.memory.use(SIZE.node + SIZE.double + (length > 8 ? SIZE.long + 5 * length : 0));
  stack.push(longPart(stack.input.bytes, start, length));
}

function pushText(stack: PickleStack, length: number): void {
  const { input } = stack;
  const start = input.skip(length);
  stack.push(stringPart(input.bytes, start, start + length, stack.memory));
}

function pushBytes(stack: PickleStack, length: number): void {
  stack.hasOnlyValues = false;
  stack.push({ type: 'BYTES', value: takeBytes(stack, length) });
}

function pushLegacyString(stack: PickleStack, bytes: Buffer): void {
  stack.hasOnlyValues = false;
  stack.memory.use(SIZE.node + 2 * bytes.length);
  stack.push(legacyStringPart(bytes));
}

function takeBytes(stack: PickleStack, length: number): Buffer {
  if (length < 0) throw new UnreadablePickle('it has bytes of a negative length');
  stack.memory.use(SIZE.bytes);
  const start = stack.input.skip(length);
  return stack.input.bytes.subarray(start, start + length);
}

/** The number in the line of a FLOAT opcode, as Python's `repr` writes it. */
function floatOf(line: string): number {
  const text = line.trim();
  const special = /^([+-]?)(?:inf|infinity|(nan))$/i.exec(text);
  if (special) {
    if (special[2] !== undefined) return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text))
    throw new UnreadablePickle('it has a float that is not a number');
  return Number(text);
}
