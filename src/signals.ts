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

/** Node fires longer timers at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Waits for work at most so many milliseconds: then rejects with `late()`, and aborts the signal that the work received. */
export async function withinTime<T>(
  milliseconds: number,
  late: () => Error,
  work: (ended: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (milliseconds > MAX_TIMER_MS) return work(undefined);
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), milliseconds);
  try {
    return await unlessAborted(work(ended.signal), ended.signal, late);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets any number of calls at once listen to a signal. Node takes more than ten listeners for a leak, and prints a warning. */
export function allowManyListeners(signal: AbortSignal): void {
  if (signal instanceof EventTarget) setMaxListeners(0, signal);
}
