/** The time that one part of an exchange may take. */
export class TimeLimit {
  readonly #ended = new AbortController();
  readonly #timeoutMs: number;
  readonly signal: AbortSignal;

  constructor(timeoutMs: number, given: AbortSignal | undefined) {
    this.#timeoutMs = timeoutMs;
    this.signal = given === undefined ? this.#ended.signal : AbortSignal.any([given, this.#ended.signal]);
  }

  /** Waits for something that may not look at the signal itself. */
  async of<T>(work: Promise<T>, code: string): Promise<T> {
    const { signal } = this;
    let stop = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
    const timer = setTimeout(() => {
      this.#ended.abort(Object.assign(new Error('no answer in time'), { code }));
    }, this.#timeoutMs);
    try {
      return await Promise.race([work, aborted]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      work.catch(() => undefined);
      aborted.catch(() => undefined);
    }
  }
}
