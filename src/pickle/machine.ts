import { SIZE } from './limits.ts';
import { CONTAINER_OPCODES } from './opcodes/containers.ts';
import { NOTED_OBJECT_OPCODES } from './opcodes/objects.ts';
import type { Opcode, Opcodes } from './opcodes/opcodes.ts';
import { VALUE_OPCODES } from './opcodes/values.ts';
import type { Part } from './part.ts';
import type { PickleStack } from './stack.ts';
import { UnreadablePickle } from './unreadable.ts';

const STOP = 0x2e;
const LAST_PROTOCOL = 5;

const FRAMING_OPCODES: Opcodes = {
  // PROTO, FRAME
  128: (stack) => {
    stack.protocol = stack.input.byte();
    if (stack.protocol > LAST_PROTOCOL) throw new UnreadablePickle(`it has the unknown protocol ${stack.protocol}`);
  },
  149: ({ input }) => {
    if (input.uint64() > input.bytes.length - input.position) throw new UnreadablePickle('it ends early');
  },
};

const opcodes: readonly (Opcode | undefined)[] = Array.from({ length: 256 }, (_, code) => {
  return VALUE_OPCODES[code] ?? CONTAINER_OPCODES[code] ?? NOTED_OBJECT_OPCODES[code] ?? FRAMING_OPCODES[code];
});

/**
 * Runs a pickle's opcodes up to STOP, and returns the top of the stack. Names stay names, and calls are only recorded:
 * nothing is ever imported, looked up or run. The stack is an array, so deep nesting cannot overflow JavaScript's own.
 */
export function runPickle(stack: PickleStack): Part {
  const { input, memory } = stack;
  for (;;) {
    const code = input.byte();
    if (code === STOP) return stack.pop();
    const opcode = opcodes[code];
    if (opcode === undefined)
      throw new UnreadablePickle(`it has the unknown opcode 0x${code.toString(16).padStart(2, '0')}`);
    memory.use(SIZE.slot);
    opcode(stack);
  }
}
