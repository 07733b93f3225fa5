/** Words of the language, in any case; columns with such a name need backquotes. */
export const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'none', 'null']);

const BARE_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*(?:[./:-][\p{L}\p{M}\p{N}_]+)*$/u;

/** A column's name as written in an expression: bare if possible, else in backquotes. */
export function quoteName(name: string): string {
  if (BARE_NAME.test(name) && !KEYWORDS.has(name.toLowerCase())) return name;
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}
