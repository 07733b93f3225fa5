import type { Batch } from '../datastore/batch.ts';
import { type Column, TAG } from '../datastore/cell.ts';
import { usageError } from '../errors.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { text } from './arguments.ts';
import { cellReader } from './batch-values.ts';
import type { ColumnValues, TableBatch } from './column-values.ts';
import type { Value } from './value.ts';

/** Converts a batch of the datastore to the library's. */
export function tableBatch(batch: Batch, artifacts: ArtifactReader, isOver: () => boolean): TableBatch {
  const known = new Map<string, ColumnValues>();
  const columnOf = (name: string) => {
    const column = batch.column(text(name, "the column's name"));
    if (!isOver()) return column;
    throw usageError('this batch is over: the next one uses its memory', 'Read its columns before the next batch.');
  };
  return {
    length: batch.length,
    columns: batch.columns.map(({ name }) => name),
    column(name) {
      const read = known.get(name);
      if (read !== undefined) return read;
      const column = columnOf(name);
      if (column === undefined) return undefined;
      const values = valuesOf(batch, column, artifacts);
      known.set(name, values);
      return values;
    },
    validity(name) {
      const column = columnOf(name);
      return column === undefined ? new Uint8Array(batch.length) : validityOf(batch, column);
    },
  };
}

function validityOf(batch: Batch, { tags }: Column): Uint8Array | null {
  const validity = new Uint8Array(batch.length);
  let count = 0;
  for (let index = 0; index < batch.length; index++) {
    if ((tags[batch.at(index)] ?? TAG.absent) <= TAG.none) continue;
    validity[index] = 1;
    count++;
  }
  return count === batch.length ? null : validity;
}

/** A bit for each kind of value that a column can hold. */
const KINDS = { bool: 1, small: 2, int64: 4, float: 8, other: 16 } as const;

function kindOf(tag: number): number {
  if (tag === TAG.absent) return 0;
  if (tag === TAG.bool) return KINDS.bool;
  if (tag >= TAG.int8 && tag <= TAG.int32) return KINDS.small;
  if (tag === TAG.int64) return KINDS.int64;
  return tag >= TAG.float16 && tag <= TAG.float64 ? KINDS.float : KINDS.other;
}

function valuesOf(batch: Batch, column: Column, artifacts: ArtifactReader): ColumnValues {
  const { tags, words } = column;
  const { length } = batch;
  let kinds = 0;
  for (let index = 0; index < length; index++) kinds |= kindOf(tags[batch.at(index)] ?? TAG.absent);
  const each = <N, T extends { [index: number]: N | undefined }>(
    values: T,
    read: (row: number) => N | undefined,
  ): T => {
    for (let index = 0; index < length; index++) {
      const row = batch.at(index);
      const value = tags[row] === TAG.absent ? undefined : read(row);
      if (value !== undefined) values[index] = value;
    }
    return values;
  };
  switch (kinds) {
    case KINDS.float:
      return each(new Float64Array(length).fill(Number.NaN), (row) => words.f64[row]);
    case KINDS.int64:
      return each(new BigInt64Array(length), (row) => words.i64[row]);
    case KINDS.small:
      return each(new Int32Array(length), (row) => words.u32[row * 2]);
    case KINDS.bool:
      return each(new Uint8Array(length), (row) => words.u32[row * 2]);
    default:
      return each(new Array<Value | undefined>(length).fill(undefined), cellReader(batch, column, artifacts));
  }
}
