import type { TypedValue } from '../datastore/typed-value.ts';
import { messageOf } from '../errors.ts';
import { PickleInput } from './input.ts';
import { FIRST, Memory, PICKLE_LIMITS, type PickleLimits } from './limits.ts';
import { runPickle } from './machine.ts';
import { PickleStack } from './stack.ts';
import { UnreadablePickle } from './unreadable.ts';
import { ValueMaker } from './values.ts';

/**
 * Reads a Python pickle of protocol 0 to 5 as data: nothing that it names is imported, looked up or called, and objects
 * of unknown classes become OBJECTs of their parts. Throws `UnreadablePickle`, and nothing else, if the bytes are not a
 * complete pickle or exceed the limits. The value does not refer to the bytes.
 */
function unpickled(bytes: Uint8Array, limits?: Partial<PickleLimits>): TypedValue {
  try {
    return readWhole(bytes, limits === undefined ? PICKLE_LIMITS : { ...PICKLE_LIMITS, ...limits });
  } catch (error) {
    if (error instanceof UnreadablePickle) throw error;
    const reason = messageOf(error);
    throw new UnreadablePickle(`swjob failed on it: ${reason}`, { cause: error });
  }
}

// Two functions with one name would be renamed in the bundle, and the library has an `unpickle` of its own.
export { unpickled as unpickle };

function readWhole(bytes: Uint8Array, limits: PickleLimits): TypedValue {
  if (bytes.length > limits.bytes) {
    throw new UnreadablePickle(`it has more than ${Math.floor(limits.bytes / 2 ** 20)} MiB`);
  }
  const memory = new Memory(limits.memory, FIRST);
  const input = new PickleInput(bytes, 0, memory);
  const stack = new PickleStack(input, memory);
  const part = runPickle(stack);
  if (input.position < bytes.length) throw new UnreadablePickle('it continues after its end');
  // Each value takes at least one byte, so a short pickle cannot have too many.
  const isValue = stack.hasOnlyValues && !stack.mayShare && stack.containers <= limits.depth;
  if (isValue && bytes.length <= limits.values) return part as TypedValue;
  return new ValueMaker(limits, memory, stack.mayShare).of(part, 1);
}
