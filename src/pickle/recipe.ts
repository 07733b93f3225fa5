import type { TypedValue } from '../datastore/typed-value.ts';
import type { Made, Part } from './part.ts';

/** Makes values from parts, and counts them. */
export interface Values {
  /** The value of a part at this depth of nesting. */
  of(part: Part, depth: number): TypedValue;
  all(parts: readonly Part[], depth: number): TypedValue[];
  /** Counts values that a recipe makes itself, their memory in bytes, and roughly their characters. */
  count(values: number, bytes: number, characters?: number): void;
  /** Throws if values at this depth would be nested too deep. */
  reach(depth: number): void;
}

/** Returns the value of an object of a known class; undefined if the object is not built as expected. */
export type Recipe = (made: Made, values: Values, depth: number) => TypedValue | undefined;

export type Recipes = Readonly<Record<string, Recipe>>;
