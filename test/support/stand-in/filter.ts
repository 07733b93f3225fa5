import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import type { KeyValue } from '../../../src/job/instance.ts';
import { compareServerKeys } from '../../../src/server/key-order.ts';
import { invalidDatastoreRequest, isObject, type JsonObject } from './answer.ts';

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  EQUAL: (order) => order === 0,
  LESS: (order) => order < 0,
  LESS_EQUAL: (order) => order <= 0,
  GREATER: (order) => order > 0,
  GREATER_EQUAL: (order) => order >= 0,
};

/** Refuses a filter that the server refuses: an unknown operator, too few operands, no column to compare. */
export function checkFilter(filter: JsonObject, request: JsonObject): void {
  const operator = String(filter['operator']);
  const operands = operandsOf(filter);
  const fail = (what: string): never => {
    throw invalidDatastoreRequest(`${what} ${JSON.stringify(filter)}`, request);
  };
  if (operator === 'NOT' || operator === 'AND' || operator === 'OR') {
    if (operator === 'NOT' ? operands.length !== 1 : operands.length < 2) fail('invalid number of operands.');
    for (const { filter: inner } of operands) {
      if (!isObject(inner)) fail('invalid operand, should be filter.');
      else checkFilter(inner, request);
    }
    return;
  }
  if (!Object.hasOwn(COMPARISONS, operator)) fail('invalid operator.');
  if (operands.length !== 2) fail('invalid number of operands.');
  if (!operands.some((operand) => typeof operand['columnName'] === 'string')) fail('no column in operands.');
}

export function matches(filter: JsonObject, row: TypedRow): boolean {
  const operator = String(filter['operator']);
  const operands = operandsOf(filter);
  const inner = () => operands.map((operand) => operand['filter']).filter(isObject);
  switch (operator) {
    case 'NOT':
      return !inner().some((one) => matches(one, row));
    case 'AND':
      return inner().every((one) => matches(one, row));
    case 'OR':
      return inner().some((one) => matches(one, row));
    default: {
      const [left, right] = operands.map((operand) => operandValue(operand, row));
      const order = compareValues(converted(left ?? null, right ?? null), converted(right ?? null, left ?? null));
      return COMPARISONS[operator]?.(order) ?? false;
    }
  }
}

/** None and unordered values first, then in key order. */
export function compareValues(a: TypedValue | null | undefined, b: TypedValue | null | undefined): number {
  const [x, y] = [scalarOf(a), scalarOf(b)];
  if (x === null || y === null) return x === y ? 0 : x === null ? -1 : 1;
  return compareServerKeys(x, y);
}

function operandsOf(filter: JsonObject): readonly JsonObject[] {
  return Array.isArray(filter['operands']) ? filter['operands'].filter(isObject) : [];
}

function operandValue(operand: JsonObject, row: TypedRow): TypedValue | null {
  const { columnName, boolValue, intValue, floatValue, stringValue, bytesValue } = operand;
  if (typeof columnName === 'string') return row.get(columnName) ?? null;
  if (typeof boolValue === 'boolean') return { type: 'BOOL', value: boolValue };
  if (typeof intValue === 'number') return { type: 'INT64', value: intValue };
  if (typeof floatValue === 'number') return { type: 'FLOAT64', value: floatValue };
  if (typeof stringValue === 'string') return { type: 'STRING', value: stringValue };
  return typeof bytesValue === 'string' ? { type: 'BYTES', value: Buffer.from(bytesValue, 'base64') } : null;
}

/** A string compared with a number or boolean is converted if possible. */
function converted(value: TypedValue | null, other: TypedValue | null): TypedValue | null {
  if (value?.type !== 'STRING' || other === null) return value;
  if (other.type === 'BOOL' && /^(true|false)$/i.test(value.value)) {
    return { type: 'BOOL', value: value.value.toLowerCase() === 'true' };
  }
  const isNumber = /^(INT|FLOAT)/.test(other.type) && value.value.trim() !== '' && Number.isFinite(Number(value.value));
  return isNumber ? { type: 'FLOAT64', value: Number(value.value) } : value;
}

function scalarOf(typed: TypedValue | null | undefined): KeyValue | null {
  const value = typed?.value ?? null;
  if (value === null || (typeof value === 'object' && !(value instanceof Uint8Array))) return null;
  return value;
}
