import { usageError } from '../errors.ts';
import { show } from './show.ts';

/**
 * The parts of `a,b` in order, trimmed, without duplicates; a flag that is given several times counts as one list. `\,` is a
 * comma inside a part, and `\\` a backslash; any other backslash stands for itself. An empty part is a usage error that
 * names the flag.
 */
export function splitList(texts: string | readonly string[], flag: string): string[] {
  const parts = new Set<string>();
  for (const text of typeof texts === 'string' ? [texts] : texts) {
    for (const part of splitOne(text)) {
      if (part === '') {
        throw usageError(
          `${flag} ${show(text)} has an empty part`,
          'Separate the parts by single commas, such as a,b; write \\, for a comma inside one.',
        );
      }
      parts.add(part);
    }
  }
  return [...parts];
}

function splitOne(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const character = text[i];
    if (character === '\\' && (text[i + 1] === ',' || text[i + 1] === '\\')) i++;
    else if (character === ',' || i === text.length) {
      parts.push(
        text
          .slice(start, i)
          .trim()
          .replace(/\\([\\,])/g, '$1'),
      );
      start = i + 1;
    }
  }
  return parts;
}
