import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueError } from '../../src/datastore/scalars.ts';
import { BlockLineReader, type KeyedRecords } from '../../src/standalone/block-line.ts';
import { RecordSchemas } from '../../src/standalone/record-schema.ts';
import { type Cell, pythonLine } from '../support/write-table.ts';

const INT = { type: 'INT64' };
const read = (line: string, keyColumn = 'id') => new BlockLineReader(keyColumn, new RecordSchemas()).read(line);

/** Everything a line says, decoded. */
function facts({ key, typedKey, records }: KeyedRecords) {
  const decoded = records.map(({ revision, schema, data }) => {
    const columns = Array.from(schema, ([name, decode]) => [
      name,
      Object.hasOwn(data, name) ? decode(data[name]) : 'none',
    ]);
    return [revision, Object.keys(data).sort(), columns.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))];
  });
  return { key, typedKey, records: decoded.sort(([a], [b]) => (BigInt(String(a)) < BigInt(String(b)) ? -1 : 1)) };
}

const name = fc.oneof(
  fc.constantFrom('a', '10', '__proto__', '"', '\\', '{', '}}}', '", "data": ', '\u2028'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const leaf: fc.Arbitrary<Cell> = fc.oneof(
  fc.oneof(name, fc.string({ unit: 'grapheme' })).map((text): Cell => [{ type: 'STRING' }, text]),
  fc.bigInt(0n, 2n ** 64n - 1n).map((bits): Cell => [INT, bits.toString(16).padStart(16, '0')]),
  fc.boolean().map((value): Cell => [{ type: 'BOOL' }, value ? '1' : '0']),
  fc.constant<Cell>([{ type: 'UNKNOWN' }, null]),
);
const list = fc.array(leaf, { maxLength: 3 }).map((items): Cell => {
  const attributes = items.map(([schema], index) => ({ index, ...(schema as object) }));
  return [{ type: 'LIST', elementType: INT, attributes }, items.map(([, data]) => data)];
});
const object = fc.uniqueArray(fc.tuple(name, leaf), { maxLength: 3, selector: ([one]) => one }).map((entries): Cell => {
  const attributes = entries.map(([one, [schema]]) => ({ name: one, ...(schema as object) }));
  return [
    { type: 'OBJECT', pythonType: 'a.B', attributes },
    Object.fromEntries(entries.map(([one, [, data]]) => [one, data])),
  ];
});
const columns = fc.uniqueArray(fc.tuple(name, fc.oneof(leaf, list, object)), {
  maxLength: 4,
  selector: ([one]) => one,
});
const line = fc.record({
  keyColumn: name,
  key: fc.bigInt(0n, 2n ** 64n - 1n),
  records: fc.uniqueArray(fc.tuple(fc.bigInt(0n, 2n ** 64n), columns), {
    minLength: 1,
    maxLength: 4,
    selector: ([revision]) => revision,
  }),
});

/** The same JSON with other white space, and with the members of its objects reversed. */
function respelled(text: string, how: 'compact' | 'spaced' | 'turned'): string {
  const write = (value: unknown, turned: boolean): string => {
    const gap = how === 'compact' ? '' : how === 'spaced' ? ' \t' : ' ';
    if (Array.isArray(value)) return `[${value.map((item) => write(item, false)).join(`${gap},`)}${gap}]`;
    if (typeof value !== 'object' || value === null) return escaped(value, how);
    const members = Object.entries(value);
    if (turned) members.reverse();
    return `{${gap}${members.map(([one, item]) => `${JSON.stringify(one)}${gap}:${gap}${write(item, turned)}`).join(`,${gap}`)}}`;
  };
  return write(JSON.parse(text), how === 'turned');
}

/** Writes characters as escapes, as JSON allows. */
function escaped(value: unknown, how: string): string {
  const text = JSON.stringify(value);
  if (how !== 'spaced' || typeof value !== 'string' || text.includes('\\')) return text;
  return text.replace(/[^"]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

describe('BlockLineReader', () => {
  it("reads the client's spelling and any other spelling of the same JSON alike", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        const [known, ...others] = [0, 1, 2, 3].map(() => new Map<string, BlockLineReader>());
        const readerOf = (readers: Map<string, BlockLineReader> | undefined, keyColumn: string) => {
          const reader = readers?.get(keyColumn) ?? new BlockLineReader(keyColumn, new RecordSchemas());
          readers?.set(keyColumn, reader);
          return reader;
        };
        for (const { keyColumn, key, records } of lines) {
          const keyCell: Cell = [INT, key.toString(16)];
          const sorted = records.toSorted(([a], [b]) => (a < b ? -1 : 1));
          const text = pythonLine(
            keyColumn,
            sorted.map(([revision, cells]) => [String(revision), Object.fromEntries([...cells, [keyColumn, keyCell]])]),
          );
          const expected = facts(readerOf(known, keyColumn).read(text));
          expect(BigInt.asUintN(64, BigInt(expected.key as number))).toBe(key);
          expect(expected.records).toHaveLength(records.length);
          for (const [index, how] of (['compact', 'spaced', 'turned'] as const).entries()) {
            expect(facts(readerOf(others[index], keyColumn).read(respelled(text, how)))).toEqual(expected);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads what the client wrote', () => {
    const text =
      '{"key": "id", "records": {"1880840494234": {"schema": {"id": {"type": "INT64"}, "b": {"type": "STRING"}}, "data": {"id": "0000000000000001", "b": "x"}}, "1880840555826": {"schema": {"b": {"type": "UNKNOWN"}}, "data": {"b": null}}}}';
    const { key, typedKey, records } = read(text);
    expect([key, typedKey]).toEqual([1, { type: 'INT64', value: 1 }]);
    expect(records.map(({ revision, data }) => [revision, data])).toEqual([
      ['1880840494234', { id: '0000000000000001', b: 'x' }],
      ['1880840555826', { b: null }],
    ]);
  });

  it('takes the key from the first record that has one', () => {
    const record = (data: object, schema: object) => JSON.stringify({ schema, data });
    const other = record({ a: '1' }, { a: INT });
    const none = record({ id: null }, { id: { type: 'UNKNOWN' } });
    const text = (...records: readonly string[]) =>
      `{"key":"id","records":{${records.map((one, index) => `"${index}":${one}`).join()}}}`;
    expect(read(text(other, none, record({ id: 'x' }, { id: { type: 'STRING' } }))).key).toBe('x');
    expect(read(text(record({ id: 'AP8=' }, { id: { type: 'BYTES' } }))).key).toEqual(Uint8Array.of(0, 255));
    expect(read(text(record({ id: '0' }, { id: { type: 'BOOL' } }))).key).toBe(false);
    expect(() => read(text(other, none))).toThrow('no value of the key column "id"');
    expect(() => read(text(record({ id: ['1'] }, { id: { type: 'TUPLE', elementType: INT } })))).toThrow(
      'a key of type TUPLE',
    );
    expect(() => read(text(record({}, { id: INT })))).toThrow('no value of the key column "id"');
    expect(() => read(text())).toThrow('no value of the key column "id"');
  });

  it('uses the last of a repeated revision or column, as JSON does', () => {
    const record = (value: string) => `{"schema": {"id": {"type": "STRING"}}, "data": {"id": "${value}"}}`;
    const twice = `{"key": "id", "records": {"5": ${record('x')}, "5": ${record('y')}}}`;
    expect(facts(read(twice))).toEqual(facts(read(respelled(twice, 'compact'))));
    expect(read(twice).key).toBe('y');
    expect(
      read('{"key": "id", "records": {"5": {"schema": {"id": {"type": "STRING"}}, "data": {"id": "x", "id": "y"}}}}')
        .key,
    ).toBe('y');
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{}',
    '{"key": "id", "records": []}',
    '{"key": "other", "records": {}}',
    '{"records": {}}',
    '{"key": "id", "records": {"-1": {"schema": {}, "data": {}}}}',
    '{"key": "id", "records": {"x": {"schema": {}, "data": {}}}}',
    '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}}}}',
    '{"key": "id", "records": {"1": {"schema": null, "data": {"id": "1"}}}}',
    '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "x"}}}}',
    '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "1"}}}} x',
    '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "1"}}}',
    '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "1"}}, }}',
    '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "1"}, "x": 1}}} ',
    '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64}}, "data": {"id": "1"}}}}',
    '{"key": "id", "records": {"1": {"schema": {"id"}, "data": {"id": "1"}}}}',
  ])('finds damage, or reads as JSON says: %s', (text) => {
    let expected: unknown;
    try {
      expected = facts(read(respelled(text, 'compact')));
    } catch {
      expected = undefined;
    }
    if (expected === undefined) expect(() => read(text)).toThrow(expect.toSatisfy(isDamage));
    else expect(facts(read(text))).toEqual(expected);
  });

  it('finds damage wherever a line is truncated or changed', () => {
    const text =
      '{"key": "id", "records": {"1": {"schema": {"id": {"type": "INT64"}}, "data": {"id": "1"}}, "2": {"schema": {"a": {"type": "STRING"}}, "data": {"a": "x\\"}"}}}}';
    for (let length = 0; length < text.length; length++)
      expect(() => read(text.slice(0, length))).toThrow(expect.toSatisfy(isDamage));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('"', '{', '}', '\\', 'x', '', ' ', ':'), (at, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        const attempt = (source: string) => {
          try {
            return facts(read(source));
          } catch (error) {
            expect(isDamage(error)).toBe(true);
            return 'damage';
          }
        };
        expect(attempt(changed)).toEqual(isJson(changed) ? attempt(respelled(changed, 'compact')) : 'damage');
      }),
      { numRuns: 2000 },
    );
  });

  it('takes names of properties for names like any other', () => {
    const text =
      '{"key": "__proto__", "records": {"1": {"schema": {"__proto__": {"type": "INT64"}, "constructor": {"type": "INT64"}}, "data": {"__proto__": "7", "constructor": "8"}}}}';
    expect(read(text, '__proto__').key).toBe(7);
    expect(facts(read(text, '__proto__'))).toEqual(facts(read(respelled(text, 'compact'), '__proto__')));
    expect(() => read('{"key": "constructor", "records": {"1": {"schema": {}, "data": {}}}}', 'constructor')).toThrow(
      'no value of the key column',
    );
  });

  it('says in a short line what is wrong, however long or deep', () => {
    const long = 'x'.repeat(1e6);
    for (const text of [
      `{"key": "${long}", "records": {}}`,
      `{"key": "id", "records": {"${long}": {"schema": {}, "data": {}}}}`,
    ]) {
      expect(() => read(text)).toThrow(/^.{1,200}$/);
    }
    expect(() => read(`{"key": ${'['.repeat(1e5)}${']'.repeat(1e5)}, "records": {}}`)).toThrow(
      'the key column an array, not "id"',
    );
  });
});

const isDamage = (error: unknown): boolean => error instanceof SyntaxError || error instanceof ValueError;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
