import { eitherOf } from '../signals.ts';

/** The user's functions during one call. If one throws, the call is aborted, no other is called, and its error is kept. */
export class Callbacks {
  /** Aborts what the call does. */
  readonly signal: AbortSignal;
  readonly #stop = new AbortController();
  #thrown: { readonly error: unknown } | undefined;

  constructor(given: AbortSignal | undefined) {
    this.signal = eitherOf(given, this.#stop.signal) as AbortSignal;
  }

  /** A function that calls another, and never throws. */
  guarded<T>(call: (value: T) => void): (value: T) => void {
    return (value) => {
      if (this.#thrown !== undefined) return;
      try {
        call(value);
      } catch (error) {
        this.#thrown = { error };
        // Only once the caller has finished with the value.
        queueMicrotask(() => this.#stop.abort());
      }
    };
  }

  /** Throws what a function threw. */
  throwIfFailed(): void {
    if (this.#thrown !== undefined) throw this.#thrown.error;
  }
}
