import { compile } from './evaluate.ts';
import { parse } from './parser.ts';
import { compilePatterns } from './pattern.ts';
import type { Lookup, NameReference } from './reference.ts';

/** A parsed condition over the columns of a row or the fields of a job. */
export interface Expression {
  readonly text: string;
  /** Every column or field that it reads, once, in order of appearance. */
  readonly names: readonly string[];
  /** The same with their parts: see `unknownNames` and `checkNames`. */
  readonly references: readonly NameReference[];
  /** Whether a record fulfils it; never throws. `lookup` gives the value of a column, undefined for none. */
  test(lookup: Lookup): boolean;
}

/**
 * Reads an expression of `--filter`, `--where` or `--assert` (`label` names the flag in errors). It is asynchronous
 * because the library for regular expressions is only loaded where one stands in it. Throws a usage error that points at
 * the place.
 */
export async function parseExpression(text: string, label = 'expression'): Promise<Expression> {
  const { condition, references, matches } = parse(text, label);
  const patterns = await compilePatterns(text, label, matches);
  const names = [...new Set(references.map(({ name }) => name))];
  return { text, names, references, test: compile(condition, patterns) };
}
