import type { TypedValue } from '../datastore/typed-value.ts';
import { equalTyped, orderTyped } from './compare.ts';
import type { Pattern } from './pattern.ts';
import { type Lookup, readReference } from './reference.ts';
import type { ComparisonOperator, Condition, Operand } from './syntax-tree.ts';

export type Test = (lookup: Lookup) => boolean;
type Read = (lookup: Lookup) => TypedValue | undefined;
type Value = TypedValue | undefined;

/** A condition as one function, so that a row costs no walk over the tree. */
export function compile(condition: Condition, patterns: ReadonlyMap<string, Pattern>): Test {
  switch (condition.kind) {
    case 'constant':
      return () => condition.value;
    case 'not': {
      const test = compile(condition.condition, patterns);
      return (lookup) => !test(lookup);
    }
    case 'and':
      return all(condition.conditions.map((part) => compile(part, patterns)));
    case 'or':
      return any(condition.conditions.map((part) => compile(part, patterns)));
    case 'truthy': {
      const read = reader(condition.operand);
      return (lookup) => isTruthy(read(lookup));
    }
    case 'comparison': {
      const left = reader(condition.left);
      const right = reader(condition.right);
      const compare = COMPARISONS[condition.operator];
      return (lookup) => compare(left(lookup), right(lookup));
    }
    case 'member':
      return member(condition.operand, condition.candidates);
    case 'element': {
      const read = reader(condition.operand);
      const readList = reader(condition.list);
      return (lookup) => isElement(read(lookup), readList(lookup));
    }
    case 'match': {
      const read = reader(condition.operand);
      const matches = patterns.get(condition.pattern.source) ?? (() => false);
      return (lookup) => {
        const text = textOf(read(lookup));
        return text !== undefined && matches(text);
      };
    }
  }
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
  const { reference } = operand;
  const { name } = reference;
  return reference.segments.length === 1 ? (lookup) => lookup(name) : (lookup) => readReference(reference, lookup);
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

/** Literals go into a set, so that a list of thousands costs no more than one of two. */
function member(operand: Operand, candidates: readonly Operand[]): Test {
  const read = reader(operand);
  const literals = new Set(candidates.flatMap((one) => (one.kind === 'literal' ? [identity(one.value)] : [])));
  const others = candidates.filter((one) => one.kind === 'name').map(reader);
  return (lookup) => {
    const value = read(lookup);
    if (literals.has(identity(value))) return true;
    for (const other of others) if (equalTyped(value, other(lookup))) return true;
    return false;
  };
}

/** Equal scalars have the same identity in a Set (no literal is NaN); what no literal equals (a list, bytes) is undefined. */
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

/** False for a missing value, None, `false`, 0, and what is empty; NaN is not 0. */
function isTruthy(typed: Value): boolean {
  if (typed === undefined) return false;
  switch (typed.type) {
    case 'UNKNOWN':
      return false;
    case 'BOOL':
      return typed.value;
    case 'STRING':
    case 'BYTES':
    case 'LIST':
    case 'TUPLE':
    case 'MAP':
      return typed.value.length > 0;
    case 'OBJECT':
      return true;
    default:
      // 0 and 0n alike, and no NaN.
      return !(typed.value <= 0 && typed.value >= 0);
  }
}

/** What a regular expression sees: text as it is, numbers in decimal; nothing else has a text. */
function textOf(typed: Value): string | undefined {
  if (typed === undefined) return undefined;
  const { value } = typed;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}
