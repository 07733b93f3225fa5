import { type Batch, TAG } from './batch.ts';

/** Which columns the rows of a scan have values in: for formats that name the columns before the rows. */
export class ColumnSet {
  /** How many rows were seen. */
  rows = 0;
  /** The columns of the scan in its order; the row in which each first has a value, or infinity. */
  private readonly firstRows = new Map<string, number>();
  private unseen = 0;

  /** The columns of a scan come in the order of its batches, behind those that are known beforehand. */
  constructor(first: readonly string[] = []) {
    for (const name of first) this.place(name);
  }

  /** How many columns have values. */
  get size(): number {
    return this.firstRows.size - this.unseen;
  }

  /** Takes note of the selected rows of the next batch. */
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

  /** The columns with values, in the order of the scan. */
  inOrder(): readonly string[] {
    return this.withValues().map(([name]) => name);
  }

  /** The columns with values, each at the place where it first had one. */
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
