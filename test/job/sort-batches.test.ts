import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/datastore/batch.ts';
import { BatchBuilder } from '../../src/datastore/batch-builder.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import type { TableSource } from '../../src/job/instance.ts';
import { type BatchOrder, sortBatches } from '../../src/job/sort-batches.ts';
import { TableNames } from '../../src/job/table-names.ts';

const int = (value: number): TypedValue => ({ type: 'INT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });
const TABLE: TableSource = Object.create(null);

async function* batches(rows: readonly TypedRow[], size: number): AsyncGenerator<Batch> {
  const builder = new BatchBuilder();
  for (let from = 0; from < rows.length; from += size) {
    for (const row of rows.slice(from, from + size)) builder.add(row);
    yield builder.finish();
  }
}

async function sorted(rows: readonly TypedRow[], order: BatchOrder): Promise<unknown[]> {
  const names = await TableNames.resolve(
    TABLE,
    order.keys.map(({ name }) => name),
  );
  const ids: unknown[] = [];
  for await (const batch of sortBatches(batches(rows, 100), names, order)) {
    for (const row of batch.typedRows()) ids.push(row.get('id')?.value);
  }
  return ids;
}

/** 5,000 unsorted rows whose sort column has repeated values. */
const MANY = Array.from({ length: 5000 }, (_, id): TypedRow => {
  const mixed = (id * 7919) % 1009;
  return new Map([
    ['id', int(id)],
    ['x', mixed % 10 === 0 ? text(`t${mixed}`) : int(mixed)],
    ['y', text('y'.repeat(id % 50))],
  ]);
});
const numberOf = (row: TypedRow) => Number(row.get('x')?.value);
/** The expected result from a plain sort: numbers, then strings, equal ones in order. */
function expected(sign: number): unknown[] {
  const order = (a: TypedRow, b: TypedRow) => {
    const [x, y] = [a.get('x')?.value, b.get('x')?.value];
    if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1;
    if (typeof x === 'number') return sign * (numberOf(a) - numberOf(b));
    return x === y ? 0 : String(x) < String(y) ? -sign : sign;
  };
  return [...MANY].sort(order).map((row) => row.get('id')?.value);
}

describe('sortBatches', () => {
  it.each([
    [false, 1],
    [true, -1],
  ])('sorts all rows, strings after numbers (descending: %s)', async (descending, sign) => {
    const keys = [{ name: 'x', descending }];
    const all = expected(sign);
    expect(await sorted(MANY, { keys })).toEqual(all);
    for (const count of [1, 7, 1500, 6000]) {
      expect(await sorted(MANY, { keys, limit: count })).toEqual(all.slice(0, count));
      expect(await sorted(MANY, { keys, tail: count })).toEqual(all.slice(-count));
    }
  });

  it('holds only the rows to keep', async () => {
    const keys = [{ name: 'x', descending: false }];
    const maxBytes = 1_000_000;
    await expect(sorted(MANY, { keys, maxBytes })).rejects.toMatchObject({
      code: 'operation-failed',
      message: 'sorting these rows takes more than 1 MiB of memory',
      hint: expect.stringMatching(/--limit/) as string,
    });
    expect(await sorted(MANY, { keys, maxBytes, limit: 5 })).toEqual(expected(1).slice(0, 5));
    const narrow = MANY.map((row) => new Map([['id', row.get('id') ?? int(0)]]));
    await expect(sorted(narrow, { keys, maxBytes: 200_000, limit: 2000 })).rejects.toMatchObject({
      code: 'operation-failed',
    });
  });
});
