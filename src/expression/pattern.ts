import { isError } from '../errors.ts';
import { oneLine } from '../text/show.ts';
import { syntaxError } from './syntax-error.ts';
import type { MatchCondition } from './syntax-tree.ts';

/** Whether a string contains a match. */
export type Pattern = (text: string) => boolean;

/**
 * Compiles the regular expressions of an expression with RE2, which matches in linear time. The library is loaded only if
 * there is a pattern. Throws a usage error that points at the pattern for what RE2 does not support (back-references,
 * look-around).
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
      const reason = isError(error) ? error.message.replace(/^error parsing regexp: /, '') : String(error);
      throw syntaxError(
        text,
        label,
        pattern,
        `invalid or unsupported regular expression: ${oneLine(reason).slice(0, 200)}`,
        ADVICE,
      );
    }
  }
  return patterns;
}

const ADVICE = 'Patterns follow RE2 (https://github.com/google/re2/wiki/Syntax): no back-references, no look-around.';
