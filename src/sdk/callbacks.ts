import { isPromise } from 'node:util/types';
import type { SwjobError } from '../errors.ts';
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
        if (isPromise(result)) this.#await(result);
      } catch (error) {
        this.#fail(error);
      }
    };
  }

  /** A function that calls another, and throws what that or an earlier one threw. */
  throwing<T>(call: (value: T) => unknown): (value: T) => void {
    const guarded = this.guarded(call);
    return (value) => {
      guarded(value);
      this.#throwThrown();
    };
  }

  /** Waits for functions that are async, and throws what one threw. */
  async finish(): Promise<void> {
    if (!this.signal.aborted) await Promise.all(this.#pending);
    this.#throwThrown();
  }

  #throwThrown(): void {
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

interface DamageOptions {
  readonly skipDamaged?: ((damage: SwjobError) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads with the user's `skipDamaged`: if it throws, or its promise rejects, the reading ends with that error. */
export function withDamageCallback<T, Options extends DamageOptions>(
  options: Options,
  read: (options: Options) => AsyncIterable<T>,
): AsyncIterable<T> {
  const { skipDamaged } = options;
  return skipDamaged === undefined ? read(options) : readWithCallback(options, skipDamaged, read);
}

async function* readWithCallback<T, Options extends DamageOptions>(
  options: Options,
  skipDamaged: (damage: SwjobError) => void,
  read: (options: Options) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const callbacks = new Callbacks(options.signal);
  try {
    yield* read({ ...options, skipDamaged: callbacks.throwing(skipDamaged), signal: callbacks.signal });
  } finally {
    await callbacks.finish();
  }
}
