import type { TypedValue } from '../datastore/typed-value.ts';
import type { ComparisonOperator } from './syntax-tree.ts';

/** How to compare a field with a string if its value is more than text, such as a model or a time. */
export interface Meaning {
  /**
   * Returns the test of the field's value, on the left, against a string. Throws the usage error that `refuse` makes if the
   * string is invalid.
   */
  compare(operator: ComparisonOperator, text: string, refuse: Refuse): (value: TypedValue) => boolean;
  /** The strings of a value, one of which has to match a pattern. */
  texts?(value: TypedValue): readonly string[];
}

export type Refuse = (problem: string, advice: string) => Error;

/** The meaning of a name; undefined for most. */
export type MeaningOf = (name: string) => Meaning | undefined;

const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** The operator for exchanged operands: `5 < a` is `a > 5`. */
export function mirrored(operator: ComparisonOperator): ComparisonOperator {
  return MIRRORED[operator];
}
