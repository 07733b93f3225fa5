import { usageError } from '../errors.ts';
import { oneLine, show } from '../text/show.ts';
import { constantValue, numberValue, stringValue } from './literal.ts';
import { quoteName } from './name.ts';
import { EXAMPLE, syntaxError } from './syntax-error.ts';
import type {
  ComparisonOperator,
  Condition,
  LiteralOperand,
  MatchCondition,
  NameOperand,
  Operand,
  Span,
} from './syntax-tree.ts';
import { type Token, type TokenSymbol, tokenize } from './tokenizer.ts';

const LONGEST = 10_000;
const DEEPEST = 200;

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** Words of other languages where an operator is due. */
const FOREIGN_WORDS: ReadonlyMap<string, string> = new Map([
  ['is', 'Write == or != instead: accuracy != none'],
  ['like', "Write ~ and a regular expression instead: handler ~ 'eval'"],
  ['contains', "Write ~ and a regular expression instead: handler ~ 'eval'"],
  ['matches', "Write ~ and a regular expression instead: handler ~ 'eval'"],
  ['between', 'Write a chain instead: 0.5 <= accuracy <= 0.9'],
]);

/** A name that may have been meant as text, as quotes are easily forgotten. */
export interface QuotedName {
  /** The name that it is compared with. */
  readonly beside: string;
  /** The comparison with the text between quotes. */
  readonly condition: string;
}

export interface ParsedExpression {
  readonly condition: Condition;
  /** Every name once, in order of appearance. */
  readonly names: readonly string[];
  /** Names on the right side of comparisons with another name. */
  readonly quoted: ReadonlyMap<string, QuotedName>;
  readonly matches: readonly MatchCondition[];
}

/**
 * The syntax tree of an expression. `or` binds least, then `and`, `not`, comparisons. A usage error points at the place;
 * texts over 10,000 characters and more than 200 levels of parentheses and `not` are refused.
 */
export function parse(text: string, label: string): ParsedExpression {
  if (text.length > LONGEST) {
    throw usageError(`${label}: the expression has more than ${LONGEST} characters`, EXAMPLE);
  }
  return new Parser(text, label).parse();
}

class Parser {
  readonly #text: string;
  readonly #label: string;
  readonly #tokens: readonly Token[];
  readonly #names = new Set<string>();
  readonly #quoted = new Map<string, QuotedName>();
  readonly #matches: MatchCondition[] = [];
  #position = 0;
  #depth = 0;

  constructor(text: string, label: string) {
    this.#text = text;
    this.#label = label;
    this.#tokens = tokenize(text, label);
  }

