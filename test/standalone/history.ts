import fc from 'fast-check';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import type { KeyValue, ScanOptions } from '../../src/job/instance.ts';
import { compareAsPython, type KeyType, type TombstoneText, type Write } from '../support/write-table.ts';

// Random histories of a table, and the resulting rows, computed naively from all writes.

/** Few keys of each type, so that blocks, ranges and tombstones overlap. */
const KEYS: Readonly<Record<KeyType, fc.Arbitrary<KeyValue>>> = {
  INT64: fc.constantFrom<KeyValue[]>(...intKeys()),
  STRING: fc.constantFrom(
    '',
    'a',
    'aa',
    'ab',
    'a"b',
    'a\\',
    'b',
    'B',
    '-',
    'k_1',
    '\ud83d\ude42',
    '\uffff',
    '\u2028',
    'é',
    '10',
    '9',
  ),
  FLOAT64: fc.constantFrom(
    -1e300,
    -2.5,
    -2,
    -0.1,
    0,
    0.1,
    0.9,
    1,
    1.5,
    2.000001,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    5e-324,
  ),
  BOOL: fc.boolean(),
  BYTES: fc
    .constantFrom('', '\0', 'a', 'ab', 'b', '\xff', '\x80')
    .map((text) => new Uint8Array(Buffer.from(text, 'latin1'))),
};

const COLUMNS = ['a', 'b', '10', '__proto__', 'constructor'] as const;

const cells = fc
  .dictionary(fc.constantFrom(...COLUMNS), fc.constantFrom('x', 'y', null), { noNullPrototype: true })
  .map((columns) =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        COLUMNS.filter((name) => Object.hasOwn(columns, name)).map((name) => [
          `${name}`,
          {
            value: [{ type: columns[name] === null ? 'UNKNOWN' : 'STRING' }, columns[name]],
            enumerable: true,
          },
        ]),
      ),
    ),
  );

export interface History {
  readonly keyType: KeyType;
  readonly writes: readonly (Write & { readonly block: number })[];
  readonly tombstones: readonly TombstoneText[];
}

export function histories(keyType: KeyType): fc.Arbitrary<History> {
  const write = fc.record({
    key: KEYS[keyType],
    block: fc.nat(3),
    cells: fc.option(cells, { freq: 5 }) as fc.Arbitrary<Write['cells']>,
  });
  // The client truncates float bounds, and cannot write bytes: of these it deletes only whole tables.
  const bound =
    keyType === 'INT64' || keyType === 'STRING' ? fc.option(KEYS[keyType]) : fc.constant<KeyValue | null>(null);
  const tombstone = fc.record({ at: fc.nat(40), start: bound, end: bound, end_inclusive: fc.boolean() });
  return fc
    .record({ writes: fc.array(write, { maxLength: 30 }), tombstones: fc.array(tombstone, { maxLength: 2 }) })
    .map(
      ({ writes, tombstones }): History => ({
        keyType,
        writes: writes.map((one, index) => ({ ...one, revision: FIRST_REVISION + 2n * BigInt(index) })),
        tombstones: tombstones.map(({ at, ...range }) => ({
          ...range,
          revision: String(FIRST_REVISION + 2n * BigInt(at) + 1n),
        })),
      }),
    );
}

/** Revisions exceed 2^53, and change their number of digits within a history. */
const FIRST_REVISION = 9_999_999_999_999_999_980n;

export function rangesOf(keyType: KeyType): fc.Arbitrary<ScanOptions> {
  const count = fc.option(fc.nat(12), { nil: undefined });
  return fc
    .record({
      start: fc.option(KEYS[keyType], { nil: undefined }),
      end: fc.option(KEYS[keyType], { nil: undefined }),
      single: fc.boolean(),
      endInclusive: fc.boolean(),
      keepNone: fc.boolean(),
      limit: count,
      tail: count,
      columns: fc.option(fc.uniqueArray(fc.constantFrom('id', ...COLUMNS)), { nil: undefined, freq: 2 }),
      revision: fc.option(fc.bigInt(FIRST_REVISION, FIRST_REVISION + 80n), { nil: undefined, freq: 2 }),
    })
    .map(({ single, ...range }) => ({
      ...range,
      ...(single && range.start !== undefined && { end: range.start, endInclusive: true }),
      ...(range.limit !== undefined && { tail: undefined }),
    }));
}

