import type { TypedValue } from '../datastore/typed-value.ts';
import type { Made, Part } from './part.ts';

/** Makes values of parts, and counts them. */
export interface Values {
  /** The value of a part that lies so deep in the whole. */
  of(part: Part, depth: number): TypedValue;
  all(parts: readonly Part[], depth: number): TypedValue[];
  /** Counts values that a recipe makes itself, the memory that they take, and about how many characters they have. */
  count(values: number, bytes: number, characters?: number): void;
  /** Ends the reading where values would lie too deep. */
  reach(depth: number): void;
}

/** The value of an object of a known class; undefined where it is not made as such objects are. */
export type Recipe = (made: Made, values: Values, depth: number) => TypedValue | undefined;

export type Recipes = Readonly<Record<string, Recipe>>;