  parse(): ParsedExpression {
    const first = this.#peek();
    if (first.kind === 'end') throw usageError(`${this.#label}: the expression is empty`, EXAMPLE);
    const condition = this.#condition(this.#or());
    const rest = this.#peek();
    if (rest.kind !== 'end') throw this.#unexpected(rest, 'an operator or the end');
    return { condition, names: [...this.#names], quoted: this.#quoted, matches: this.#matches };
  }

  #or(): Condition | Operand {
    return this.#joined('or', () => this.#joined('and', () => this.#not()));
  }

  #joined(word: 'and' | 'or', part: () => Condition | Operand): Condition | Operand {
    const first = part();
    if (!this.#skip(word)) return first;
    const conditions = [this.#condition(first)];
    do conditions.push(this.#condition(part()));
    while (this.#skip(word));
    return { kind: word, conditions };
  }

  #not(): Condition | Operand {
    const token = this.#peek();
    if (!this.#skip('not')) return this.#comparison();
    return this.#nested(token, () => ({ kind: 'not', condition: this.#condition(this.#not()) }));
  }

  #comparison(): Condition | Operand {
    const start = this.#peek();
    const left = this.#primary();
    const token = this.#peek();
    if (token.kind !== 'symbol') return left;
    if (this.#skip('in')) return this.#membership(this.#operand(left, start));
    if (token.symbol === 'not' && symbolOf(this.#tokens[this.#position + 1]) === 'in') {
      this.#position += 2;
      return { kind: 'not', condition: this.#membership(this.#operand(left, start)) };
    }
    if (this.#skip('~')) return this.#match(this.#operand(left, start));
    if (this.#skip('!~')) return { kind: 'not', condition: this.#match(this.#operand(left, start)) };
    return isComparison(token.symbol) ? this.#chain(this.#operand(left, start)) : left;
  }

  /** `0 < a <= 1` is `0 < a and a <= 1`. */
  #chain(first: Operand): Condition {
    const conditions: Condition[] = [];
    let left = first;
    for (let token = this.#peek(); token.kind === 'symbol' && isComparison(token.symbol); token = this.#peek()) {
      this.#position++;
      const start = this.#peek();
      const right = this.#operand(this.#primary(), start);
      this.#noteQuoted(left, right, (text) => `${token.symbol} ${text}`);
      conditions.push({ kind: 'comparison', operator: token.symbol, left, right });
      left = right;
    }
    const [only] = conditions;
    return only !== undefined && conditions.length === 1 ? only : { kind: 'and', conditions };
  }

  #membership(operand: Operand): Condition {
    const token = this.#peek();
    if (token.kind === 'name') return { kind: 'element', operand, list: this.#name(token) };
    const close = this.#skip('(') ? ')' : this.#skip('[') ? ']' : undefined;
    if (close === undefined) throw this.#unexpected(token, 'a list after in', "Write in ('a', 'b').");
    const candidates: Operand[] = [];
    while (!this.#skip(close)) {
      const start = this.#peek();
      const candidate = this.#operand(this.#primary(), start);
      this.#noteQuoted(operand, candidate, (text) => `in (${text})`);
      candidates.push(candidate);
      const next = this.#peek();
      if (!this.#skip(',') && symbolOf(next) !== close) throw this.#unexpected(next, `, or ${close}`);
    }
    return { kind: 'member', operand, candidates };
  }

  #match(operand: Operand): Condition {
    const token = this.#peek();
    if (token.kind !== 'string') throw this.#unexpected(token, 'a regular expression between quotes');
    this.#position++;
    const pattern: LiteralOperand = { ...token, kind: 'literal', value: { type: 'STRING', value: token.source } };
    const condition: MatchCondition = { kind: 'match', operand, pattern };
    this.#matches.push(condition);
    return condition;
  }

  #primary(): Condition | Operand {
    const token = this.#peek();
    switch (token.kind) {
      case 'name':
        return this.#name(token);
      case 'number':
        this.#position++;
        return { ...token, kind: 'literal', value: numberValue(token.source) };
      case 'constant':
        this.#position++;
        return { ...token, kind: 'literal', value: constantValue(token.source) };
      case 'string': {
        this.#position++;
        const value = stringValue(token.source, (offset, sequence) => this.#wrongEscape(token, offset, sequence));
        return { ...token, kind: 'literal', value: { type: 'STRING', value } };
      }
    }
    if (!this.#skip('(')) throw this.#unexpected(token, 'a name or a value');
    return this.#nested(token, () => {
      const inner = this.#or();
      const close = this.#peek();
      if (!this.#skip(')')) throw this.#unexpected(close, 'an operator or )');
      return inner;
    });
  }

  #name(token: Token & { readonly kind: 'name' }): NameOperand {
    this.#position++;
    this.#names.add(token.name);
    return token;
  }

  #noteQuoted(left: Operand, right: Operand, rest: (text: string) => string): void {
    if (left.kind !== 'name' || right.kind !== 'name' || this.#quoted.has(right.name)) return;
    const condition = `${quoteName(left.name)} ${rest(JSON.stringify(right.name))}`;
    this.#quoted.set(right.name, { beside: left.name, condition });
  }

  #nested<Result>(token: Token, parsePart: () => Result): Result {
    if (++this.#depth > DEEPEST) throw this.#error(token, `more than ${DEEPEST} levels of parentheses and not`);
    const result = parsePart();
    this.#depth--;
    return result;
  }

  #condition(node: Condition | Operand): Condition {
    if (node.kind === 'name') return { kind: 'truthy', operand: node };
    if (node.kind !== 'literal') return node;
    if (typeof node.value.value === 'boolean') return { kind: 'constant', value: node.value.value };
    throw this.#error(
      node,
      `${this.#shown(node)} alone is not a condition`,
      "Repeat what is compared (a == 'x' or a == 'y') or list the values (a in ('x', 'y')).",
    );
  }

  #operand(node: Condition | Operand, start: Token): Operand {
    if (node.kind === 'name' || node.kind === 'literal') return node;
    throw this.#error(start, 'a condition cannot be compared', 'Join conditions by and, or, not.');
  }

  #peek(): Token {
    const token = this.#tokens[this.#position];
    return token ?? { kind: 'end', start: this.#text.length, end: this.#text.length };
  }

  #skip(symbol: TokenSymbol): boolean {
    const found = symbolOf(this.#peek()) === symbol;
    if (found) this.#position++;
    return found;
  }

  #wrongEscape(token: Token, offset: number, sequence: string): Error {
    const start = token.start + 1 + offset;
    const place = { start, end: start + sequence.length };
    return this.#error(place, `unknown escape ${oneLine(sequence)}`, 'Write \\\\ for a backslash.');
  }

  #unexpected(token: Token, expected: string, advice?: string): Error {
    const found = token.kind === 'end' ? 'the end' : this.#shown(token);
    const word = token.kind === 'name' ? FOREIGN_WORDS.get(token.name.toLowerCase()) : undefined;
    return this.#error(token, `expected ${expected} but found ${found}`, advice ?? word);
  }

  /** A text stands in quotes already. */
  #shown({ start, end }: Span): string {
    const text = this.#text.slice(start, end);
    return /^['"`]/.test(text) && text.length <= 60 ? oneLine(text) : show(text);
  }

  #error(place: Span, problem: string, advice?: string): Error {
    return syntaxError(this.#text, this.#label, place, problem, advice);
  }
}

function symbolOf(token: Token | undefined): TokenSymbol | undefined {
  return token?.kind === 'symbol' ? token.symbol : undefined;
}

function isComparison(symbol: string): symbol is ComparisonOperator {
  return COMPARISONS.has(symbol);
}
