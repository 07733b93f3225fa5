import { expect, it } from 'vitest';
import { PrintedColumns } from '../../../src/standalone/row-text/printed-columns.ts';

it('columns with values are told as they appeared and in the order of the scan', () => {
  const printed = new PrintedColumns();
  expect(printed.order.inOrder(['id', 'a', 'never', 'b'])).toBe(true);
  printed.add(['id', 'b']);
  printed.add(['id', 'a']);
  expect(printed.asAppeared()).toEqual(['id', 'b', 'a']);
  expect(printed.inOrder()).toEqual(['id', 'a', 'b']);
  expect(printed.columnCount).toBe(3);
});
