import { compile } from './evaluate.ts';
import { Kinds } from './kinds.ts';
import type { Lookup } from './lookup.ts';
import type { MeaningOf, Refuse } from './meaning.ts';
import { parse, type QuotedName } from './parser.ts';
import { compilePatterns } from './pattern.ts';
import { syntaxError } from './syntax-error.ts';
import type { Span } from './syntax-tree.ts';

/** A parsed condition over the columns of a row or the fields of a job. */
export interface Expression {
  readonly text: string;
  /** Every name that it reads, once, in order of appearance: columns, fields, or paths into them (see `resolveName`). */
  readonly names: readonly string[];
  /** For a name that is compared with another one, such as FAIL in `status = FAIL`: how that is written as text. */
  quoted(name: string): QuotedName | undefined;
  /** Whether a record fulfils it; never throws. `lookup` gives the value of a name, undefined for none. */
  test(lookup: Lookup): boolean;
  /** What to report once all records were tested: comparisons that only met values of different kinds. */
  notes(): readonly string[];
}

const NO_MEANING: MeaningOf = () => undefined;

/**
 * Reads an expression of `--filter`, `--where` or `--assert` (`label` names the flag in errors). It is asynchronous
 * because the library for regular expressions is only loaded where one stands in it. Throws a usage error that points at
 * the place.
 */
export async function parseExpression(text: string, label = 'expression', meaningOf = NO_MEANING): Promise<Expression> {
  const { condition, names, quoted, matches } = parse(text, label);
  const patterns = await compilePatterns(text, label, matches);
  const kinds = new Kinds();
  const refuse =
    (place: Span): Refuse =>
    (problem, advice) =>
      syntaxError(text, label, place, problem, advice);
  return {
    text,
    names,
    quoted: (name) => quoted.get(name),
    test: compile(condition, { patterns, kinds, meaningOf, refuse }),
    notes: () => kinds.notes(),
  };
}
