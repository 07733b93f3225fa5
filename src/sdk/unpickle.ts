import { SwjobError } from '../errors.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { unpickle as typedUnpickle } from '../pickle/unpickle.ts';
import { UnreadablePickle } from '../pickle/unreadable.ts';
import { wrong } from './arguments.ts';
import { calledNow } from './called.ts';
import { libraryValue } from './typed-rows.ts';
import type { Value } from './value.ts';

/** A pickle is read without an instance, so nothing can read what its objects link to. */
const nothingToRead: ArtifactReader = {
  read: ({ uri }) =>
    Promise.reject(new SwjobError('operation-failed', `the content ${uri} is not in the pickle that refers to it`)),
};

/**
 * Reads the value in a Python pickle, such as a model's output in the column `output` of a table. The pickle is treated as
 * data: nothing that it names is imported or called, so reading an untrusted pickle is safe. NumPy arrays and tensors become
 * nested arrays, and dates ISO 8601 strings. An object of a class that swjob does not know becomes a `StarwhaleObject` with
 * its attributes; the arguments of its constructor are in `_args`, and a state that is not a dict is in `_state`.
 *
 * @param bytes a complete pickle of protocol 0 to 5, written by `pickle`, `dill` or `cloudpickle`
 * @throws {@link SwjobError} `damaged` if the bytes are not a complete pickle, or exceed 64 MiB, a million values or 500
 *   levels of nesting
 *
 * @example
 * ```ts
 * import { unpickle } from 'swjob';
 *
 * const bytes = Buffer.from('gASVJQAAAAAAAAB9lCiMBWxhYmVslIwEZnJvZ5SMBXNjb3JllEc/4KPXCj1wpHUu', 'base64');
 * console.log(unpickle(bytes)); // Map(2) { 'label' => 'frog', 'score' => 0.52 }
 * ```
 */
export function unpickle(bytes: Uint8Array): Value {
  return calledNow({ name: 'unpickle', of: unpickle }, () => {
    if (!(bytes instanceof Uint8Array)) throw wrong('bytes', 'a Uint8Array', bytes);
    try {
      return libraryValue(typedUnpickle(bytes), nothingToRead);
    } catch (error) {
      if (!(error instanceof UnreadablePickle)) throw error;
      throw new SwjobError('damaged', `cannot read the pickle: ${error.message}`, { cause: error });
    }
  });
}
