import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/datastore/batch-builder.ts';
import { lastRows } from '../../src/datastore/last-rows.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';

async function* given(sizes: readonly number[]): AsyncGenerator<TypedRow[]> {
  let id = 0;
  for (const size of sizes) {
    yield Array.from({ length: size }, () => {
      const row = new Map<string, TypedValue>([['id', { type: 'INT64', value: id++ }]]);
      if (id % 3 !== 0) row.set('text', { type: 'STRING', value: `é ${id}` });
      return row;
    });
  }
}

describe('lastRows', () => {
  it('are the last ones, however the rows are divided into batches', async () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 3000 })), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 9000 })),
        async (some, count) => {
          const all: TypedRow[] = [];
          for await (const rows of given(some)) all.push(...rows);
          const found: TypedRow[] = [];
          for await (const batch of lastRows(batchesOf(given(some), ['id', 'text']), count))
            found.push(...batch.typedRows());
          expect(found).toEqual(count === 0 ? [] : all.slice(-count));
        },
      ),
      { numRuns: 30, seed: 5 },
    );
  });
});
