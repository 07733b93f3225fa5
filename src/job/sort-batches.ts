import type { Batch } from '../datastore/batch.ts';
import { BatchBuilder } from '../datastore/batch-builder.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { valueBytes } from '../datastore/value-bytes.ts';
import { SwjobError } from '../errors.ts';
import { compareTyped, compareTypedDescending } from '../expression/compare.ts';
import type { TableNames } from './table-names.ts';

export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

/** The order of rows, and how many are kept. */
export interface BatchOrder {
  readonly keys: readonly SortKey[];
  /** At most this many rows, from the start. */
  readonly limit?: number | undefined;
  /** Only the last so many rows. */
  readonly tail?: number | undefined;
  readonly maxBytes?: number;
}

/** The memory limit for the kept rows, estimated roughly. */
const MAX_BYTES = 512 * 2 ** 20;
const ROW_BYTES = 100;
const BATCH_ROWS = 1024;

/**
 * Sorts rows by these keys, the first key being the most significant; equal rows keep their order. The rows are held in
 * memory up to a limit, with `limit` or `tail` only as many as needed.
 */
export async function* sortBatches(
  batches: AsyncIterable<Batch>,
  names: TableNames,
  { keys, limit, tail, maxBytes = MAX_BYTES }: BatchOrder,
): AsyncGenerator<Batch> {
  const most = tail ?? limit ?? Number.POSITIVE_INFINITY;
  if (most <= 0) return;
  const kept = new SortedRows(keys, most, tail !== undefined, maxBytes);
  for await (const batch of batches) kept.add(batch, names);
  yield* kept.batches();
}

/** A kept row: its sort keys, its position in the input (`order`) and in the builder (`place`). */
interface KeptRow {
  readonly values: readonly (TypedValue | undefined)[];
  readonly order: number;
  readonly bytes: number;
  place: number;
}

class SortedRows {
  readonly #keys: readonly SortKey[];
  readonly #most: number;
  readonly #fromEnd: boolean;
  readonly #maxBytes: number;
  #builder = new BatchBuilder();
  #rows: KeptRow[] = [];
  #bytes = 0;
  #seen = 0;
  #columns: readonly string[] = [];
  /** Once enough rows are kept, the last of them: rows that sort after it are not needed. */
  #last: KeptRow | undefined;

  constructor(keys: readonly SortKey[], most: number, fromEnd: boolean, maxBytes: number) {
    this.#keys = keys;
    this.#most = most;
    this.#fromEnd = fromEnd;
    this.#maxBytes = maxBytes;
  }

  add(batch: Batch, names: TableNames): void {
    const readers = this.#keys.map(({ name }) => names.readerIn(batch, name));
    this.#columns = batch.columns.map(({ name }) => name);
    for (let index = 0; index < batch.length; index++) {
      const at = batch.at(index);
      const values = readers.map((read) => read(at));
      const order = this.#seen++;
      const place = this.#builder.size;
      if (this.#last !== undefined && this.#compare({ values, order }, this.#last) >= 0) continue;
      const row = batch.row(at);
      let bytes = ROW_BYTES;
      for (const value of row.values()) bytes += valueBytes(value);
      this.#builder.add(row);
      this.#rows.push({ values, order, bytes, place });
      this.#bytes += bytes;
      if (this.#rows.length >= this.#most * 2 + BATCH_ROWS) this.#cut();
      if (this.#bytes <= this.#maxBytes) continue;
      if (this.#rows.length > this.#most) this.#cut();
      if (this.#bytes > this.#maxBytes) throw this.#tooLarge();
    }
  }

  *batches(): Generator<Batch> {
    this.#rows.sort(this.#compare);
    const rows = this.#rows.slice(0, this.#most);
    if (this.#fromEnd) rows.reverse();
    const all = this.#builder.finish();
    const batch = all.project(this.#columns.filter((name) => all.column(name) !== undefined));
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      yield batch.select(Int32Array.from(rows.slice(from, from + BATCH_ROWS), ({ place }) => place));
    }
  }

  /** Drops the rows beyond the limit. */
  #cut(): void {
    this.#rows.sort(this.#compare);
    this.#rows.length = Math.min(this.#rows.length, this.#most);
    this.#last = this.#rows.at(-1);
    const batch = this.#builder.finish();
    this.#builder = new BatchBuilder();
    this.#bytes = 0;
    for (const kept of this.#rows) {
      this.#bytes += kept.bytes;
      const place = this.#builder.size;
      this.#builder.add(batch.row(kept.place));
      kept.place = place;
    }
  }

  readonly #compare = (a: Pick<KeptRow, 'values' | 'order'>, b: Pick<KeptRow, 'values' | 'order'>): number => {
    const sign = this.#fromEnd ? -1 : 1;
    for (const [index, { descending }] of this.#keys.entries()) {
      const order = descending ? compareTypedDescending : compareTyped;
      const found = order(a.values[index], b.values[index]);
      if (found !== 0) return found * sign;
    }
    return (a.order - b.order) * sign;
  };

  #tooLarge(): SwjobError {
    const limit = `${Math.round(this.#maxBytes / 2 ** 20)} MiB`;
    return new SwjobError('operation-failed', `sorting these rows takes more than ${limit} of memory`, {
      hint: 'Keep the first of them only (--limit), or read less: --where chooses rows, --columns columns.',
    });
  }
}
