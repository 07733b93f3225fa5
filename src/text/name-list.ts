import { usageError } from '../errors.ts';
import { oneLine, show } from './show.ts';

/** A name in a list, and whether it was in backquotes, where `*` and a leading `-` have no special meaning. */
export interface ListedName {
  readonly name: string;
  readonly isQuoted: boolean;
  /** The sign before the backquotes, as in the sort key `` -`a,b` ``. */
  readonly sign: '' | '-' | '+';
}

/**
 * The names of `a,b` in order, trimmed, without duplicates; an option that is given several times counts as one list. A name
 * in backquotes is taken literally: `` `a,b` `` is one name, in which `` \` `` is a backquote and `\\` a backslash. Outside
 * of backquotes, `\,` is a comma and `\\` a backslash. An empty name is a usage error.
 */
export function splitNames(texts: string | readonly string[], option: string): string[] {
  return [...new Set(listedNames(texts, option).map(({ name, sign }) => sign + name))];
}

/** `splitNames` with duplicates, and with which names were quoted. */
export function listedNames(texts: string | readonly string[], option: string): ListedName[] {
  const names: ListedName[] = [];
  for (const text of typeof texts === 'string' ? [texts] : texts) {
    for (const listed of namesIn(text)) {
      if (listed.name !== '') names.push(listed);
      else {
        throw usageError(
          `${option} ${show(text)} has an empty part`,
          'Separate names with single commas, such as a,b; put a name that contains a comma in backquotes.',
        );
      }
    }
  }
  return names;
}

/** A name as it has to be written in such a list, with backquotes only if needed, and safe to print. */
export function listName(name: string): string {
  const isPlain = !/[,\\*]|^[`+\-\s]|\s$/.test(name);
  return oneLine(isPlain ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``);
}

const QUOTED = /\s*([-+]?)`((?:[^`\\]|\\[\s\S])*)`\s*(?=,|$)/y;

function* namesIn(text: string): Generator<ListedName> {
  let start = 0;
  while (start <= text.length) {
    QUOTED.lastIndex = start;
    const quoted = QUOTED.exec(text);
    if (quoted !== null) {
      const sign = quoted[1] === '-' || quoted[1] === '+' ? quoted[1] : '';
      yield { name: (quoted[2] ?? '').replace(/\\([\\`])/g, '$1'), isQuoted: true, sign };
      start = QUOTED.lastIndex + 1;
      continue;
    }
    const end = commaFrom(text, start);
    yield {
      name: text
        .slice(start, end)
        .trim()
        .replace(/\\([\\,])/g, '$1'),
      isQuoted: false,
      sign: '',
    };
    start = end + 1;
  }
}

function commaFrom(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === ',') return at;
    if (text[at] === '\\' && (text[at + 1] === ',' || text[at + 1] === '\\')) at++;
  }
  return text.length;
}
