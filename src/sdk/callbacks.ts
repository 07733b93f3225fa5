import { eitherOf } from '../signals.ts';

/** The user's functions during one call. If one throws, the call is aborted, no other is called, and its error is kept. */
export class Callbacks {
  /** Aborts what the call does. */
  readonly signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #pending = new Set<Promise<void>>();
  #thrown: { readonly error: unknown } | undefined;

  constructor(given: AbortSignal | undefined) {
    this.signal = eitherOf(given, this.#stop.signal) as AbortSignal;
  }

  /** A function that calls another, and never throws. */
  guarded<T>(call: (value: T) => unknown): (value: T) => void {
    return (value) => {
      if (this.#thrown !== undefined) return;
      try {
        const result = call(value);
        if (result instanceof Promise) this.#await(result);
      } catch (error) {
        this.#fail(error);
      }
    };
  }

  /** Waits for functions that are async, and throws what one threw. */
  async finish(): Promise<void> {
    if (!this.signal.aborted) await Promise.all(this.#pending);
    if (this.#thrown !== undefined) throw this.#thrown.error;
  }

  #await(result: Promise<unknown>): void {
    const ended: Promise<void> = result
      .then(
        () => undefined,
        (error: unknown) => this.#fail(error),
      )
      .finally(() => this.#pending.delete(ended));
    this.#pending.add(ended);
  }

  #fail(error: unknown): void {
    this.#thrown ??= { error };
    // Only once the caller has finished with the value.
    queueMicrotask(() => this.#stop.abort());
  }
}
