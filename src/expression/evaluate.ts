import { isTruthy } from '../datastore/truth.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { equalTyped, orderTyped } from './compare.ts';
import type { Kinds } from './kinds.ts';
import type { Lookup } from './lookup.ts';
import { type MeaningOf, mirrored, type Refuse } from './meaning.ts';
import type { Pattern } from './pattern.ts';
import type { ComparisonOperator, Condition, MatchCondition, NameOperand, Operand, Span } from './syntax-tree.ts';

export type Test = (lookup: Lookup) => boolean;
type Read = (lookup: Lookup) => TypedValue | undefined;
type Value = TypedValue | undefined;
type Comparison = Pick<Extract<Condition, { readonly kind: 'comparison' }>, 'operator' | 'left' | 'right'>;

/** What compiling a condition needs besides the condition. */
export interface Compilation {
  readonly patterns: ReadonlyMap<string, Pattern>;
  readonly kinds: Kinds;
  readonly meaningOf: MeaningOf;
  readonly refuse: (place: Span) => Refuse;
}

/** Compiles a condition into one function, so that testing a row does not walk the tree. */
export function compile(condition: Condition, compilation: Compilation): Test {
  switch (condition.kind) {
    case 'constant':
      return () => condition.value;
    case 'not': {
      const test = compile(condition.condition, compilation);
      return (lookup) => !test(lookup);
    }
    case 'and':
      return all(condition.conditions.map((part) => compile(part, compilation)));
    case 'or':
      return any(condition.conditions.map((part) => compile(part, compilation)));
    case 'truthy': {
      const read = reader(condition.operand);
      return (lookup) => isTruthy(read(lookup));
    }
    case 'comparison':
      return comparison(condition, compilation);
    case 'member':
      return member(condition.operand, condition.candidates, compilation);
    case 'element':
      return element(condition.operand, condition.list, compilation);
    case 'match':
      return match(condition, compilation);
  }
}

function comparison({ operator, left, right }: Comparison, compilation: Compilation): Test {
  const meant =
    meantTest(operator, left, right, compilation) ?? meantTest(mirrored(operator), right, left, compilation);
  if (meant !== undefined) return meant;
  const readLeft = reader(left);
  const readRight = reader(right);
  const compare = COMPARISONS[operator];
  const see = compilation.kinds.watch(left, right);
  return (lookup) => {
    const a = readLeft(lookup);
    const b = readRight(lookup);
    see(a, b);
    return compare(a, b);
  };
}

/** Compares a field that has a meaning beyond its value with a string. A missing value differs from every string. */
function meantTest(
  operator: ComparisonOperator,
  field: Operand,
  other: Operand,
  { meaningOf, refuse }: Compilation,
): Test | undefined {
  if (field.kind !== 'name' || other.kind !== 'literal' || other.value.type !== 'STRING') return undefined;
  const test = meaningOf(field.name)?.compare(operator, other.value.value, refuse(other));
  if (test === undefined) return undefined;
  const { name } = field;
  return (lookup) => {
    const value = lookup(name);
    return value === undefined || value.type === 'UNKNOWN' ? operator === '!=' : test(value);
  };
}

function match({ operand, pattern }: MatchCondition, { patterns, meaningOf }: Compilation): Test {
  const read = reader(operand);
  const matches = patterns.get(pattern.source) ?? (() => false);
  const texts = operand.kind === 'name' ? meaningOf(operand.name)?.texts : undefined;
  return (lookup) => {
    const value = read(lookup);
    if (texts !== undefined && value !== undefined) return texts(value).some(matches);
    const text = textOf(value);
    return text !== undefined && matches(text);
  };
}

function element(operand: Operand, list: NameOperand, compilation: Compilation): Test {
  const meant = meantTest('==', list, operand, compilation);
  if (meant !== undefined) return meant;
  const read = reader(operand);
  const readList = reader(list);
  return (lookup) => isElement(read(lookup), readList(lookup));
}

const COMPARISONS: Readonly<Record<ComparisonOperator, (a: Value, b: Value) => boolean>> = {
  '==': equalTyped,
  '!=': (a, b) => !equalTyped(a, b),
  '<': (a, b) => orderTyped(a, b) < 0,
  '<=': (a, b) => orderTyped(a, b) <= 0,
  '>': (a, b) => orderTyped(a, b) > 0,
  '>=': (a, b) => orderTyped(a, b) >= 0,
};

function reader(operand: Operand): Read {
  if (operand.kind === 'literal') return () => operand.value;
  const { name } = operand;
  return (lookup) => lookup(name);
}

function all(tests: readonly Test[]): Test {
  return (lookup) => {
    for (const test of tests) if (!test(lookup)) return false;
    return true;
  };
}

function any(tests: readonly Test[]): Test {
  return (lookup) => {
    for (const test of tests) if (test(lookup)) return true;
    return false;
  };
}

/** Literals are looked up in a set, so that thousands of them are as fast as two. */
function member(operand: Operand, candidates: readonly Operand[], compilation: Compilation): Test {
  const meant = candidates.map((candidate) => meantTest('==', operand, candidate, compilation));
  if (meant.some((test) => test !== undefined)) {
    return any(candidates.map((right) => comparison({ operator: '==', left: operand, right }, compilation)));
  }
  const read = reader(operand);
  const seen = seeCandidates(operand, candidates, compilation.kinds);
  const literals = new Set(candidates.flatMap((one) => (one.kind === 'literal' ? [identity(one.value)] : [])));
  const others = candidates.filter((one) => one.kind === 'name').map(reader);
  return (lookup) => {
    const value = read(lookup);
    seen(value);
    if (literals.has(identity(value))) return true;
    for (const other of others) if (equalTyped(value, other(lookup))) return true;
    return false;
  };
}

/** Watches one literal of each kind; nothing if the list contains names, whose values are only known in a row. */
function seeCandidates(operand: Operand, candidates: readonly Operand[], kinds: Kinds): (value: Value) => void {
  const literals = candidates.flatMap((candidate) => (candidate.kind === 'literal' ? [candidate] : []));
  const [first] = literals;
  if (first === undefined || literals.length < candidates.length) return () => undefined;
  const see = kinds.watch(operand, first);
  const values = [...new Map(literals.map(({ value }) => [typeof value.value, value])).values()];
  return (value) => {
    for (const each of values) see(value, each);
  };
}

/** A key for a Set: the same for equal scalars (no literal is NaN), undefined for values that no literal equals. */
function identity(typed: Value): boolean | number | bigint | string | null | undefined {
  if (typed === undefined) return null;
  const { value } = typed;
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'boolean':
    case 'bigint':
    case 'string':
      return value;
    default:
      return value === null ? null : undefined;
  }
}

function isElement(value: Value, list: Value): boolean {
  if (list?.type !== 'LIST' && list?.type !== 'TUPLE') return false;
  return list.value.some((element) => equalTyped(element, value));
}

/** What a regular expression is matched with: strings, and numbers in decimal; undefined for other values. */
function textOf(typed: Value): string | undefined {
  if (typed === undefined) return undefined;
  const { value } = typed;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}
