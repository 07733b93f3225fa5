import { describe, expect, it } from 'vitest';
import { CellsForm } from '../../../src/standalone/row-text/cells-form.ts';
import { PrintedColumns } from '../../../src/standalone/row-text/printed-columns.ts';
import { int, row, string } from '../../render/values.ts';

describe('CellsForm', () => {
  it('takes the columns that are known with the first row for all', () => {
    const printed = new PrintedColumns();
    printed.order.place('id');
    printed.order.place('seen');
    const form = new CellsForm('csv', printed);
    expect(form.columns).toEqual([]);
    expect(form.row(row({ id: int(1), text: string('a,b') }))).toBe('1,,"a,b"');
    expect(form.row(row({ id: int(2), later: string('x') }))).toBe('2,,');
    expect(form.columns).toEqual(['id', 'seen', 'text']);
  });

  it('lays delimiters before the cells of a record, and behind the last', () => {
    const form = new CellsForm('tsv', new PrintedColumns(), ['a', 'b', 'c', 'd']);
    const layout = form.layOut(['b', 'unknown', 'c'], 100);
    expect(layout?.before.map((text) => text && Buffer.from(text).toString())).toEqual(['\t', null, '\t']);
    expect(layout?.trailing).toBe(1);
  });

  it('has no place for columns in another order, and none for more of them than a record has bytes', () => {
    const form = new CellsForm('csv', new PrintedColumns(), ['a', 'b', 'c']);
    expect(form.layOut(['c', 'a'], 100)).toBeNull();
    expect(form.layOut(['a'], 2)).toBeNull();
    expect(new CellsForm('csv', new PrintedColumns(), ['a', 'a']).layOut(['a'], 100)).toBeNull();
    expect(new CellsForm('csv', new PrintedColumns(), []).layOut(['a'], 100)).toBeNull();
  });
});
