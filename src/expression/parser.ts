import { usageError } from '../errors.ts';
import { constantValue, numberValue, stringValue } from './literal.ts';
import { quoteName } from './name.ts';
import { EXAMPLE } from './syntax-error.ts';
import type {
  ComparisonOperator,
  Condition,
  LiteralOperand,
  MatchCondition,
  NameOperand,
  Operand,
} from './syntax-tree.ts';
import { symbolOf, TokenReader } from './token-reader.ts';
import type { Token } from './tokenizer.ts';

const MAX_LENGTH = 10_000;
const MAX_DEPTH = 200;

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** A name that may have been meant as a string: quotes are easily forgotten. */
export interface QuotedName {
  /** The name that it is compared with. */
  readonly beside: string;
  /** The comparison with the name as a quoted string. */
  readonly condition: string;
}

export interface ParsedExpression {
  readonly condition: Condition;
  /** Each name once, in order of appearance. */
  readonly names: readonly string[];
  /** Names on the right side of comparisons with another name. */
  readonly quoted: ReadonlyMap<string, QuotedName>;
  readonly matches: readonly MatchCondition[];
}

/**
 * Parses an expression into its syntax tree. Lowest precedence first: `or`, `and`, `not`, comparisons. Throws a usage
 * error that points at the place, also for over 10,000 characters or 200 levels of parentheses and `not`.
 */
export function parse(text: string, label: string): ParsedExpression {
  if (text.length > MAX_LENGTH) {
    throw usageError(`${label}: the expression has more than ${MAX_LENGTH} characters`, EXAMPLE);
  }
  return new Parser(text, label).parse();
}

class Parser {
  readonly #label: string;
  readonly #tokens: TokenReader;
  readonly #names = new Set<string>();
  readonly #quoted = new Map<string, QuotedName>();
  readonly #matches: MatchCondition[] = [];
  #depth = 0;

  constructor(text: string, label: string) {
    this.#label = label;
    this.#tokens = new TokenReader(text, label);
  }

