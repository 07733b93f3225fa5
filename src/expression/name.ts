/** Words of the language, in any case; a column of such a name needs backquotes. */
export const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'none', 'null']);

const BARE_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*(?:[./:-][\p{L}\p{M}\p{N}_]+)*$/u;

/** A column's name as it is written in an expression: bare where that is possible, else in backquotes. */
export function quoteName(name: string): string {
  if (BARE_NAME.test(name) && !KEYWORDS.has(name.toLowerCase())) return name;
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}
