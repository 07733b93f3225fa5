import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from './arguments.ts';
import type { BatchRows } from './batch-values.ts';
import type { Row } from './value.ts';

/** The event loop gets its turn after this many milliseconds; the clock is looked at every this many rows. */
const TURN = 8;
const LOOK = 32;

type Result = IteratorResult<Row, void>;

/**
 * The rows of batches, one at a time, made when they are asked for: what an async generator over them would give, without
 * its three turns a row.
 */
export class RowIterator implements AsyncGenerator<Row, void, undefined> {
  readonly #batches: AsyncGenerator<BatchRows, void, undefined>;
  readonly #signal: AbortSignal | undefined;
  #batch: BatchRows | undefined;
  #at = 0;
  #isDone = false;
  /** The calls that were not answered at once: they are answered in their order. */
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #turned = Date.now();

  constructor(batches: AsyncGenerator<BatchRows, void, undefined>, signal: AbortSignal | undefined) {
    this.#batches = batches;
    this.#signal = signal;
  }

  next(): Promise<Result> {
    const batch = this.#batch;
    if (this.#waiting > 0 || batch === undefined || this.#at >= batch.length || this.#isTurnDue()) {
      return this.#wait(() => this.#advance());
    }
    try {
      return Promise.resolve(this.#row(batch));
    } catch (error) {
      return this.#wait(() => this.#failed(error));
    }
  }

  return(): Promise<Result> {
    return this.#wait(async () => {
      await this.#end();
      return { done: true, value: undefined };
    });
  }

  throw(error: unknown): Promise<Result> {
    return this.#wait(async () => {
      await this.#end();
      throw error;
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #isTurnDue(): boolean {
    return this.#at % LOOK === 0 && Date.now() - this.#turned > TURN;
  }

  #row(batch: BatchRows): Result {
    throwIfAborted(this.#signal, 'the reading');
    return { done: false, value: batch.row(this.#at++) };
  }

  async #advance(): Promise<Result> {
    if (this.#isDone) return { done: true, value: undefined };
    try {
      if (Date.now() - this.#turned > TURN) {
        await nextTurn();
        this.#turned = Date.now();
      }
      while (this.#batch === undefined || this.#at >= this.#batch.length) {
        this.#batch = undefined;
        const { done, value } = await this.#batches.next();
        if (done === true) {
          this.#isDone = true;
          return { done: true, value: undefined };
        }
        this.#batch = value;
        this.#at = 0;
      }
      return this.#row(this.#batch);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Has the batches end with a failure: they report it as one of the call that asked for the rows. */
  async #failed(error: unknown): Promise<never> {
    this.#isDone = true;
    this.#batch = undefined;
    await this.#batches.throw(error);
    throw error;
  }

  async #end(): Promise<void> {
    this.#isDone = true;
    this.#batch = undefined;
    await this.#batches.return();
  }

  #wait<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const result = this.#queue.then(work);
    const answered = () => {
      this.#waiting--;
    };
    this.#queue = result.then(answered, answered);
    return result;
  }
}
