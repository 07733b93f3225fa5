import type { Expression } from '../expression/expression.ts';

/**
 * The columns that a condition reads: a name of one part is a column for certain; a dotted one may be a column of that
 * name, or lead into one of a shorter name.
 */
export function columnsOfCondition({ references }: Expression): {
  readonly certain: readonly string[];
  readonly possible: readonly string[];
} {
  const certain = references.filter(({ segments }) => segments.length === 1).map(({ name }) => name);
  const possible = references.filter(({ segments }) => segments.length > 1).map(({ name }) => name);
  return { certain: [...new Set(certain)], possible: [...new Set(possible)] };
}
