import type { TypedValue } from '../datastore/typed-value.ts';

/** A place in the expression's text, in UTF-16 units; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type NameOperand = Span & { readonly kind: 'name'; readonly name: string };

/** `source` is the text as written, without quotes: regular expressions keep their backslashes. */
export type LiteralOperand = Span & { readonly kind: 'literal'; readonly value: TypedValue; readonly source: string };

export type Operand = NameOperand | LiteralOperand;

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'truthy'; readonly operand: NameOperand }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  /** The operand equals one of the candidates. */
  | { readonly kind: 'member'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  /** The operand is an element of the list or tuple that the name holds. */
  | { readonly kind: 'element'; readonly operand: Operand; readonly list: NameOperand }
  | MatchCondition;

/** The operand's text contains a match of the regular expression `pattern.source`. */
export interface MatchCondition {
  readonly kind: 'match';
  readonly operand: Operand;
  readonly pattern: LiteralOperand;
}
