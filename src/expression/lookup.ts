import type { TypedValue } from '../datastore/typed-value.ts';

/** The value of a name in the record at hand; undefined where it has none. */
export type Lookup = (name: string) => TypedValue | undefined;

/** Where the value of a name lies: in a column, and with a path somewhere inside that column's value. */
export interface NamedColumn {
  readonly name: string;
  readonly column: string;
  /** The rest of the name behind the column's; empty for the column itself. */
  readonly path: string;
}
