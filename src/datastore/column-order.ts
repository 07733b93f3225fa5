import type { TypedRow, TypedValue } from './typed-value.ts';

/**
 * Gives the rows of one scan their columns in a stable order: those named beforehand (the key column, or the columns
 * that were asked for), then the others as they first appeared.
 */
export class ColumnOrder {
  private readonly positions = new Map<string, number>();

  constructor(first: readonly string[]) {
    for (const name of first) this.place(name);
  }

  get size(): number {
    return this.positions.size;
  }

  /** The columns known so far, in their order. */
  names(): readonly string[] {
    return [...this.positions.keys()];
  }

  /** True where names stand in the scan's order already; those not met before are placed behind those that were. */
  inOrder(names: Iterable<string>): boolean {
    let last = -1;
    let sorted = true;
    for (const name of names) {
      const position = this.place(name);
      if (position < last) sorted = false;
      last = position;
    }
    return sorted;
  }

  /** The same columns in the scan's order; names not met before are placed behind those that were. */
  arrange(columns: Map<string, TypedValue>): TypedRow {
    if (this.inOrder(columns.keys())) return columns;
    return new Map([...columns].sort(([a], [b]) => this.place(a) - this.place(b)));
  }

  /** The place of a column; one not met before comes behind all others, even where its first value is None. */
  place(name: string): number {
    let position = this.positions.get(name);
    if (position === undefined) {
      position = this.positions.size;
      this.positions.set(name, position);
    }
    return position;
  }
}
