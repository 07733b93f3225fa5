import { unlessAborted } from '../signals.ts';

/** Limits the time of one part of an exchange. */
export class TimeLimit {
  readonly #ended = new AbortController();
  readonly #timeoutMs: number;
  readonly signal: AbortSignal;

  constructor(timeoutMs: number, given: AbortSignal | undefined) {
    this.#timeoutMs = timeoutMs;
    this.signal = given === undefined ? this.#ended.signal : AbortSignal.any([given, this.#ended.signal]);
  }

  /** Waits for work that may ignore the signal. */
  async of<T>(work: Promise<T>, code: string): Promise<T> {
    const timer = setTimeout(() => {
      this.#ended.abort(Object.assign(new Error('no answer in time'), { code }));
    }, this.#timeoutMs);
    try {
      return await unlessAborted(work, this.signal, () => this.signal.reason);
    } finally {
      clearTimeout(timer);
    }
  }
}
