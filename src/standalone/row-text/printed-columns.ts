import { ColumnOrder } from '../../datastore/column-order.ts';

/** What a scan has learnt of its columns from the rows that were printed. */
export class PrintedColumns {
  /** The places of the columns that are known so far, be there values in them or not. */
  readonly order = new ColumnOrder([]);
  /** How many rows were printed. */
  rows = 0;
  private readonly shown = new Set<string>();

  /** A row was printed with values in these columns; None is one only where it is kept. */
  add(names: Iterable<string>): void {
    for (const name of names) this.shown.add(name);
  }

  get columnCount(): number {
    return this.shown.size;
  }

  /** The columns with values, each at the place where it first appeared. */
  asAppeared(): readonly string[] {
    return [...this.shown];
  }

  /** The columns with values in the scan's order. */
  inOrder(): readonly string[] {
    return this.order.names().filter((name) => this.shown.has(name));
  }
}
