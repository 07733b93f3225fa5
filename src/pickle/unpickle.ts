import type { TypedValue } from '../datastore/typed-value.ts';
import { PickleInput } from './input.ts';
import { FIRST, Memory, PICKLE_LIMITS, type PickleLimits } from './limits.ts';
import { runPickle } from './machine.ts';
import { PickleStack } from './stack.ts';
import { UnreadablePickle } from './unreadable.ts';
import { ValueMaker } from './values.ts';

/**
 * The value that a Python pickle of protocol 0 to 5 holds, read as data: nothing that it names is imported, looked up or
 * called, and objects of unknown classes are OBJECTs of their parts. Throws `UnreadablePickle`, and nothing else, where
 * the bytes are no whole pickle or need more than the limits allow. The value keeps nothing of the bytes.
 */
export function unpickle(bytes: Uint8Array, limits?: Partial<PickleLimits>): TypedValue {
  try {
    return readWhole(bytes, limits === undefined ? PICKLE_LIMITS : { ...PICKLE_LIMITS, ...limits });
  } catch (error) {
    if (error instanceof UnreadablePickle) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadablePickle(`swjob failed on it: ${reason}`, { cause: error });
  }
}

function readWhole(bytes: Uint8Array, limits: PickleLimits): TypedValue {
  if (bytes.length > limits.bytes) {
    throw new UnreadablePickle(`it has more than ${Math.floor(limits.bytes / 2 ** 20)} MiB`);
  }
  const memory = new Memory(limits.memory, FIRST);
  const input = new PickleInput(bytes, 0, memory);
  const stack = new PickleStack(input, memory);
  const part = runPickle(stack);
  if (input.position < bytes.length) throw new UnreadablePickle('it goes on behind its end');
  // No value of a pickle takes less than a byte, so one that is short enough has few enough values.
  const isValue = stack.hasOnlyValues && !stack.mayShare && stack.containers <= limits.depth;
  if (isValue && bytes.length <= limits.values) return part as TypedValue;
  return new ValueMaker(limits, memory, stack.mayShare).of(part, 1);
}
