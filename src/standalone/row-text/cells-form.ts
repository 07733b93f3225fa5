import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import { plainText } from '../../render/cell-text.ts';
import { type DelimitedKind, delimitedCell, delimitedLine, delimiterOf } from '../../render/delimited.ts';
import type { PrintedColumns } from './printed-columns.ts';
import type { RowLayout, TextForm } from './text-form.ts';

/**
 * Rows as comma- or tab-separated cells. Where nobody says which columns there are, it takes those for all that are known
 * when the first row is to be printed.
 */
export class CellsForm implements TextForm {
  readonly number: 1 | 2;
  readonly frame = { before: Buffer.from(''), after: Buffer.from('\n') };
  private readonly kind: DelimitedKind;
  private readonly printed: PrintedColumns;
  private settled: readonly string[] | undefined;
  private places: ReadonlyMap<string, number> = new Map();

  constructor(kind: DelimitedKind, printed: PrintedColumns, columns?: readonly string[]) {
    this.number = kind === 'csv' ? 1 : 2;
    this.kind = kind;
    this.printed = printed;
    if (columns) this.settle(columns);
  }

  /** The columns that rows are printed with; none before the first one. */
  get columns(): readonly string[] {
    return this.settled ?? [];
  }

  layOut(names: readonly string[], size: number): RowLayout | null {
    const { length } = this.columnsFor(names);
    // Nothing but delimiters must not outgrow what the transcoder has room for.
    if (length === 0 || length > size || this.places.size < length) return null;
    let last = 0;
    let isSorted = true;
    const before = names.map((name): Uint8Array | null => {
      const place = this.places.get(name);
      if (place === undefined) return null;
      if (place < last) isSorted = false;
      const delimiters = Buffer.alloc(Math.max(place - last, 0), delimiterOf(this.kind));
      last = place;
      return delimiters;
    });
    return isSorted ? { before, trailing: length - 1 - last } : null;
  }

  row(row: TypedRow): string {
    const cells = this.columnsFor(row.keys()).map((name) => {
      const value = row.get(name);
      return value === undefined ? '' : this.value(value);
    });
    return delimitedLine(this.kind, cells);
  }

  value(value: TypedValue): string {
    return delimitedCell(this.kind, plainText(value));
  }

  private columnsFor(names: Iterable<string>): readonly string[] {
    return this.settled ?? this.settle([...new Set([...this.printed.order.names(), ...names])]);
  }

  private settle(columns: readonly string[]): readonly string[] {
    this.settled = columns;
    this.places = new Map(columns.map((name, place) => [name, place]));
    return columns;
  }
}
