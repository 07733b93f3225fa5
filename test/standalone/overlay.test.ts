import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../src/standalone/block-line.ts';
import { overlayRecords } from '../../src/standalone/overlay.ts';
import { RecordSchemas } from '../../src/standalone/record-schema.ts';
import { revisionOf } from '../../src/standalone/revision.ts';

const schemas = new RecordSchemas();

function record(revision: number, data: Readonly<Record<string, unknown>>, schema = data): StoredRecord {
  const typed = Object.entries(schema).map(([name, value]) => [
    name,
    { type: name === '-' ? 'BOOL' : value === null ? 'UNKNOWN' : 'STRING' },
  ]);
  return {
    revision: revisionOf(BigInt(revision)),
    schema: schemas.compile(JSON.stringify(Object.fromEntries(typed))),
    data,
  };
}

function rowOf(records: readonly StoredRecord[], deletedUpTo?: number, upTo?: number): Record<string, unknown> | null {
  const text = (revision: number | undefined) => (revision === undefined ? undefined : revisionOf(BigInt(revision)));
  const row = overlayRecords(records, text(deletedUpTo), text(upTo));
  return row && Object.fromEntries(Array.from(row, ([name, { decode, data }]) => [name, decode(data).value]));
}

describe('overlayRecords', () => {
  it('replaces older columns with those of each record', () => {
    const records = [record(1, { id: '1', a: 'x', b: 'y' }), record(2, { b: null }), record(10, { a: 'z', c: 'c' })];
    expect(rowOf(records)).toEqual({ id: '1', a: 'z', b: null, c: 'c' });
    expect(rowOf(records.toReversed())).toEqual({ id: '1', a: 'z', b: null, c: 'c' });
    expect(rowOf(records, undefined, 2)).toEqual({ id: '1', a: 'x', b: null });
    expect(rowOf(records, undefined, 0)).toBeNull();
    expect(rowOf(records, 1)).toEqual({ b: null, a: 'z', c: 'c' });
    expect(rowOf(records, 10)).toBeNull();
    expect(rowOf([])).toBeNull();
  });

  it('ends the row at a delete, whatever else that record has', () => {
    const records = [record(1, { id: '1', a: 'x' }), record(2, { id: '1', a: 'no', '-': '1' }), record(3, { b: 'y' })];
    expect(rowOf(records.slice(0, 2))).toBeNull();
    expect(rowOf(records)).toEqual({ b: 'y' });
    expect(rowOf(records, undefined, 1)).toEqual({ id: '1', a: 'x' });
    expect(rowOf([record(1, { '-': '0', a: 'x' })])).toEqual({ '-': false, a: 'x' });
  });

  it('accepts any truthy mark as a delete, as the client does', () => {
    const marked = (type: string, mark: unknown) =>
      overlayRecords(
        [
          {
            revision: revisionOf(1n),
            schema: schemas.compile(JSON.stringify({ '-': { type } })),
            data: { '-': mark },
          },
        ],
        undefined,
        undefined,
      );
    for (const [type, mark] of Object.entries({ BOOL: '1', INT8: '01', STRING: '1', FLOAT64: '3ff0000000000000' })) {
      expect(marked(type, mark), type).toBeNull();
    }
    for (const [type, mark] of Object.entries({ BOOL: '0', INT64: '0', STRING: '', UNKNOWN: null })) {
      expect(marked(type, mark), type).not.toBeNull();
    }
  });

  it('accepts a row without columns', () => {
    expect(rowOf([record(1, {})])).toEqual({});
  });

  it('finds a record whose data and schema disagree', () => {
    expect(() => rowOf([record(1, { a: 'x' }, { a: 'x', b: 'y' })])).toThrow('no value of the column "b"');
    expect(() => rowOf([record(1, { a: 'x', b: 'y' }, { a: 'x' })])).toThrow(
      'a value of a column that its schema lacks',
    );
    expect(() => rowOf([record(1, {}, { '-': '1' })])).toThrow('is not a valid BOOL');
    expect(() => rowOf([record(1, {}, { constructor: 'x' })])).toThrow('no value of the column "constructor"');
  });

  it('returns the result of a history of writes and deletes', () => {
    const write = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor'), fc.constantFrom('x', 'y', null), {
      noNullPrototype: true,
    });
    const event = fc.option(write, { freq: 4 });
    const revision = fc.option(fc.nat(12), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 12 }),
        revision,
        revision,
        fc.infiniteStream(fc.nat()),
        (events, deletedUpTo, upTo, order) => {
          let expected: Record<string, unknown> | null = null;
          for (const [index, columns] of events.entries()) {
            if (index > (upTo ?? index) || index <= (deletedUpTo ?? -1)) continue;
            expected = columns === null ? null : { ...(expected ?? {}), ...columns };
          }
          const records = events.map((columns, index) => record(index, columns ?? { '-': '1' }));
          const ranks = new Map(records.map((one) => [one, order.next().value]));
          const shuffled = records.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
          expect(rowOf(shuffled, deletedUpTo, upTo)).toEqual(expected);
        },
      ),
    );
  });
});
