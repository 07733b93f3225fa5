import { SwjobError } from '../errors.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { unpickle as typedUnpickle } from '../pickle/unpickle.ts';
import { UnreadablePickle } from '../pickle/unreadable.ts';
import { wrong } from './arguments.ts';
import { calledNow } from './called.ts';
import { libraryValue } from './typed-rows.ts';
import type { Value } from './value.ts';

/** A pickle is read without an instance, so there is none to ask for what its objects link to. */
const nothingToRead: ArtifactReader = {
  read: ({ uri }) =>
    Promise.reject(new SwjobError('operation-failed', `the content ${uri} is not in the pickle that refers to it`)),
};

/**
 * The value in a Python pickle, such as a model's output in a table's column `output`. It is read as data: nothing that
 * the pickle names is imported or called, so that pickles of anyone can be read. NumPy arrays and tensors are nested
 * arrays; dates are ISO 8601 text; objects of classes that swjob does not know are `StarwhaleObject`s of their
 * attributes, with what they are constructed with as `_args`, and a state that is not a dict as `_state`.
 *
 * @param bytes a whole pickle of protocol 0 to 5, written by `pickle`, `dill` or `cloudpickle`
 * @throws {@link SwjobError} `damaged` if the bytes are not a complete pickle, or have more than 64 MiB, a million values
 *   or 500 levels
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
