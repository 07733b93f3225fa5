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
  /** Each name it reads, once, in order of appearance: columns, fields, or paths into them (see `resolveName`). */
  readonly names: readonly string[];
  /** How to quote a name that is compared with another one, such as FAIL in `status = FAIL`. */
  quoted(name: string): QuotedName | undefined;
  /** Whether a record matches; never throws. `lookup` returns the value of a name, or undefined. */
  test(lookup: Lookup): boolean;
  /** Notes for the user after all records were tested: comparisons that only met values of different kinds. */
  notes(): readonly string[];
}

const NO_MEANING: MeaningOf = () => undefined;

/**
 * Parses an expression of `--filter`, `--where` or `--assert` (`label` names the flag in errors). Asynchronous, because
 * the library for regular expressions is loaded only if it contains one. Throws a usage error that points at the place.
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
