import type { TypedValue } from '../../../src/datastore/typed-value.ts';

export const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
export const int = (value: number | bigint): TypedValue => ({ type: 'INT64', value });
export const text = (value: string): TypedValue => ({ type: 'STRING', value });
export const list = (...value: TypedValue[]): TypedValue => ({ type: 'LIST', value });
export const map = (...pairs: [TypedValue, TypedValue][]): TypedValue => ({
  type: 'MAP',
  value: pairs.map(([key, value]) => ({ key, value })),
});
export const object = (pythonType: string, attributes: Readonly<Record<string, TypedValue>>): TypedValue => ({
  type: 'OBJECT',
  pythonType,
  value: new Map(Object.entries(attributes)),
});
