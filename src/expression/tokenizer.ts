import { show } from '../text/show.ts';
import { KEYWORDS, quoteName } from './name.ts';
import { syntaxError } from './syntax-error.ts';
import type { Span } from './syntax-tree.ts';

export type TokenSymbol =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '~'
  | '!~'
  | '('
  | ')'
  | '['
  | ']'
  | ','
  | 'and'
  | 'or'
  | 'not'
  | 'in';

export type Token = Span &
  (
    | { readonly kind: 'symbol'; readonly symbol: TokenSymbol }
    | { readonly kind: 'name'; readonly name: string }
    /** `source` is the text as written; for a string, without its quotes. */
    | { readonly kind: 'number' | 'string' | 'constant'; readonly source: string }
    | { readonly kind: 'end' }
  );

const SPACE = /\s*/y;
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
/** Names continue after these characters: there is no arithmetic. */
const SEGMENT = /([./:-])(?:([\p{L}\p{M}\p{N}_]+)|(?=`))/uy;
const BACKQUOTED = /`((?:[^`\\]|\\[\s\S])*)`/y;
const NUMBER = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const STRING = /'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"/y;
const SYMBOL = /===|!==|<>|=~|[=!<>]=|!~|&&|\|\||[=<>~!()[\],]/y;
/** Follows a name or a number directly if quotes were forgotten. */
const GLUED = /[\p{L}\p{M}\p{N}_.+\-:/@%$#?*\\]+/uy;

const SYNONYMS: ReadonlyMap<string, TokenSymbol> = new Map([
  ['=', '=='],
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
]);
/** Our operators for those of other languages. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['===', '=='],
  ['!==', '!='],
  ['<>', '!='],
  ['=~', '~'],
  ['&', 'and'],
  ['|', 'or'],
  ['≠', '!='],
  ['≤', '<='],
  ['≥', '>='],
]);

/** The tokens of an expression, ending with an `end` token. Throws a usage error that points at anything else. */
export function tokenize(text: string, label: string): Token[] {
  const scanner = new Scanner(text, label);
  const tokens: Token[] = [];
  for (;;) {
    const token = scanner.next();
    tokens.push(token);
    if (token.kind === 'end') return tokens;
  }
}

class Scanner {
  readonly #text: string;
  readonly #label: string;
  #position = 0;

  constructor(text: string, label: string) {
    this.#text = text;
    this.#label = label;
  }

  next(): Token {
    this.#match(SPACE);
    const start = this.#position;
    if (start === this.#text.length) return { kind: 'end', start, end: start };
    const word = this.#match(WORD);
    if (word !== undefined) return this.#word(start, word[0]);
    if (this.#text[start] === '`') return this.#name(start, this.#backquoted());
    const number = this.#match(NUMBER);
    if (number !== undefined) return this.#number(start, number[0]);
    const string = this.#match(STRING);
    if (string !== undefined) {
      return { kind: 'string', source: string[1] ?? string[2] ?? '', start, end: this.#position };
    }
    const symbol = this.#match(SYMBOL)?.[0];
    if (symbol === undefined || FOREIGN.has(symbol)) throw this.#unexpected(start, symbol);
    return { kind: 'symbol', symbol: SYNONYMS.get(symbol) ?? (symbol as TokenSymbol), start, end: this.#position };
  }

  #word(start: number, word: string): Token {
    const keyword = word.toLowerCase();
    if (!KEYWORDS.has(keyword) || this.#goesOn()) return this.#name(start, word);
    const span = { start, end: this.#position };
    if (keyword === 'and' || keyword === 'or' || keyword === 'not' || keyword === 'in') {
      return { kind: 'symbol', symbol: keyword, ...span };
    }
    return { kind: 'constant', source: keyword, ...span };
  }

  #name(start: number, first: string): Token {
    let name = first;
    for (let part = this.#match(SEGMENT); part !== undefined; part = this.#match(SEGMENT)) {
      name += `${part[1]}${part[2] ?? this.#backquoted()}`;
    }
    const end = this.#position;
    const glued = this.#match(GLUED)?.[0];
    if (glued === undefined) return { kind: 'name', name, start, end };
    const whole = this.#text.slice(start, this.#position).replace(/`/g, '');
    const advice = `A name with characters other than letters, digits, _ . / - and : needs backquotes: ${quoteName(whole)}`;
    throw this.#error(end, this.#position, `unexpected ${show(glued)} after a name`, advice);
  }

  /** Whether the word just read continues as a name. */
  #goesOn(): boolean {
    SEGMENT.lastIndex = this.#position;
    return SEGMENT.test(this.#text);
  }

  #backquoted(): string {
    const start = this.#position;
    const name = this.#match(BACKQUOTED)?.[1];
    if (name === undefined) throw this.#error(start, start + 1, 'a backquote is not closed');
    if (name === '') throw this.#error(start, this.#position, 'the backquotes are empty');
    return name.replace(/\\([\\`])/g, '$1');
  }

  #number(start: number, source: string): Token {
    const end = this.#position;
    if (this.#match(GLUED) === undefined) return { kind: 'number', source, start, end };
    const whole = this.#text.slice(start, this.#position);
    const advice = `Put text in quotes ('${whole}') and a column's name in backquotes (${quoteName(whole)}).`;
    throw this.#error(start, this.#position, `${show(whole)} is not a number`, advice);
  }

  #unexpected(start: number, symbol: string | undefined): Error {
    const character = symbol ?? String.fromCodePoint(this.#text.codePointAt(start) ?? 0);
    const end = start + character.length;
    if (character === "'" || character === '"') return this.#error(start, end, 'a quote is not closed');
    return this.#error(start, end, `unexpected ${show(character)}`, adviceFor(character));
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text) ?? undefined;
    if (found !== undefined) this.#position += found[0].length;
    return found;
  }

  #error(start: number, end: number, problem: string, advice?: string): Error {
    return syntaxError(this.#text, this.#label, { start, end }, problem, advice);
  }
}

function adviceFor(character: string): string | undefined {
  const instead = FOREIGN.get(character);
  if (instead !== undefined) return `Write ${instead} instead.`;
  if (/[\u2018-\u201f]/.test(character)) return 'Write straight quotes: \' or ".';
  return /[-+*/%^]/.test(character)
    ? 'There is no arithmetic; a name that begins or ends with such a character needs backquotes.'
    : undefined;
}
