import { oneLine } from '../text/show.ts';
import { syntaxError } from './syntax-error.ts';
import type { MatchCondition } from './syntax-tree.ts';

/** Whether a text contains a match. */
export type Pattern = (text: string) => boolean;

/**
 * The regular expressions of an expression, compiled by RE2: matching takes time in proportion to the text, whatever
 * the pattern. The library is only loaded where there is a pattern. What RE2 does not know (back-references,
 * look-around) is a usage error that points at the pattern.
 */
export async function compilePatterns(
  text: string,
  label: string,
  matches: readonly MatchCondition[],
): Promise<ReadonlyMap<string, Pattern>> {
  const patterns = new Map<string, Pattern>();
  if (matches.length === 0) return patterns;
  const { RE2JS } = await import('re2js');
  for (const { pattern } of matches) {
    if (patterns.has(pattern.source)) continue;
    try {
      const compiled = RE2JS.compile(pattern.source);
      patterns.set(pattern.source, (input) => compiled.test(input));
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
      throw syntaxError(
        text,
        label,
        pattern,
        `not a regular expression that is supported: ${oneLine(reason).slice(0, 200)}`,
        ADVICE,
      );
    }
  }
  return patterns;
}

const ADVICE = 'Patterns follow RE2 (https://github.com/google/re2/wiki/Syntax): no back-references, no look-around.';
