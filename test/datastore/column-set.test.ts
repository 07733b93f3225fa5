import { describe, expect, it } from 'vitest';
import { BatchBuilder } from '../../src/datastore/batch-builder.ts';
import { ColumnSet } from '../../src/datastore/column-set.ts';
import type { TypedValue } from '../../src/datastore/typed-value.ts';

const ONE: TypedValue = { type: 'INT64', value: 1 };

function batch(...rows: readonly (readonly string[])[]) {
  const builder = new BatchBuilder(['id', 'x']);
  for (const names of rows) builder.add(new Map(names.map((name) => [name, ONE])));
  return builder.finish();
}

describe('a set of columns', () => {
  it('has those with values, in scan order and in order of appearance', () => {
    const columns = new ColumnSet(['id', 'x', 'y']);
    columns.add(batch(['id', 'b'], ['id', 'a', 'x']));
    expect([columns.rows, columns.size]).toEqual([2, 4]);
    expect(columns.inOrder()).toEqual(['id', 'x', 'b', 'a']);
    expect(columns.asAppeared()).toEqual(['id', 'b', 'x', 'a']);
  });

  it('ignores rows that are not selected', () => {
    const columns = new ColumnSet();
    columns.add(batch(['id', 'b'], ['id', 'a']).slice(1));
    columns.add(batch(['id'], ['b']).slice(0, 1));
    expect([columns.rows, columns.asAppeared()]).toEqual([2, ['id', 'a']]);
    columns.add(batch(['b']));
    expect(columns.asAppeared()).toEqual(['id', 'a', 'b']);
    expect(columns.inOrder()).toEqual(['id', 'b', 'a']);
  });
});
