import type { TypedRow, TypedValue } from './typed-value.ts';

/**
 * Gives the rows of one scan their columns in a stable order: those named beforehand (the key column, or the columns
 * that were asked for), then the others as they first appeared.
 */
export class ColumnOrder {
  private readonly positions = new Map<string, number>();

  constructor(first: readonly string[]) {
    for (const name of first) this.positionOf(name);
  }

  /** The same columns in the scan's order; names not met before are placed behind those that were. */
  arrange(columns: Map<string, TypedValue>): TypedRow {
    let last = -1;
    let sorted = true;
    for (const name of columns.keys()) {
      const position = this.positionOf(name);
      if (position < last) sorted = false;
      last = position;
    }
    if (sorted) return columns;
    return new Map([...columns].sort(([a], [b]) => this.positionOf(a) - this.positionOf(b)));
  }

  private positionOf(name: string): number {
    let position = this.positions.get(name);
    if (position === undefined) {
      position = this.positions.size;
      this.positions.set(name, position);
    }
    return position;
  }
}
