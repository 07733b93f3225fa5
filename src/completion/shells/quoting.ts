/** A word of a line as the shell will take it, and how it is quoted where it ends. */
export interface ShellWord {
  readonly text: string;
  /** As it stands on the line. */
  readonly raw: string;
  /** The quote that is still open at the end. */
  readonly quote: '' | "'" | '"';
}

/**
 * Splits a line of a POSIX shell at its blanks; the last word may be unfinished, and is empty behind a blank. In fish a
 * backslash means something within single quotes too.
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
      // Within double quotes a backslash is one, but before what it can take the meaning from.
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

/** The text as a word of a POSIX shell, within a quote that is open already or without any. */
export function quoteWord(text: string, quote: ShellWord['quote']): string {
  if (quote === "'") return `'${text.replaceAll("'", "'\\''")}`;
  // An exclamation mark within double quotes is bash's history, even behind a backslash.
  if (quote === '"') return `"${text.replace(/["\\$`]/g, '\\$&').replaceAll('!', '"\\!"')}`;
  return text.replace(/[^\p{L}\p{N}_@%+=:,./-]/gu, '\\$&');
}
