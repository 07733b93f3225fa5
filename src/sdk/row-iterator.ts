import { setImmediate as nextTurn } from 'node:timers/promises';
import { SwjobError } from '../errors.ts';
import { throwIfAborted } from './arguments.ts';
import type { BatchRows } from './batch-values.ts';
import { unexpected } from './called.ts';
import type { Row } from './value.ts';

/** How long rows are returned before the event loop gets a turn. */
const TURN_MS = 8;
/** The clock is checked only once in this many rows. */
const ROWS_PER_CLOCK_CHECK = 32;

type Result = IteratorResult<Row, void>;

/**
 * Iterates over the rows of batches, each created on demand. An async generator would do the same, but at the cost of
 * three microtask turns per row.
 */
export class RowIterator implements AsyncGenerator<Row, void, undefined> {
  readonly #batches: AsyncGenerator<BatchRows, void, undefined>;
  readonly #signal: AbortSignal | undefined;
  #batch: BatchRows | undefined;
  #at = 0;
  #isDone = false;
  /** The calls that could not be answered at once; they are answered in order. */
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

  get [Symbol.toStringTag](): string {
    return 'AsyncGenerator';
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #isTurnDue(): boolean {
    return this.#at % ROWS_PER_CLOCK_CHECK === 0 && Date.now() - this.#turned > TURN_MS;
  }

  #row(batch: BatchRows): Result {
    throwIfAborted(this.#signal, 'the reading');
    return { done: false, value: batch.row(this.#at++) };
  }

  async #advance(): Promise<Result> {
    if (this.#isDone) return { done: true, value: undefined };
    try {
      if (Date.now() - this.#turned > TURN_MS) {
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

  /** Throws the error into the batches, which rethrow it as one of the call that asked for the rows. */
  async #failed(error: unknown): Promise<never> {
    this.#isDone = true;
    this.#batch = undefined;
    await this.#batches.throw(error instanceof SwjobError ? error : unexpected(error));
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
