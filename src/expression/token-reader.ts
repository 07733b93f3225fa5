import { oneLine, show } from '../text/show.ts';
import { syntaxError } from './syntax-error.ts';
import type { Span } from './syntax-tree.ts';
import { type Token, type TokenSymbol, tokenize } from './tokenizer.ts';

/** Operators of other languages, with a hint. */
const FOREIGN_WORDS: ReadonlyMap<string, string> = new Map([
  ['is', 'Write == or != instead: accuracy != none'],
  ['like', "Write ~ and a regular expression instead: handler ~ 'eval'"],
  ['contains', "Write ~ and a regular expression instead: handler ~ 'eval'"],
  ['matches', "Write ~ and a regular expression instead: handler ~ 'eval'"],
  ['between', 'Write a chain instead: 0.5 <= accuracy <= 0.9'],
]);

/** Reads the tokens of an expression one by one, and makes errors that point at them. */
export class TokenReader {
  readonly #text: string;
  readonly #label: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string, label: string) {
    this.#text = text;
    this.#label = label;
    this.#tokens = tokenize(text, label);
  }

  /** The next token, without reading it; an `end` token behind the last one. */
  peek(): Token {
    const token = this.#tokens[this.#position];
    return token ?? { kind: 'end', start: this.#text.length, end: this.#text.length };
  }

  /** The symbol of the token this many places after the next one. */
  peekSymbol(offset: number): TokenSymbol | undefined {
    return symbolOf(this.#tokens[this.#position + offset]);
  }

  advance(count = 1): void {
    this.#position += count;
  }

  /** Reads the next token if it is this symbol; returns whether it is. */
  skip(symbol: TokenSymbol): boolean {
    const found = symbolOf(this.peek()) === symbol;
    if (found) this.advance();
    return found;
  }

  wrongEscape(token: Token, offset: number, sequence: string): Error {
    const start = token.start + 1 + offset;
    const place = { start, end: start + sequence.length };
    return this.error(place, `unknown escape ${oneLine(sequence)}`, 'Write \\\\ for a backslash.');
  }

  unexpected(token: Token, expected: string, advice?: string): Error {
    const found = token.kind === 'end' ? 'the end' : this.shown(token);
    const word = token.kind === 'name' ? FOREIGN_WORDS.get(token.name.toLowerCase()) : undefined;
    return this.error(token, `expected ${expected} but found ${found}`, advice ?? word);
  }

  /** The source text in quotes, unless it is quoted already. */
  shown({ start, end }: Span): string {
    const text = this.#text.slice(start, end);
    return /^['"`]/.test(text) && text.length <= 60 ? oneLine(text) : show(text);
  }

  error(place: Span, problem: string, advice?: string): Error {
    return syntaxError(this.#text, this.#label, place, problem, advice);
  }
}

export function symbolOf(token: Token | undefined): TokenSymbol | undefined {
  return token?.kind === 'symbol' ? token.symbol : undefined;
}
