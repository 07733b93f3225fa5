import { describe, expect, it } from 'vitest';
import { changesJson } from '../../src/cli/change-json.ts';
import { changeRecord } from '../../src/cli/diff-records.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import { DiffTally } from '../../src/job/diff/changes.ts';
import { TableDiff } from '../../src/job/diff/table-diff.ts';
import { jsonRow } from '../../src/render/json.ts';
import { source } from '../job/diff/memory-table.ts';

const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });

/** Values whose JSON differs from what they look like. */
const ODD: readonly (TypedValue | undefined)[] = [
  float(Number.NaN),
  float(Number.NEGATIVE_INFINITY),
  float(-0),
  float(0.1),
  { type: 'FLOAT32', value: 0.1, narrow: true },
  { type: 'INT64', value: 2n ** 62n },
  { type: 'BOOL', value: false },
  text(''),
  text('null'),
  text('"a"\n\u2028{}\\ é \ud800'),
  { type: 'BYTES', value: Buffer.from('\n') },
  { type: 'LIST', value: [float(-0), float(1)] },
  { type: 'LIST', value: [] },
  { type: 'MAP', value: [{ key: text('a"'), value: text('b') }] },
  undefined,
];
const NAMES = ['x', 'input/"label"', 'é\n'];

describe('changes as JSON', () => {
  it('equal those of their records, whatever the values and names', async () => {
    const rows = (shift: number) =>
      ODD.map((_, index): TypedRow => {
        const row = new Map<string, TypedValue>([['id', { type: 'INT64', value: index }]]);
        NAMES.forEach((name, at) => {
          const value = ODD[(index + shift * (at + 1)) % ODD.length];
          if (value !== undefined) row.set(name, value);
        });
        return row;
      });
    const only = { id: 100, x: 1 };
    let compared = 0;
    for (const size of [1, 4, 100]) {
      for (let shift = 1; shift < ODD.length; shift++) {
        const diff = await TableDiff.open(source([...rows(0), only], { size }), source(rows(shift), { size: 3 }));
        for await (const changes of diff.changes(new DiffTally())) {
          expect(changesJson(changes)).toEqual(changes.map((change) => jsonRow(changeRecord(change))));
          compared += changes.length;
        }
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  it.each([
    1, 100,
  ])('look at each column of a wide table a few times, not once for each other column: %i rows', async (size) => {
    const wide = (shift: number) =>
      Array.from({ length: size }, (_, id) => ({
        id,
        ...Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`c${at}`, at + shift])),
      }));
    const diff = await TableDiff.open(source(wide(0), { size }), source(wide(1), { size }));
    for await (const changes of diff.changes(new DiffTally())) {
      let looks = 0;
      for (const column of changes[0]?.inBatches?.base.batch.columns ?? []) {
        const { name } = column;
        Object.defineProperty(column, 'name', {
          get: () => {
            looks++;
            return name;
          },
        });
      }
      expect(changesJson(changes)).toHaveLength(size);
      expect(looks).toBeLessThan(300 * (3 + size * 3));
    }
  });
});
