import type { TypedRow } from '../datastore/typed-value.ts';
import { isCutShort } from '../render/byte-sink.ts';

/**
 * Rows whose artifacts are saved as they are read. All of them are wanted, also where printing stops early: at a pager that
 * was quit, a pipe that was closed, or the first thousand rows of a screen.
 */
export class SavedRows {
  readonly #rows: AsyncIterator<readonly TypedRow[]>;

  constructor(rows: AsyncIterable<readonly TypedRow[]>) {
    this.#rows = rows[Symbol.asyncIterator]();
  }

  /** The rows that nobody has taken yet; leaving them early does not end them. */
  batches(): AsyncIterable<readonly TypedRow[]> {
    return { [Symbol.asyncIterator]: () => ({ next: () => this.#rows.next() }) };
  }

  /** Waits until the rows are printed, and saves those that were not; null if the reader of the output has left. */
  async printed(printing: Promise<number | null>): Promise<number | null> {
    let count: number | null = null;
    try {
      await isCutShort(
        printing.then((printed) => {
          count = printed;
        }),
      );
      for await (const _ of this.batches());
      return count;
    } finally {
      await this.#rows.return?.();
    }
  }
}
