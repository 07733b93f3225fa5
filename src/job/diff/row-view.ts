import type { Batch } from '../../datastore/batch.ts';
import type { Column } from '../../datastore/cell.ts';
import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import { valueBytes } from '../../datastore/value-bytes.ts';
import type { Lookup } from '../../expression/lookup.ts';
import { readNamed, resolveName } from '../../expression/named-value.ts';
import type { PickleReader } from '../pickle-reader.ts';

/** One row of a table, and the values of names in it. Pickles are read if there is a reader. */
export interface RowView {
  /** The columns in which the row may have a value, in order. */
  names(): Iterable<string>;
  get(column: string): TypedValue | undefined;
  /** The value of a column, or of a path into one. */
  readonly lookup: Lookup;
  /** A view of this row that stays on it when this view moves on. */
  still(): RowView;
}

/** A view of a row of a batch, which can be moved to another row. */
export class BatchRow implements RowView {
  batch: Batch;
  row = 0;
  readonly #pickles: PickleReader | undefined;
  /** The values that were read from this row's pickles. */
  #read: Map<string, TypedValue> | undefined;

  constructor(batch: Batch, pickles: PickleReader | undefined) {
    this.batch = batch;
    this.#pickles = pickles;
  }

  moveTo(batch: Batch, row: number): void {
    this.batch = batch;
    this.row = row;
    this.#read = undefined;
  }

  still(): BatchRow {
    const still = new BatchRow(this.batch, this.#pickles);
    still.row = this.row;
    still.#read = this.#read;
    return still;
  }

  names(): Iterable<string> {
    return this.batch.columns.map(({ name }) => name);
  }

  get(name: string): TypedValue | undefined {
    const column = this.batch.column(name);
    return column === undefined ? undefined : this.valueOf(column);
  }

  valueOf(column: Column): TypedValue | undefined {
    const value = this.batch.value(column, this.row);
    if (value?.type !== 'BYTES' || this.#pickles === undefined) return value;
    const known = this.#read?.get(column.name);
    if (known !== undefined) return known;
    const read = this.#pickles.read(column.name, value);
    this.#read ??= new Map();
    this.#read.set(column.name, read);
    return read;
  }

  readonly lookup: Lookup = (name) => {
    const column = this.batch.column(name);
    if (column !== undefined) return this.valueOf(column);
    const named = resolveName(name, (known) => this.batch.column(known) !== undefined);
    return named === undefined ? undefined : readNamed(named, this);
  };

  /** A copy of the row that outlives its batch. */
  held(leftOut: ReadonlySet<string>): HeldRow {
    const values = new Map<string, TypedValue>();
    for (const column of this.batch.columns) {
      const value = leftOut.has(column.name) ? undefined : this.batch.value(column, this.row);
      if (value !== undefined) values.set(column.name, value);
    }
    return new HeldRow(values, this.#pickles);
  }
}

/** A row that is held in memory. */
export class HeldRow implements RowView {
  readonly #values: TypedRow;
  readonly #pickles: PickleReader | undefined;

  constructor(values: TypedRow, pickles: PickleReader | undefined) {
    this.#values = values;
    this.#pickles = pickles;
  }

  still(): HeldRow {
    return this;
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }

  get(name: string): TypedValue | undefined {
    const value = this.#values.get(name);
    return value?.type === 'BYTES' && this.#pickles !== undefined ? this.#pickles.read(name, value) : value;
  }

  readonly lookup: Lookup = (name) => {
    const named = resolveName(name, (known) => this.#values.has(known));
    return named === undefined ? undefined : readNamed(named, this);
  };

  /** A rough estimate of the row's memory. */
  get bytes(): number {
    let bytes = ROW_BYTES;
    for (const value of this.#values.values()) bytes += valueBytes(value);
    return bytes;
  }
}

const ROW_BYTES = 200;
