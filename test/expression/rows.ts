import type { TypedValue } from '../../src/datastore/typed-value.ts';
import { readNamed, resolveName } from '../../src/expression/named-value.ts';

export const int = (value: number | bigint): TypedValue => ({ type: 'INT64', value });
export const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
export const text = (value: string): TypedValue => ({ type: 'STRING', value });
export const bool = (value: boolean): TypedValue => ({ type: 'BOOL', value });
export const bytes = (...value: number[]): TypedValue => ({ type: 'BYTES', value: Uint8Array.from(value) });
export const list = (...value: TypedValue[]): TypedValue => ({ type: 'LIST', value });
export const tuple = (...value: TypedValue[]): TypedValue => ({ type: 'TUPLE', value });
export const map = (...pairs: [TypedValue, TypedValue][]): TypedValue => ({
  type: 'MAP',
  value: pairs.map(([key, value]) => ({ key, value })),
});
export const object = (pythonType: string, attributes: Record<string, TypedValue>): TypedValue => ({
  type: 'OBJECT',
  pythonType,
  value: new Map(Object.entries(attributes)),
});

/** A lookup of the given columns, and of paths into their values. */
export function row(columns: Record<string, TypedValue>): (name: string) => TypedValue | undefined {
  const typed = new Map(Object.entries(columns));
  return (name) => {
    const named = resolveName(name, (column) => typed.has(column));
    return named && readNamed(named, typed);
  };
}