/** The rows of a history, computed naively from all of its writes. */
function modelRows(
  { writes, tombstones }: History,
  revision: bigint | undefined,
): [KeyValue, Map<string, string | null>][] {
  const rows: [KeyValue, Map<string, string | null>][] = [];
  const isSeen = (at: bigint) => revision === undefined || at <= revision;
  const find = (key: KeyValue) => rows.findIndex(([known]) => compareAsPython(known, key) === 0);
  const events = [
    ...writes.map((write) => ({ at: write.revision, write, tombstone: undefined })),
    ...tombstones.map((tombstone) => ({ at: BigInt(tombstone.revision), write: undefined, tombstone })),
  ].filter(({ at }) => isSeen(at));
  for (const { write, tombstone } of events.sort((a, b) => (a.at < b.at ? -1 : 1))) {
    if (write) {
      const index = find(write.key);
      if (write.cells === null) {
        if (index >= 0) rows.splice(index, 1);
        continue;
      }
      const row = rows[index]?.[1] ?? new Map<string, string | null>();
      if (index < 0) rows.push([write.key, row]);
      for (const name of Object.keys(write.cells)) row.set(name, write.cells[name]?.[1] as string | null);
    } else {
      const {
        start,
        end,
        end_inclusive: inclusive,
      } = tombstone as { start: KeyValue | null; end: KeyValue | null; end_inclusive: boolean };
      for (const [key] of [...rows]) if (isWithin(key, start, end, inclusive)) rows.splice(find(key), 1);
    }
  }
  return rows.sort(([a], [b]) => compareAsPython(a, b));
}

export function isWithin(
  key: KeyValue,
  start: KeyValue | null | undefined,
  end: KeyValue | null | undefined,
  inclusive = false,
) {
  if (start !== null && start !== undefined && compareAsPython(key, start) < 0) return false;
  if (end === null || end === undefined) return true;
  const order = compareAsPython(key, end);
  return order < 0 || (order === 0 && inclusive);
}

/** The expected result of a scan with these options, in the form of `facts`. */
export function modelScan(history: History, options: ScanOptions): unknown[] {
  const { start, end, endInclusive, keepNone, limit, tail, columns, revision } = options;
  let rows = modelRows(history, revision).filter(([key]) => isWithin(key, start, end, endInclusive));
  if (limit !== undefined) rows = rows.slice(0, limit);
  if (tail !== undefined) rows = tail === 0 ? [] : rows.slice(-tail);
  return rows.map(([key, row]) => {
    const shown = [['id', plainKey(key)], ...Array.from(row).filter(([, value]) => value !== null || keepNone)];
    return shown.filter(([name]) => columns === undefined || columns.includes(String(name))).sort(byName);
  });
}

export function facts(rows: readonly TypedRow[]): unknown[] {
  return rows.map((row) =>
    Array.from(row, ([name, { value }]) => [name, name === 'id' ? plainKey(value) : value]).sort(byName),
  );
}

const plainKey = (value: TypedValue['value']): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : typeof value === 'bigint' ? `${value}` : value;
export const byName = ([a]: readonly unknown[], [b]: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);

function intKeys(): KeyValue[] {
  return [
    -(2n ** 63n),
    -(2n ** 53n) - 1n,
    -3,
    -1,
    0,
    1,
    2,
    3,
    10,
    2 ** 53 - 1,
    2n ** 53n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
  ];
}
