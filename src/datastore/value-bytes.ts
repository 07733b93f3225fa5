import type { TypedValue } from './typed-value.ts';

const VALUE_BYTES = 80;

/** A rough estimate of the memory that a value takes. */
export function valueBytes(typed: TypedValue): number {
  switch (typed.type) {
    case 'STRING':
      return VALUE_BYTES + typed.value.length;
    case 'BYTES':
      return VALUE_BYTES + typed.value.byteLength;
    case 'LIST':
    case 'TUPLE':
      return typed.value.reduce((sum, item) => sum + valueBytes(item), VALUE_BYTES);
    case 'MAP':
      return typed.value.reduce((sum, { key, value }) => sum + valueBytes(key) + valueBytes(value), VALUE_BYTES);
    case 'OBJECT':
      return [...typed.value.values()].reduce((sum, item) => sum + valueBytes(item), 2 * VALUE_BYTES);
    default:
      return VALUE_BYTES;
  }
}
