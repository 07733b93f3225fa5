import type { TypedValue } from './typed-value.ts';

/**
 * Whether Python takes a value for true. The client asks no more than that of a mark, so one that was written with another
 * type than BOOL marks as well.
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
