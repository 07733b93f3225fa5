import type { Batch } from '../datastore/batch.ts';
import { type Column, integerAt, TAG } from '../datastore/cell.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { libraryValue } from './typed-rows.ts';
import type { Row, Value } from './value.ts';

/** Reads the cell of a row as a library value; undefined if the row has none. */
export type ReadCell = (row: number) => Value | undefined;

/** Reads the cells of a column directly, without making typed values first. */
export function cellReader(batch: Batch, column: Column, artifacts: ArtifactReader): ReadCell {
  const { tags, words } = column;
  const { f64, u32 } = words;
  const children = batch.children.f64;
  return (row) => {
    const tag = tags[row] ?? TAG.absent;
    switch (tag) {
      case TAG.absent:
        return undefined;
      case TAG.float64:
      case TAG.float32:
      case TAG.float16:
        return f64[row];
      case TAG.string:
      case TAG.escaped:
        return batch.text(column, row);
      case TAG.bool:
        return u32[row * 2] === 1;
      case TAG.int64:
      case TAG.int32:
      case TAG.int16:
      case TAG.int8:
        return integerAt(words, row);
      case TAG.list + TAG.float64: {
        const at = u32[row * 2] ?? 0;
        const list = new Array<number>(u32[row * 2 + 1] ?? 0);
        for (let index = 0; index < list.length; index++) list[index] = children[at + index] ?? 0;
        return list;
      }
    }
    const value = batch.value(column, row);
    return value === undefined ? undefined : libraryValue(value, artifacts);
  };
}

/** The rows of a batch, each created on demand. */
export interface BatchRows {
  readonly length: number;
  row(index: number): Row;
}

/** The rows of a batch as plain objects; a column named `__proto__` is a property like any other. */
export function batchRows(batch: Batch, artifacts: ArtifactReader): BatchRows {
  const names = batch.columns.map(({ name }) => name);
  const readers = batch.columns.map((column) => cellReader(batch, column, artifacts));
  const makeOwn = names.includes('__proto__');
  const make = (number: number) => {
    const row: Row = {};
    for (let index = 0; index < readers.length; index++) {
      const value = readers[index]?.(number);
      if (value === undefined) continue;
      const name = names[index] ?? '';
      if (makeOwn && name === '__proto__') {
        Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
      } else row[name] = value;
    }
    return row;
  };
  return { length: batch.length, row: (index) => make(batch.at(index)) };
}
