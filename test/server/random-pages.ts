import fc from 'fast-check';
import { encodeFloat, encodeInteger } from '../../src/datastore/scalars.ts';

// Random records of a table, as a Server sends them, and ways to read them.

export const KEY = 'id';

export interface Reading {
  readonly keepNone?: boolean;
  readonly columns?: readonly string[] | undefined;
}

const hex = (digits: number) =>
  fc.bigInt(0n, 16n ** BigInt(digits) - 1n).map((n) => n.toString(16).padStart(digits, '0'));
const scalar = (type: string, value: fc.Arbitrary<unknown>) =>
  value.map((value) => `{"type":"${type}","value":${JSON.stringify(value)}}`);
const number = fc.constantFrom<readonly [string, number]>(
  ['INT8', 2],
  ['INT16', 4],
  ['INT32', 8],
  ['INT64', 16],
  ['FLOAT16', 4],
  ['FLOAT32', 8],
  ['FLOAT64', 16],
);
const numeric = fc.oneof(
  number.chain(([type, digits]) => scalar(type, hex(digits))),
  fc.double().map((value) => `{"type":"FLOAT64","value":"${encodeFloat('FLOAT64', value)}"}`),
  scalar('BOOL', fc.constantFrom('0', '1')),
);
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('a\tb"\\', '=1+1', '\ud800', ''));
const flat = fc.oneof(
  numeric,
  scalar('STRING', text),
  scalar(
    'BYTES',
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')),
  ),
  fc.constantFrom('{"type":"UNKNOWN","value":null}', '{"type":"INT64","value":null}', 'null', '{"type":"STRING"}'),
);
/** As Java's `Map.of` has it: in either order, by the process. */
const typed = (type: string, value: string) =>
  fc.constantFrom(`{"type":"${type}","value":${value}}`, `{"value":${value},"type":"${type}"}`);
const numbers = fc.oneof(
  number.chain(([type, digits]) => fc.array(scalar(type, hex(digits)), { maxLength: 6 })),
  fc.array(scalar('BOOL', fc.constantFrom('0', '1')), { maxLength: 3 }),
);
const list = fc
  .tuple(fc.oneof(numbers, fc.array(flat, { maxLength: 4 })), fc.constantFrom('LIST', 'LIST', 'LIST', 'TUPLE'))
  .chain(([items, type]) => typed(type, `[${items.join()}]`));
const nested = fc.oneof(
  flat.chain((key) => list.chain((value) => typed('MAP', `[{"key":${key},"value":${value}}]`))),
  flat.map((x) => `{"value":{"x":${x}},"type":"OBJECT","pythonType":"a.B"}`),
);
const cell = fc.oneof(
  { weight: 4, arbitrary: numeric },
  { weight: 4, arbitrary: flat },
  { weight: 3, arbitrary: list },
  nested,
);
const NAMES = ['a', 'b/c', 'ö', '10', '__proto__', 'a"b', 'loss', '🐳', 'records'];
const others = fc.dictionary(fc.constantFrom(...NAMES), cell).map((cells) => Object.entries(cells));
/** The texts of the records of a page, with ascending keys. */
export const page = fc.array(others, { maxLength: 12 }).map((rows) =>
  rows.map((cells, index) => {
    const key = [KEY, `{"type":"INT64","value":"${encodeInteger('INT64', index)}"}`] as const;
    const members = index % 3 === 0 ? [key, ...cells] : [...cells, key];
    return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`;
  }),
);
export const reading = fc.record({
  keepNone: fc.boolean(),
  columns: fc.option(fc.uniqueArray(fc.constantFrom(KEY, ...NAMES)), { nil: undefined }),
});
