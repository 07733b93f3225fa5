import { describe, expect, it } from 'vitest';
import type { TypedValue } from '../../src/datastore/typed-value.ts';
import { parseExpression } from '../../src/expression/expression.ts';
import { float, int, list, row, text } from './rows.ts';

async function notes(condition: string, ...values: (TypedValue | undefined)[]): Promise<readonly string[]> {
  const expression = await parseExpression(condition);
  for (const value of values) expression.test(value === undefined ? row({}) : row({ a: value }));
  return expression.notes();
}

describe('a comparison of sides that are never of the same kind', () => {
  it('is told once', async () => {
    expect(await notes('a > 0.5', text('0.87'), text('0.9'), undefined)).toEqual([
      'a is a string ("0.87"), 0.5 is a number: these are never equal and have no order. To compare as text, write "0.5".',
    ]);
    expect(await notes('"x" == a', int(1))).toEqual([
      'a is a number, "x" is a string ("x"): these are never equal and have no order.',
    ]);
    expect(await notes('a == 1 or a == true', list())).toHaveLength(2);
    expect(await notes('a in (1, 2)', text('1'))).toHaveLength(1);
  });

  it('is not reported if the kinds matched once, or nothing was compared', async () => {
    expect(await notes('a > 0.5', text('x'), float(Number.NaN))).toEqual([]);
    expect(await notes('a > 0.5', undefined, undefined)).toEqual([]);
    expect(await notes('a == none', text('x'))).toEqual([]);
    expect(await notes('a in ("x", 1)', text('y'))).toEqual([]);
  });
});
