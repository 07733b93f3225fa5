import type { TypedValue } from '../datastore/typed-value.ts';
import type { ComparisonOperator } from './syntax-tree.ts';

/** How a field is compared with text where its value is more than what a table shows of it: a model, a time. */
export interface Meaning {
  /**
   * The test of the field's value against a text, the field on the left side. What cannot be meant is a usage error that
   * `refuse` makes.
   */
  compare(operator: ComparisonOperator, text: string, refuse: Refuse): (value: TypedValue) => boolean;
  /** The texts of which one has to match a pattern. */
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

/** `5 < a` as it reads with `a` on the left. */
export function mirrored(operator: ComparisonOperator): ComparisonOperator {
  return MIRRORED[operator];
}
