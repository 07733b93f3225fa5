import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/datastore/batch-builder.ts';
import { rowFromPlain, type TypedRow } from '../../src/datastore/typed-value.ts';
import { parseExpression } from '../../src/expression/expression.ts';
import type { TableSource } from '../../src/job/instance.ts';
import { type BatchSelection, selectBatches } from '../../src/job/select-batches.ts';
import { TableNames } from '../../src/job/table-names.ts';

const where = await parseExpression('n > 0', '--where');
// None of the names looks like a path, so the table is not asked.
const names = await TableNames.resolve({ name: 't' } as TableSource, ['n']);

async function selected(batches: readonly (readonly number[])[], options: Omit<BatchSelection, 'where'> = {}) {
  let read = 0;
  async function* rows(): AsyncGenerator<readonly TypedRow[]> {
    for (const batch of batches) {
      read++;
      yield batch.map((n) => rowFromPlain({ n, twice: 2 * n }));
    }
  }
  const numbers: unknown[] = [];
  const columns: string[][] = [];
  for await (const batch of selectBatches(batchesOf(rows(), ['n']), names, { where, ...options })) {
    expect(batch.length).toBeGreaterThan(0);
    for (const row of batch.typedRows()) {
      numbers.push(row.get('n')?.value);
      columns.push([...row.keys()]);
    }
  }
  return { numbers, columns, read };
}

describe('the matching rows', () => {
  it('keep their order; only the first or last ones on request', async () => {
    const batches = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 6 }), { maxLength: 6 });
    const count = fc.option(fc.nat({ max: 8 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(batches, count, fc.boolean(), async (given, some, fromEnd) => {
        const fitting = given.flat().filter((n) => n > 0);
        const { numbers } = await selected(given, fromEnd ? { tail: some } : { limit: some });
        if (some === undefined) expect(numbers).toEqual(fitting);
        else if (fromEnd) expect(numbers).toEqual(some === 0 ? [] : fitting.slice(-some));
        else expect(numbers).toEqual(fitting.slice(0, some));
      }),
      { numRuns: 100 },
    );
  });

  it('are not searched for once there are enough', async () => {
    expect((await selected([[1, 2], [3], [4]], { limit: 2 })).read).toBe(1);
    expect((await selected([[1, 2], [3]], { limit: 0 })).read).toBe(0);
  });
});
