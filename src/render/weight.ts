import type { TypedValue } from '../datastore/typed-value.ts';

/** Values of more weight are printed in pieces: their text would take several times the memory of the value. */
export const HEAVY = 8192;
/** So many characters of a string, or bytes, weigh as much as a number. */
const CHARACTERS = 16;

/** About how long a value's text is, in numbers; more than `limit` if it is longer than that. */
export function weightOf(value: TypedValue, limit: number): number {
  switch (value.type) {
    case 'STRING':
    case 'BYTES':
      return 1 + value.value.length / CHARACTERS;
    case 'LIST':
    case 'TUPLE': {
      let weight = 1 + value.value.length;
      // The items of a long list may be made only when they are asked for.
      if (weight > limit) return weight;
      for (const item of value.value) {
        weight += weightOf(item, limit - weight) - 1;
        if (weight > limit) break;
      }
      return weight;
    }
    case 'MAP': {
      let weight = 1;
      for (const { key, value: inner } of value.value) {
        weight += weightOf(key, limit - weight) + weightOf(inner, limit - weight);
        if (weight > limit) break;
      }
      return weight;
    }
    case 'OBJECT': {
      let weight = 1 + value.pythonType.length / CHARACTERS;
      for (const [name, inner] of value.value) {
        weight += weightOf(inner, limit - weight) + name.length / CHARACTERS;
        if (weight > limit) break;
      }
      return weight;
    }
    default:
      return 1;
  }
}

/** Whether a value is printed in pieces. */
export function isHeavy(value: TypedValue): boolean {
  return weightOf(value, HEAVY) > HEAVY;
}
