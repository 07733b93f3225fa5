/** A word of a line as the shell understands it, and its open quote. */
export interface ShellWord {
  readonly text: string;
  /** As written on the line. */
  readonly raw: string;
  /** The quote that is still open at the end. */
  readonly quote: '' | "'" | '"';
}

/**
 * Splits a line of a POSIX shell into words; the last one may be unfinished, and is empty after a space. In fish, a
 * backslash also escapes inside single quotes.
 */
export function shellWords(line: string, shell: 'posix' | 'fish' = 'posix'): readonly [...ShellWord[], ShellWord] {
  const words: ShellWord[] = [];
  let text = '';
  let start = 0;
  let quote: ShellWord['quote'] = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === "'") {
      if (shell === 'fish' && /^\\[\\']/.test(line.slice(at, at + 2))) text += line.charAt(++at);
      else if (character === "'") quote = '';
      else text += character;
    } else if (character === '\\') {
      const next = line.charAt(++at);
      // Inside double quotes, a backslash is literal unless it escapes a special character.
      text += quote === '"' && !/["\\$`]/.test(next) ? `\\${next}` : next;
    } else if (quote === '"') {
      if (character === '"') quote = '';
      else text += character;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (/[ \t\n]/.test(character)) {
      if (at > start) words.push({ text, raw: line.slice(start, at), quote });
      text = '';
      start = at + 1;
    } else {
      text += character;
    }
  }
  return [...words, { text, raw: line.slice(start), quote }];
}

/** The text as a word of a POSIX shell, inside the quote that is already open, or unquoted. */
export function quoteWord(text: string, quote: ShellWord['quote']): string {
  if (quote === "'") return `'${text.replaceAll("'", "'\\''")}`;
  // Inside double quotes, an exclamation mark refers to bash's history, even after a backslash.
  if (quote === '"') return `"${text.replace(/["\\$`]/g, '\\$&').replaceAll('!', '"\\!"')}`;
  return text.replace(/[^\p{L}\p{N}_@%+=:,./-]/gu, '\\$&');
}
