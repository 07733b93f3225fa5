import type { TypedValue } from './typed-value.ts';

/**
 * Whether a value is truthy in Python. The client tests marks this way, so a mark of another type than BOOL counts as well.
 */
export function isTruthy(value: TypedValue | undefined): boolean {
  if (value === undefined) return false;
  switch (value.type) {
    case 'UNKNOWN':
      return false;
    case 'OBJECT':
      return true;
    case 'STRING':
    case 'BYTES':
    case 'LIST':
    case 'TUPLE':
    case 'MAP':
      return value.value.length > 0;
    case 'BOOL':
      return value.value;
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
    case 'INT':
      return value.value !== 0 && value.value !== 0n;
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      // NaN is true.
      return value.value !== 0;
  }
}