  parse(): ParsedExpression {
    const first = this.#tokens.peek();
    if (first.kind === 'end') throw usageError(`${this.#label}: the expression is empty`, EXAMPLE);
    const condition = this.#condition(this.#or());
    const rest = this.#tokens.peek();
    if (rest.kind !== 'end') throw this.#tokens.unexpected(rest, 'an operator or the end');
    return { condition, names: [...this.#names], quoted: this.#quoted, matches: this.#matches };
  }

  #or(): Condition | Operand {
    return this.#joined('or', () => this.#joined('and', () => this.#not()));
  }

  #joined(word: 'and' | 'or', part: () => Condition | Operand): Condition | Operand {
    const first = part();
    if (!this.#tokens.skip(word)) return first;
    const conditions = [this.#condition(first)];
    do conditions.push(this.#condition(part()));
    while (this.#tokens.skip(word));
    return { kind: word, conditions };
  }

  #not(): Condition | Operand {
    const token = this.#tokens.peek();
    if (!this.#tokens.skip('not')) return this.#comparison();
    return this.#nested(token, () => ({ kind: 'not', condition: this.#condition(this.#not()) }));
  }

  #comparison(): Condition | Operand {
    const start = this.#tokens.peek();
    const left = this.#primary();
    const token = this.#tokens.peek();
    if (token.kind !== 'symbol') return left;
    if (this.#tokens.skip('in')) return this.#membership(this.#operand(left, start));
    if (token.symbol === 'not' && this.#tokens.peekSymbol(1) === 'in') {
      this.#tokens.advance(2);
      return { kind: 'not', condition: this.#membership(this.#operand(left, start)) };
    }
    if (this.#tokens.skip('~')) return this.#match(this.#operand(left, start));
    if (this.#tokens.skip('!~')) return { kind: 'not', condition: this.#match(this.#operand(left, start)) };
    return isComparison(token.symbol) ? this.#chain(this.#operand(left, start)) : left;
  }

  /** `0 < a <= 1` is `0 < a and a <= 1`. */
  #chain(first: Operand): Condition {
    const conditions: Condition[] = [];
    let left = first;
    for (
      let token = this.#tokens.peek();
      token.kind === 'symbol' && isComparison(token.symbol);
      token = this.#tokens.peek()
    ) {
      this.#tokens.advance();
      const start = this.#tokens.peek();
      const right = this.#operand(this.#primary(), start);
      this.#noteQuoted(left, right, (text) => `${token.symbol} ${text}`);
      conditions.push({ kind: 'comparison', operator: token.symbol, left, right });
      left = right;
    }
    const [only] = conditions;
    return only !== undefined && conditions.length === 1 ? only : { kind: 'and', conditions };
  }

  #membership(operand: Operand): Condition {
    const token = this.#tokens.peek();
    if (token.kind === 'name') return { kind: 'element', operand, list: this.#name(token) };
    const close = this.#tokens.skip('(') ? ')' : this.#tokens.skip('[') ? ']' : undefined;
    if (close === undefined) throw this.#tokens.unexpected(token, 'a list after in', "Write in ('a', 'b').");
    const candidates: Operand[] = [];
    while (!this.#tokens.skip(close)) {
      const start = this.#tokens.peek();
      const candidate = this.#operand(this.#primary(), start);
      this.#noteQuoted(operand, candidate, (text) => `in (${text})`);
      candidates.push(candidate);
      const next = this.#tokens.peek();
      if (!this.#tokens.skip(',') && symbolOf(next) !== close) throw this.#tokens.unexpected(next, `, or ${close}`);
    }
    return { kind: 'member', operand, candidates };
  }

  #match(operand: Operand): Condition {
    const token = this.#tokens.peek();
    if (token.kind !== 'string') throw this.#tokens.unexpected(token, 'a regular expression in quotes');
    this.#tokens.advance();
    const pattern: LiteralOperand = { ...token, kind: 'literal', value: { type: 'STRING', value: token.source } };
    const condition: MatchCondition = { kind: 'match', operand, pattern };
    this.#matches.push(condition);
    return condition;
  }

  #primary(): Condition | Operand {
    const token = this.#tokens.peek();
    switch (token.kind) {
      case 'name':
        return this.#name(token);
      case 'number':
        this.#tokens.advance();
        return { ...token, kind: 'literal', value: numberValue(token.source) };
      case 'constant':
        this.#tokens.advance();
        return { ...token, kind: 'literal', value: constantValue(token.source) };
      case 'string': {
        this.#tokens.advance();
        const value = stringValue(token.source, (offset, sequence) =>
          this.#tokens.wrongEscape(token, offset, sequence),
        );
        return { ...token, kind: 'literal', value: { type: 'STRING', value } };
      }
    }
    if (!this.#tokens.skip('(')) throw this.#tokens.unexpected(token, 'a name or a value');
    return this.#nested(token, () => {
      const inner = this.#or();
      const close = this.#tokens.peek();
      if (!this.#tokens.skip(')')) throw this.#tokens.unexpected(close, 'an operator or )');
      return inner;
    });
  }

  #name(token: Token & { readonly kind: 'name' }): NameOperand {
    this.#tokens.advance();
    this.#names.add(token.name);
    return token;
  }

  #noteQuoted(left: Operand, right: Operand, rest: (text: string) => string): void {
    if (left.kind !== 'name' || right.kind !== 'name' || this.#quoted.has(right.name)) return;
    const condition = `${quoteName(left.name)} ${rest(JSON.stringify(right.name))}`;
    this.#quoted.set(right.name, { beside: left.name, condition });
  }

  #nested<Result>(token: Token, parsePart: () => Result): Result {
    if (++this.#depth > MAX_DEPTH)
      throw this.#tokens.error(token, `more than ${MAX_DEPTH} levels of parentheses and not`);
    const result = parsePart();
    this.#depth--;
    return result;
  }

  #condition(node: Condition | Operand): Condition {
    if (node.kind === 'name') return { kind: 'truthy', operand: node };
    if (node.kind !== 'literal') return node;
    if (typeof node.value.value === 'boolean') return { kind: 'constant', value: node.value.value };
    throw this.#tokens.error(
      node,
      `${this.#tokens.shown(node)} alone is not a condition`,
      "Repeat the comparison (a == 'x' or a == 'y') or list the values (a in ('x', 'y')).",
    );
  }

  #operand(node: Condition | Operand, start: Token): Operand {
    if (node.kind === 'name' || node.kind === 'literal') return node;
    throw this.#tokens.error(start, 'a condition cannot be compared', 'Combine conditions with and, or, not.');
  }
}

function isComparison(symbol: string): symbol is ComparisonOperator {
  return COMPARISONS.has(symbol);
}
