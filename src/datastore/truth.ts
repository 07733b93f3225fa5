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
    default:
      // NaN is true.
      return value.value !== 0 && value.value !== false && value.value !== 0n;
  }
}
