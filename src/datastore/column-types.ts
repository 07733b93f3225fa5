import type { Batch } from './batch.ts';
import type { Column } from './cell.ts';
import { isScalarType } from './scalars.ts';
import { isObject, own } from './schema.ts';
import type { DataType, ScalarType, TypedRow, TypedValue } from './typed-value.ts';

/** A type of a column's values. The type of a list includes that of its elements, if they share one scalar type. */
export type ColumnType = DataType | `LIST<${ScalarType}>`;

/** The types of the values in each column; columns are in order of appearance. */
export type ColumnTypes = ReadonlyMap<string, ReadonlySet<ColumnType>>;

/** Collects the types of columns, from schemas or from values. */
export class ColumnTypeSet {
  readonly byName = new Map<string, Set<ColumnType>>();
  /** Columns with an integer that a double cannot represent. */
  readonly #wide = new Set<string>();

  add(name: string, type?: ColumnType): void {
    const types = this.byName.get(name) ?? new Set();
    this.byName.set(name, types);
    if (type !== undefined) types.add(type);
  }

  addValue(name: string, value: TypedValue): void {
    this.add(name, typeOfValue(value));
    if (typeof value.value === 'bigint') this.#wide.add(name);
  }

  addRow(row: TypedRow): void {
    for (const [name, value] of row) this.addValue(name, value);
  }

  /** Adds the values of the selected rows. */
  addColumn(batch: Batch, column: Column): void {
    for (let index = 0; index < batch.length; index++) {
      const value = batch.value(column, batch.at(index));
      if (value !== undefined) this.addValue(column.name, value);
    }
  }

  /** The columns whose integers, as far as seen, can all be represented as doubles. */
  exact(): ReadonlySet<string> {
    return new Set([...this.byName.keys()].filter((name) => !this.#wide.has(name)));
  }
}

/** The type of a stored schema; UNKNOWN is that of None, and an invalid schema counts as OBJECT. */
export function typeOfSchema(schema: unknown): ColumnType {
  const type = isObject(schema) ? own(schema, 'type') : undefined;
  if (isScalarType(type)) return type;
  if (type === 'TUPLE' || type === 'MAP') return type;
  if (type !== 'LIST' || !isObject(schema)) return 'OBJECT';
  const others = own(schema, 'attributes');
  const element = own(schema, 'elementType');
  const elementType = isObject(element) ? own(element, 'type') : undefined;
  const isMixed = Array.isArray(others) && others.length > 0;
  return !isMixed && isScalarType(elementType) ? `LIST<${elementType}>` : 'LIST';
}

function typeOfValue(value: TypedValue): ColumnType {
  if (value.type !== 'LIST') return value.type;
  const types = new Set(value.value.map(({ type }) => type));
  if (types.size > 1) types.delete('UNKNOWN');
  const [type = 'UNKNOWN'] = types;
  return types.size < 2 && isScalarType(type) ? `LIST<${type}>` : 'LIST';
}
