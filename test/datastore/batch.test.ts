import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batch, NO_ROWS } from '../../src/datastore/batch.ts';
import { BatchBuilder } from '../../src/datastore/batch-builder.ts';
import { integerAt, setInteger, TAG, wordsOver } from '../../src/datastore/cell.ts';
import { NONE, type TypedRow, type TypedValue } from '../../src/datastore/typed-value.ts';

const INTEGERS = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.constantFrom(2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)),
);

const values: fc.Arbitrary<TypedValue> = fc.oneof(
  fc.constant(NONE),
  fc.record({ type: fc.constantFrom('INT8', 'INT16', 'INT32', 'INT64'), value: INTEGERS }),
  fc.record({ type: fc.constantFrom('FLOAT16', 'FLOAT32', 'FLOAT64'), value: fc.double() }),
  fc.record({ type: fc.constant('BOOL'), value: fc.boolean() }),
  fc.record({ type: fc.constant('STRING'), value: fc.string({ unit: 'binary' }) }),
  fc.record({ type: fc.constant('BYTES'), value: fc.uint8Array({ maxLength: 8 }) }),
  fc.record({ type: fc.constant('LIST'), value: fc.constant([{ type: 'BOOL', value: true }]) }),
) as fc.Arbitrary<TypedValue>;

const rows: fc.Arbitrary<TypedRow[]> = fc.array(
  fc
    .dictionary(fc.constantFrom('a', 'b', '10', '__proto__'), values, { noNullPrototype: false })
    .map((cells) => new Map<string, TypedValue>([['id', { type: 'INT64', value: 1 }], ...Object.entries(cells)])),
  { maxLength: 200 },
);

function built(from: readonly TypedRow[]): Batch {
  const builder = new BatchBuilder(['id']);
  for (const row of from) builder.add(row);
  return builder.finish();
}

describe('a batch', () => {
  it('returns the rows that it was built from', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const batch = built(given);
        expect(batch.typedRows()).toEqual(given);
        expect(batch.length).toBe(given.length);
      }),
    );
  });

  it('selects like an array of rows', () => {
    fc.assert(
      fc.property(
        rows,
        fc.nat(220),
        fc.nat(220),
        fc.subarray(['id', 'b', 'a', 'nowhere']),
        (given, from, to, names) => {
          const batch = built(given);
          const isShown = (row: TypedRow) => row.get('a')?.type !== 'STRING';
          const column = batch.column('a');
          const filtered = batch.filter((row) => !column || batch.value(column, row)?.type !== 'STRING');
          expect(filtered.typedRows()).toEqual(given.filter(isShown));
          expect(filtered.slice(from, to).typedRows()).toEqual(given.filter(isShown).slice(from, Math.max(from, to)));
          expect(batch.slice(from, to).typedRows()).toEqual(given.slice(from, Math.max(from, to)));
          const cut = given.map(
            (row) => new Map(names.flatMap((name) => (row.has(name) ? [[name, row.get(name)]] : []))),
          );
          expect(batch.project(names).typedRows()).toEqual(cut);
        },
      ),
    );
  });

  it('keeps its own order of columns', () => {
    const batch = built([
      new Map([['b', NONE]]),
      new Map([
        ['a', NONE],
        ['id', NONE],
      ]),
    ]);
    expect(batch.columns.map(({ name }) => name)).toEqual(['id', 'b', 'a']);
    expect(batch.project(['a', 'c', 'b']).columns.map(({ name }) => name)).toEqual(['a', 'c', 'b']);
    expect([...(batch.typedRows()[1]?.keys() ?? [])]).toEqual(['id', 'a']);
  });

  it('reads strings, with and without escapes, and lists from its bytes', () => {
    const bytes = Buffer.from('é"x\\n"');
    const column = (tag: number, low: number, high: number) => {
      const words = wordsOver(new ArrayBuffer(8), 0, 1);
      words.u32.set([low, high]);
      return { name: `${tag}`, tags: Uint8Array.of(tag), words };
    };
    const children = wordsOver(new ArrayBuffer(24), 0, 3);
    children.f64.set([1.5, Number.NaN, -0]);
    const columns = [
      column(TAG.string, 0, 2),
      column(TAG.escaped, 3, 3),
      column(TAG.list + TAG.float32, 1, 2),
      column(TAG.absent, 9, 9),
    ];
    const batch = new Batch({ size: 1, columns, bytes, isAscii: false, children, values: [] });
    expect(batch.typedRows()).toEqual([
      new Map([
        ['10', { type: 'STRING', value: 'é' }],
        ['11', { type: 'STRING', value: 'x\n' }],
        [
          '24',
          {
            type: 'LIST',
            value: [
              { type: 'FLOAT32', value: Number.NaN },
              { type: 'FLOAT32', value: -0 },
            ],
          },
        ],
      ]),
    ]);
  });

  it('without rows has none', () => {
    expect([NO_ROWS.length, NO_ROWS.typedRows(), NO_ROWS.slice(0, 3).length]).toEqual([0, [], 0]);
  });
});

describe('the integer of a word', () => {
  it('is the one that was stored', () => {
    fc.assert(
      fc.property(INTEGERS, (value) => {
        const words = wordsOver(new ArrayBuffer(16), 0, 2);
        setInteger(words, 1, value);
        expect(integerAt(words, 1)).toBe(value);
        expect(words.i64[1]).toBe(BigInt(value));
      }),
    );
  });
});

describe('a builder', () => {
  it('starts again after each batch', () => {
    const builder = new BatchBuilder();
    builder.add(new Map([['a', NONE]]));
    expect(builder.size).toBe(1);
    const first = builder.finish();
    builder.add(new Map([['b', { type: 'STRING', value: 'x' }]]));
    expect(builder.finish().columns.map(({ name }) => name)).toEqual(['b']);
    expect(first.typedRows()).toEqual([new Map([['a', NONE]])]);
    expect(builder.finish().length).toBe(0);
  });

  it('accepts another order of columns', () => {
    const builder = new BatchBuilder();
    builder.add(
      new Map([
        ['b', NONE],
        ['a', NONE],
      ]),
    );
    expect(builder.finish((a, b) => (a < b ? -1 : 1)).columns.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
