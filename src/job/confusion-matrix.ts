import { columnsOf, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';

const KEY = 'id';

/**
 * The numbers of a confusion matrix. The client stores rows keyed by index and columns named by index: row n and column n
 * belong to the n-th label. Cells are placed by these indexes, because a Server returns columns by code point (`1`, `10`,
 * `2`). A matrix without indexes is used in stored order. Values that are not numbers become 0.
 */
export function matrixNumbers(rows: readonly TypedRow[]): readonly (readonly number[])[] {
  const names = [...columnsOf(rows)].filter((name) => name !== KEY);
  const rowIndexes = indexesOf(rows.map((row) => row.get(KEY)?.value));
  const columnIndexes = indexesOf(names.map((name) => (/^\d{1,9}$/.test(name) ? Number(name) : undefined)));
  const width = sizeOf(columnIndexes);
  const numbers = Array.from({ length: sizeOf(rowIndexes) }, () => Array.from({ length: width }, () => 0));
  for (const [place, row] of rows.entries()) {
    const cells = numbers[rowIndexes[place] ?? place] ?? [];
    for (const [at, name] of names.entries()) cells[columnIndexes[at] ?? at] = numberOf(row.get(name));
  }
  return numbers;
}

/** The values as indexes if they are distinct and nearly contiguous; else the positions 0, 1, 2, … */
function indexesOf(values: readonly unknown[]): readonly number[] {
  const limit = values.length * 2 + 8;
  const indexes = values.filter(
    (value): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < limit,
  );
  return new Set(indexes).size === values.length ? indexes : [...values.keys()];
}

function sizeOf(indexes: readonly number[]): number {
  return indexes.reduce((most, index) => Math.max(most, index + 1), 0);
}

/** A value as a number; 0 if it is not a number. */
export function numberOf(value: TypedValue | undefined): number {
  if (typeof value?.value === 'bigint') return Number(value.value);
  return typeof value?.value === 'number' ? value.value : 0;
}
