import type { PickleStack } from '../stack.ts';

/** What an opcode does. */
export type Opcode = (stack: PickleStack) => void;

/** Opcodes by their codes. */
export type Opcodes = Readonly<Record<number, Opcode>>;
