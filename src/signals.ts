import { setMaxListeners } from 'node:events';

/** A signal that aborts as soon as either of these does. */
export function eitherOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one === undefined || other === undefined || one === other ? (one ?? other) : AbortSignal.any([one, other]);
}

/** Waits for work that may ignore the signal; an abort rejects at once with `reason()`, while the work goes on. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, reason: () => unknown): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(reason());
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    // Failures after an abort are ignored.
    work.catch(() => undefined);
    aborted.catch(() => undefined);
  }
}

/** Lets any number of calls at once listen to a signal. Node takes more than ten listeners for a leak, and prints a warning. */
export function allowManyListeners(signal: AbortSignal): void {
  if (signal instanceof EventTarget) setMaxListeners(0, signal);
}
