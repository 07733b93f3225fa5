import { SwjobError } from '../errors.ts';
import { throwIfAborted } from './arguments.ts';

/**
 * Does what a public function does. The stack of a failure goes on to the line that called the function, and its `uri`
 * is that of the job or project that was asked for. With a signal that is aborted, nothing is done.
 */
export async function called<T>(what: () => Promise<T>, signal?: AbortSignal, uri?: string): Promise<T> {
  const place = placeOf(called);
  try {
    throwIfAborted(signal, 'the call');
    return await what();
  } catch (error) {
    throw located(error, place, uri);
  }
}

/** The same for a function that gives an iterable. */
export function calledRows<T>(
  what: () => AsyncGenerator<T, void, undefined>,
  signal?: AbortSignal,
  uri?: string,
): AsyncGenerator<T, void, undefined> {
  const place = placeOf(calledRows);
  return (async function* () {
    try {
      throwIfAborted(signal, 'the call');
      yield* what();
    } catch (error) {
      throw located(error, place, uri);
    }
  })();
}

interface Place {
  readonly stack?: string;
}

/** Where a function was called; what it costs is paid only where the stack is looked at. */
function placeOf(of: (...args: never[]) => unknown): Place {
  const place: Place = {};
  Error.captureStackTrace(place, of);
  return place;
}

function located(error: unknown, place: Place, uri: string | undefined): unknown {
  if (!(error instanceof SwjobError)) return error;
  const known = error.stack ?? '';
  const frames = (place.stack ?? '').split('\n').slice(1);
  const added = frames.filter((frame) => !known.includes(frame));
  Object.assign(error, { stack: [known, ...added].join('\n'), uri: error.uri ?? uri });
  return error;
}
