import { expect, it } from 'vitest';
import { columnsOfCondition } from '../../src/cli/condition-columns.ts';
import { parseExpression } from '../../src/expression/expression.ts';

it('tells the columns that a condition reads for certain from those that it may read', async () => {
  const condition = await parseExpression('a > 1 and box.width < 3 and `c.d` == 2 or a == 2', '--where');
  expect(columnsOfCondition(condition)).toEqual({ certain: ['a', 'c.d'], possible: ['box.width'] });
  expect(columnsOfCondition(await parseExpression('1 == 1', '--where'))).toEqual({ certain: [], possible: [] });
});
