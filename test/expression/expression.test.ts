import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, type TypedValue } from '../../src/datastore/typed-value.ts';
import { SwjobError } from '../../src/errors.ts';
import { parseExpression } from '../../src/expression/expression.ts';
import { quoteName } from '../../src/expression/name.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { bool, float, int, list, row, text } from './rows.ts';

/** A condition in a form that can be evaluated without the code under test. */
type Plain =
  | { kind: 'compare'; name: string; operator: string; value: Scalar }
  | { kind: 'in'; name: string; values: Scalar[] }
  | { kind: 'chain'; low: number; name: string; high: number }
  | { kind: 'truthy'; name: string }
  | { kind: 'not'; part: Plain }
  | { kind: 'and' | 'or'; parts: Plain[] };
type Scalar = null | boolean | number | bigint | string;

const NAMES = ['a', 'sys/b', 'c.d', 'and', 'x-y', '`q`\\', '__proto__'];
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, -1e300, 2 ** 53, Number.POSITIVE_INFINITY),
  fc.constantFrom(9007199254740992n, 9007199254740993n, -9007199254740993n),
  fc.constantFrom('', 'a', 'b', "it's", 'back\\slash', '"\n\u0000', '😀', '\uffff'),
);
const name = fc.constantFrom(...NAMES);
const number = fc.constantFrom(-1, 0, 0.5, 1, 2);
const condition: fc.Arbitrary<Plain> = fc.letrec<{ tree: Plain }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({
      kind: fc.constant('compare' as const),
      name,
      operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
      value: scalar,
    }),
    fc.record({ kind: fc.constant('in' as const), name, values: fc.array(scalar, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('chain' as const), low: number, name, high: number }),
    fc.record({ kind: fc.constant('truthy' as const), name }),
    fc.record({ kind: fc.constant('not' as const), part: tie('tree') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).tree;

const BINDS = { or: 0, and: 1, not: 2, compare: 3, in: 3, chain: 3, truthy: 3 };

/** Prints with only the necessary parentheses, so that precedence is tested too. */
function print(tree: Plain, outer = 0): string {
  const own = BINDS[tree.kind];
  const printed = ((): string => {
    switch (tree.kind) {
      case 'compare':
        return `${quoteName(tree.name)}${tree.operator}${printScalar(tree.value)}`;
      case 'in':
        return `${quoteName(tree.name)} in [${tree.values.map(printScalar).join(',')}]`;
      case 'chain':
        return `${tree.low} < ${quoteName(tree.name)} <= ${tree.high}`;
      case 'truthy':
        return quoteName(tree.name);
      case 'not':
        return `not ${print(tree.part, own)}`;
      default:
        return tree.parts.map((part) => print(part, own + 1)).join(tree.kind === 'and' ? ' && ' : ' or ');
    }
  })();
  return own < outer ? `(${printed})` : printed;
}

function printScalar(value: Scalar): string {
  if (typeof value === 'string') {
    const escaped = value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\0/g, '\\x00');
    return `'${escaped}'`;
  }
  if (value === null) return 'none';
  if (value === Number.POSITIVE_INFINITY) return '1e999';
  return value === 2 ** 53 ? '9007199254740992.0' : String(value);
}

function naive(tree: Plain, values: ReadonlyMap<string, Scalar>): boolean {
  switch (tree.kind) {
    case 'compare':
      return naiveCompare(values.get(tree.name) ?? null, tree.operator, tree.value);
    case 'in':
      return tree.values.some((value) => naiveCompare(values.get(tree.name) ?? null, '==', value));
    case 'chain': {
      const value = values.get(tree.name) ?? null;
      return naiveCompare(tree.low, '<', value) && naiveCompare(value, '<=', tree.high);
    }
    case 'truthy': {
      const value = values.get(tree.name);
      return Number.isNaN(value) || Boolean(value);
    }
    case 'not':
      return !naive(tree.part, values);
    case 'and':
      return tree.parts.every((part) => naive(part, values));
    case 'or':
      return tree.parts.some((part) => naive(part, values));
  }
}

function naiveCompare(a: Scalar, operator: string, b: Scalar): boolean {
  if (operator === '!=') return !naiveCompare(a, '==', b);
  const kind = (value: Scalar) => (value === null ? 'none' : typeof value === 'bigint' ? 'number' : typeof value);
  if (kind(a) !== kind(b)) return false;
  if (a === null || b === null) return operator === '==';
  if (Number.isNaN(a) || Number.isNaN(b)) return false;
  const order =
    typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) : Number(a > b) - Number(a < b);
  const outcomes: Record<string, boolean> = {
    '==': order === 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  return outcomes[operator] ?? false;
}

function typed(value: Scalar): TypedValue {
  if (value === null) return NONE;
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return bool(value);
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? int(value) : float(Number(value));
}

describe('parseExpression', () => {
  it('finds the same truth as a naive evaluator', async () => {
    const values = fc.array(fc.tuple(name, fc.oneof(scalar, fc.constant(Number.NaN))), { maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(condition, fc.array(values, { minLength: 1, maxLength: 5 }), async (tree, rows) => {
        const expression = await parseExpression(print(tree));
        for (const columns of rows) {
          const plain = new Map(columns);
          const row = new Map(columns.map(([column, value]) => [column, typed(value)]));
          expect(expression.test((column) => row.get(column))).toBe(naive(tree, plain));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('turns garbage into a usage error or an expression, nothing else', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(...'()[],`\'"\\~!=<>&|.-'.split('')),
      fc.constantFrom('and ', 'or ', 'not ', 'in ', 'none', "'x'", '~', "'('", '1e5', 'a', '\ud800', "~ '\\p{L}+\\b'"),
    );
    const values = [NONE, text('a\ud800'), int(1), list(int(1)), undefined];
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 14 }), async (parts) => {
        try {
          const expression = await parseExpression(parts.join(''));
          for (const value of values) expect(expression.test(() => value)).toBeTypeOf('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(SwjobError);
          expect(error).toMatchObject({ code: 'usage', message: expect.not.stringMatching(/[\n\r\0]/) });
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('lists the names that it uses once, in order of appearance', async () => {
    const expression = await parseExpression("b > 1 and (`sys/a` in (b, c.d) or not b) and 'x' in tags and b ~ 'x'");
    expect(expression.names).toEqual(['b', 'sys/a', 'c.d', 'tags']);
  });

  it('keeps the text', async () => {
    expect((await parseExpression(' a  == 1 ')).text).toBe(' a  == 1 ');
  });

  it('names the flag in errors', async () => {
    await expect(parseExpression('a ==', '--where')).rejects.toThrow('--where: expected a name or a value');
  });

  it('tests a million rows in less than two seconds', async () => {
    const expression = await parseExpression("accuracy >= 0.9 and name != 'x' and id in (1, 2, 3)");
    const lookup = row({ accuracy: float(0.95), name: text('y'), id: int(3) });
    const start = cpuNow();
    let found = 0;
    for (let i = 0; i < 1_000_000; i++) if (expression.test(lookup)) found++;
    expect(found).toBe(1_000_000);
    expect(cpuNow() - start).toBeLessThan(2000);
  });
});
