import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import { source } from './memory-table.ts';
import { diffed, ofRows } from './run-diff.ts';
import { float, int, list, text } from './typed-values.ts';

describe('for any two tables', () => {
  const value = fc.oneof(
    fc.constantFrom<TypedValue>(
      float(Number.NaN),
      float(-0),
      float(0),
      int(0),
      int(1),
      float(1),
      text('é'),
      text('a"'),
    ),
    fc.string({ maxLength: 3 }).map(text),
    fc.integer({ min: -2, max: 2 }).map(int),
    fc.array(fc.constantFrom(float(1), float(2)), { maxLength: 2 }).map((items) => list(...items)),
  );
  const label = fc.constantFrom('a', 'b').map(text);
  const row = fc.record({ x: value, y: value, 'input/label': label, 'output/label': label }, { requiredKeys: [] });
  const table = fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'é', '\u{1F600}', '\uFFFF'), row)
    .map((rows) =>
      Object.entries(rows).map(
        ([id, columns], index): TypedRow =>
          new Map<string, TypedValue>([['id', text(id)], ['_index', int(index)], ...Object.entries(columns)]),
      ),
    );
  const options = fc.record({ size: fc.integer({ min: 1, max: 4 }), asCells: fc.boolean() });

  it('equal, changed and removed rows are those of the base; swapping the tables swaps fixed and broken', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, options, options, async (a, b, first, second) => {
        const forth = await diffed(source(a, first), source(b, second), { on: ['id'] });
        const back = await diffed(source(b, second), source(a, first), { on: ['id'] });
        expect(forth.counts.equal + forth.counts.changed + forth.counts.removed).toBe(a.length);
        expect(forth.counts.equal + forth.counts.changed + forth.counts.added).toBe(b.length);
        expect(back.counts).toEqual({ ...forth.counts, added: forth.counts.removed, removed: forth.counts.added });
        expect(back.outcomes).toEqual({
          ...forth.outcomes,
          fixed: forth.outcomes.broken,
          broken: forth.outcomes.fixed,
        });
        expect(forth.changes).toHaveLength(forth.counts.changed + forth.counts.added + forth.counts.removed);
      }),
    );
  });

  it('a diff with itself has no changes, however its cells are stored', async () => {
    await fc.assert(
      fc.asyncProperty(table, options, options, async (a, first, second) => {
        const { counts, changes } = await diffed(source(a, first), source(a, second));
        expect(counts).toEqual({ equal: a.length, changed: 0, added: 0, removed: 0 });
        expect(changes).toEqual([]);
      }),
    );
  });

  it('a join by columns finds the same as the join by keys', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, options, async (a, b, tables) => {
        const copy = (rows: readonly TypedRow[]) =>
          rows.map((each) => new Map([...each, ['copy', each.get('id') as TypedValue]]));
        const ignore = ['copy'];
        const byKey = await ofRows(copy(a), copy(b), { on: ['id'], ignore }, tables);
        const byCopy = await ofRows(
          copy(a),
          copy(b),
          a.length > 0 && b.length > 0 ? { on: ['copy'], ignore } : { on: ['id'], ignore },
          tables,
        );
        expect(byCopy.counts).toEqual(byKey.counts);
        expect(byCopy.outcomes).toEqual(byKey.outcomes);
        expect([...byCopy.tally.columns].sort()).toEqual([...byKey.tally.columns].sort());
      }),
    );
  });
});
