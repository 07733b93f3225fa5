import { type Batch, type Column, integerAt, TAG } from '../datastore/batch.ts';
import type { TypedValue } from '../datastore/typed-value.ts';

/** The value of a row under a name; undefined where it has none. */
type CellReader = (row: number) => TypedValue | number | undefined;

/** Reads one name in the rows of a batch. */
export type FieldReader = (batch: Batch) => CellReader;

/** What a chart needs of one field of a table: its numbers beside x, or how often each text occurs. */
export interface FieldValues {
  readonly x: GrowingNumbers;
  readonly y: GrowingNumbers;
  /** Of texts and truth values; emptied where there are too many to be bars. */
  readonly counts: Map<string, number>;
  texts: number;
  /** Values that are neither numbers nor texts. */
  others: number;
}

/** More different texts than that are no bars. */
const MAX_TEXTS = 10_000;
/** Without chosen fields: this many are drawn at most. */
export const MAX_FIELDS = 60;

export interface TableValuesOptions {
  readonly key: string;
  /** What stands on the x axis; the key without one. */
  readonly x?: FieldReader | undefined;
  /** What is drawn; without it every column but the key and those that begin with `_`. */
  readonly y?: ReadonlyMap<string, FieldReader> | undefined;
}

/** The values of a table that a chart is made of. */
export interface TableValues {
  readonly rows: number;
  readonly fields: ReadonlyMap<string, FieldValues>;
  /** Whether x is a number in every row, and a whole one; where it is none, rows are counted from 0 instead. */
  readonly xIsNumber: boolean;
  readonly xIsInteger: boolean;
  /** Columns beyond those that are drawn. */
  readonly left: number;
}

/** Reads a table for a chart: eight bytes for each number of x and y, nothing else is kept. */
export async function tableValues(batches: AsyncIterable<Batch>, options: TableValuesOptions): Promise<TableValues> {
  const { key, y } = options;
  const x = options.x ?? columnReader(key);
  const fields = new Map<string, FieldValues>();
  const left = new Set<string>();
  const totals = { rows: 0, numbers: 0, integers: 0 };
  for await (const batch of batches) {
    const readX = x(batch);
    const read: [FieldValues, CellReader][] = [];
    for (const [name, reader] of y ?? drawnColumns(batch, key)) {
      const known = fields.get(name);
      if (known === undefined && y === undefined && fields.size >= MAX_FIELDS) left.add(name);
      else read.push([known ?? addField(fields, name), reader(batch)]);
    }
    for (let index = 0; index < batch.length; index++) {
      const row = batch.at(index);
      const across = numberOf(readX(row));
      if (across !== undefined) totals.numbers++;
      if (Number.isInteger(across)) totals.integers++;
      for (const [values, reader] of read) addValue(values, across ?? totals.rows, reader(row));
      totals.rows++;
    }
  }
  const isAll = (count: number) => count === totals.rows && count > 0;
  return {
    rows: totals.rows,
    fields,
    xIsNumber: isAll(totals.numbers),
    xIsInteger: isAll(totals.integers),
    left: left.size,
  };
}

/** Reads a column; numbers come without a value being made of them. */
export function columnReader(name: string): FieldReader {
  return (batch) => {
    const column = batch.column(name);
    return column === undefined ? () => undefined : (row) => cell(batch, column, row);
  };
}

function cell(batch: Batch, column: Column, row: number): TypedValue | number | undefined {
  const tag = column.tags[row] ?? TAG.absent;
  if (tag >= TAG.int8 && tag <= TAG.int64) return Number(integerAt(column.words, row));
  if (tag >= TAG.float16 && tag <= TAG.float64) return column.words.f64[row];
  return batch.value(column, row);
}

function* drawnColumns(batch: Batch, key: string): Iterable<[string, FieldReader]> {
  for (const { name } of batch.columns) if (name !== key && !name.startsWith('_')) yield [name, columnReader(name)];
}

function addField(fields: Map<string, FieldValues>, name: string): FieldValues {
  const values = {
    x: new GrowingNumbers(),
    y: new GrowingNumbers(),
    counts: new Map<string, number>(),
    texts: 0,
    others: 0,
  };
  fields.set(name, values);
  return values;
}

function addValue(values: FieldValues, x: number, value: TypedValue | number | undefined): void {
  const number = numberOf(value);
  if (number !== undefined) {
    values.x.push(x);
    values.y.push(number);
    return;
  }
  if (value === undefined || typeof value === 'number' || value.type === 'UNKNOWN') return;
  if (value.type !== 'STRING' && value.type !== 'BOOL') {
    values.others++;
    return;
  }
  values.texts++;
  if (values.counts.size > MAX_TEXTS) return;
  const text = String(value.value);
  values.counts.set(text, (values.counts.get(text) ?? 0) + 1);
}

function numberOf(value: TypedValue | number | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const plain = value?.value;
  return typeof plain === 'number' || typeof plain === 'bigint' ? Number(plain) : undefined;
}

const FIRST_SIZE = 256;

/** Numbers that come one after the other, eight bytes each. */
class GrowingNumbers {
  length = 0;
  #numbers = new Float64Array(FIRST_SIZE);

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = value;
  }

  /** The numbers so far, valid until the next one is pushed. */
  view(): Float64Array {
    return this.#numbers.subarray(0, this.length);
  }
}
