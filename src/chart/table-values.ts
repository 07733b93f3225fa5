import type { Batch } from '../datastore/batch.ts';
import { type Column, integerAt, TAG } from '../datastore/cell.ts';
import type { TypedValue } from '../datastore/typed-value.ts';

/** The value of a row under a name; undefined if it has none. */
type CellReader = (row: number) => TypedValue | number | undefined;

/** Reads one name in the rows of a batch. */
export type FieldReader = (batch: Batch) => CellReader;

/** What a chart needs of one field: its numbers with their x, or how often each string occurs. */
export interface FieldValues {
  readonly x: GrowingNumbers;
  readonly y: GrowingNumbers;
  /** How often the first MAX_TEXTS different strings and booleans occur. */
  readonly counts: Map<string, number>;
  /** How many strings and booleans there are. */
  texts: number;
  /** The number of values that are neither numbers nor strings. */
  others: number;
}

/** Maximum of different strings to count. */
const MAX_TEXTS = 10_000;
/** Maximum of fields to draw if none are chosen. */
export const MAX_FIELDS = 60;

export interface TableValuesOptions {
  readonly key: string;
  /** The value on the x axis (default: the key, or the row's index if the key is not a number). */
  readonly x?: FieldReader | undefined;
  /** The fields to draw (default: every column except the key and those that begin with `_`). */
  readonly y?: ReadonlyMap<string, FieldReader> | undefined;
}

/** The values of a table for a chart. */
export interface TableValues {
  readonly rows: number;
  readonly fields: ReadonlyMap<string, FieldValues>;
  /** Whether x is a number: the key in every row, a chosen x in any; rows without a chosen x have no place. */
  readonly xIsNumber: boolean;
  /** Whether all of these are integers. */
  readonly xIsInteger: boolean;
  /** The number of columns that are not drawn. */
  readonly left: number;
}

/** Reads a table for a chart; keeps eight bytes per number of x and y. */
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
      const place = across ?? (options.x === undefined ? totals.rows : Number.NaN);
      for (const [values, reader] of read) addValue(values, place, reader(row));
      totals.rows++;
    }
  }
  const placed = options.x === undefined ? totals.rows : totals.numbers;
  const isAll = (count: number) => count === placed && count > 0;
  return {
    rows: totals.rows,
    fields,
    xIsNumber: isAll(totals.numbers),
    xIsInteger: isAll(totals.integers),
    left: left.size,
  };
}

/** The points of a field that have a place on the x axis. */
export function pointsOf({ x: across, y: up }: FieldValues): { readonly x: Float64Array; readonly y: Float64Array } {
  const [x, y] = [across.view(), up.view()];
  const isPlaced = (index: number) => !Number.isNaN(x[index]);
  if (x.every((_, index) => isPlaced(index))) return { x, y };
  const kept = (values: Float64Array) => values.filter((_, index) => isPlaced(index));
  return { x: kept(x), y: kept(y) };
}

/** Reads a column; numbers are read without creating a value object. */
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
  const text = String(value.value);
  const count = values.counts.get(text);
  if (count !== undefined || values.counts.size < MAX_TEXTS) values.counts.set(text, (count ?? 0) + 1);
}

function numberOf(value: TypedValue | number | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const plain = value?.value;
  return typeof plain === 'number' || typeof plain === 'bigint' ? Number(plain) : undefined;
}

const FIRST_SIZE = 256;

/** A growing list of numbers, eight bytes each. */
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
