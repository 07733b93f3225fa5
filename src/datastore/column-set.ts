import type { Batch } from './batch.ts';
import { TAG } from './cell.ts';

/** Collects which columns of a scan have values, for formats that list the columns before the rows. */
export class ColumnSet {
  /** How many rows have been seen. */
  rows = 0;
  /** The columns in scan order, and the first row in which each has a value (infinity if none yet). */
  private readonly firstRows = new Map<string, number>();
  private unseen = 0;

  /** `first` are the columns that come first; the others follow in the order of the batches. */
  constructor(first: readonly string[] = []) {
    for (const name of first) this.place(name);
  }

  /** The number of columns with values. */
  get size(): number {
    return this.firstRows.size - this.unseen;
  }

  /** Adds the selected rows of the next batch. */
  add(batch: Batch): void {
    const { columns, length } = batch;
    for (const { name } of columns) this.place(name);
    if (this.unseen > 0) {
      for (const { name, tags } of columns) {
        if (this.firstRows.get(name) !== Number.POSITIVE_INFINITY) continue;
        for (let index = 0; index < length; index++) {
          if (tags[batch.at(index)] === TAG.absent) continue;
          this.firstRows.set(name, this.rows + index);
          this.unseen--;
          break;
        }
      }
    }
    this.rows += length;
  }

  /** The columns with values, in scan order. */
  inOrder(): readonly string[] {
    return this.withValues().map(([name]) => name);
  }

  /** The columns with values, in the order of the rows in which they first have one. */
  asAppeared(): readonly string[] {
    return this.withValues()
      .sort(([, a], [, b]) => a - b)
      .map(([name]) => name);
  }

  private withValues(): [string, number][] {
    return [...this.firstRows].filter(([, row]) => row !== Number.POSITIVE_INFINITY);
  }

  private place(name: string): void {
    if (this.firstRows.has(name)) return;
    this.firstRows.set(name, Number.POSITIVE_INFINITY);
    this.unseen++;
  }
}
