import type { TypedValue } from '../datastore/typed-value.ts';

/** The value of a name in the current record; undefined if there is none. */
export type Lookup = (name: string) => TypedValue | undefined;

/** Where to find the value of a name: in a column, or with a path inside the column's value. */
export interface NamedColumn {
  readonly name: string;
  readonly column: string;
  /** The rest of the name after the column's; empty for the column itself. */
  readonly path: string;
}
