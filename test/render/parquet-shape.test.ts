import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { ColumnType } from '../../src/datastore/column-types.ts';
import { NONE, type TypedRow, type TypedValue } from '../../src/datastore/typed-value.ts';
import { ParquetRows } from '../../src/render/parquet.ts';

/** Two values of each type; the second is hard to preserve. */
const VALUES = {
  BOOL: [true, false],
  INT8: [1, -128],
  INT16: [1, -32_768],
  INT32: [1, -2_147_483_648],
  INT64: [1, -(2n ** 63n)],
  FLOAT16: [0.5, 2 ** -24],
  FLOAT32: [0.5, 2 ** -149],
  FLOAT64: [0.5, 5e-324],
  STRING: ['a', 'é\0"'],
  BYTES: [Uint8Array.of(1), Uint8Array.of(0, 255)],
} as const;

type Scalar = keyof typeof VALUES;

const valuesOf = (type: Scalar) => VALUES[type].map((value) => ({ type, value }) as TypedValue);
const listOf = (value: readonly TypedValue[]): TypedValue => ({ type: 'LIST', value });

/** A file with the column `v` of these types, as a reader sees it. */
async function stored(values: readonly TypedValue[], types: Iterable<ColumnType>, doublesAreExact?: boolean) {
  const chunks: Uint8Array[] = [];
  const sink = {
    write: (chunk: string | Uint8Array) => void chunks.push(Buffer.from(chunk as Uint8Array)),
    flush: async () => undefined,
  };
  const writer = new ParquetRows(sink, {
    columns: ['id', 'v'],
    types: new Map([
      ['id', new Set<ColumnType>(['INT64'])],
      ['v', new Set(types)],
    ]),
    keyColumn: 'id',
    metadata: {},
    ...(doublesAreExact && { exact: new Set(['v']) }),
  });
  const id: TypedValue = { type: 'INT64', value: 1 };
  await writer.rows(
    values.map(
      (v): TypedRow =>
        new Map([
          ['id', id],
          ['v', v],
        ]),
    ),
  );
  await writer.end();
  const file = new Uint8Array(Buffer.concat(chunks)).buffer;
  const read = await parquetReadObjects({ file, utf8: false });
  return { schema: parquetMetadata(file).schema.slice(2), read: read.map(({ v }) => v) };
}

describe('a column of one type', () => {
  it.each([
    ['BOOL', { type: 'BOOLEAN' }],
    ['INT8', { type: 'INT32', converted_type: 'INT_8' }],
    ['INT16', { type: 'INT32', converted_type: 'INT_16' }],
    ['INT32', { type: 'INT32' }],
    ['INT64', { type: 'INT64' }],
    ['FLOAT16', { type: 'FLOAT' }],
    ['FLOAT32', { type: 'FLOAT' }],
    ['FLOAT64', { type: 'DOUBLE' }],
    ['STRING', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }],
    ['BYTES', { type: 'BYTE_ARRAY' }],
  ] as const)('%s is stored as %j, alone and in lists', async (type, leaf) => {
    const values = valuesOf(type);
    const plain = VALUES[type].map((value) => (type === 'INT64' ? BigInt(value as number) : value));
    const cells = await stored([...values, NONE], [type, 'UNKNOWN']);
    expect(cells.schema).toEqual([{ name: 'v', ...leaf, repetition_type: 'OPTIONAL' }]);
    expect(cells.read.map((v) => v ?? null)).toEqual([...plain, null]);
    const lists = await stored([listOf(values), listOf([]), listOf([NONE])], [`LIST<${type}>`, 'LIST<UNKNOWN>']);
    expect(lists.schema[2]).toEqual({ name: 'element', ...leaf, repetition_type: 'OPTIONAL' });
    expect(lists.read).toEqual([plain, [], [null]]);
  });

  it('can have narrow floats, which are written with few digits', async () => {
    const narrow = (value: number) => ({ type: 'FLOAT32', value, narrow: true }) as TypedValue;
    const { schema, read } = await stored([narrow(Math.fround(0.1))], ['FLOAT32']);
    expect(schema[0]?.type).toBe('FLOAT');
    expect(read).toEqual([Math.fround(0.1)]);
  });
});

describe('a column of several types', () => {
  const numbers: [types: readonly Scalar[], type: string, converted?: string][] = [
    [['INT8', 'INT16'], 'INT32', 'INT_16'],
    [['INT32', 'INT8'], 'INT32'],
    [['INT16', 'INT64'], 'INT64'],
    [['FLOAT16', 'FLOAT32'], 'FLOAT'],
    [['FLOAT32', 'FLOAT64'], 'DOUBLE'],
    [['INT8', 'FLOAT16'], 'DOUBLE'],
    [['INT32', 'FLOAT64'], 'DOUBLE'],
  ];

  it.each(numbers)('%j is stored as %s, which can represent all of them', async (types, type, converted) => {
    const values = types.flatMap(valuesOf);
    const plain = types.flatMap((each) =>
      VALUES[each].map((value) => (type === 'INT64' ? BigInt(value as number) : value)),
    );
    const cells = await stored(values, types);
    expect(cells.schema).toMatchObject([{ type, ...(converted && { converted_type: converted }) }]);
    expect(cells.read).toEqual(plain);
    const lists = await stored(
      types.map((each) => listOf(valuesOf(each))),
      types.map((each) => `LIST<${each}>` as const),
    );
    expect(lists.schema[2]).toMatchObject({ type });
    expect(lists.read.flat()).toEqual(plain);
  });

  it.each([
    [['INT64', 'FLOAT64']],
    [['BOOL', 'INT8']],
    [['STRING', 'FLOAT64']],
  ] as const)('%j is JSON', async (types) => {
    const values = types.map((type) => ({ type, value: VALUES[type][0] }) as TypedValue);
    const { schema, read } = await stored(values, types);
    expect(schema).toMatchObject([{ type: 'BYTE_ARRAY', converted_type: 'JSON' }]);
    expect(read).toEqual(types.map((type) => VALUES[type][0]));
  });

  it('with integers that are exact as doubles is stored as doubles', async () => {
    const values: TypedValue[] = [
      { type: 'INT64', value: Number.MAX_SAFE_INTEGER },
      { type: 'FLOAT64', value: 0.5 },
    ];
    const { schema, read } = await stored(values, ['INT64', 'FLOAT64'], true);
    expect(schema).toMatchObject([{ type: 'DOUBLE' }]);
    expect(read).toEqual([Number.MAX_SAFE_INTEGER, 0.5]);
  });

  it('of lists and scalars is JSON, as are lists of lists', async () => {
    const [number] = valuesOf('FLOAT64');
    const list = listOf(valuesOf('FLOAT64').slice(0, 1));
    const mixed = await stored([list, number ?? NONE], ['LIST<FLOAT64>', 'FLOAT64']);
    expect(mixed.schema).toMatchObject([{ converted_type: 'JSON' }]);
    expect(mixed.read).toEqual([[0.5], 0.5]);
    const nested = await stored([listOf([list])], ['LIST<LIST<FLOAT64>>'] as unknown as ColumnType[]);
    expect(nested.read).toEqual([[[0.5]]]);
  });

  it('that is JSON may be huge, beside small ones', async () => {
    const texts = Array.from({ length: 60_000 }, (_, index) => `"${index}" é😀\ud800`);
    const huge = listOf(texts.map((value) => ({ type: 'STRING', value })));
    const small = listOf([listOf([])]);
    const { read } = await stored([small, huge, huge, small], ['LIST<STRING>', 'OBJECT']);
    expect(JSON.stringify(read) === JSON.stringify([[[]], texts, texts, [[]]])).toBe(true);
  });
});

describe('a value of a type that the table does not list', () => {
  const listed = (Object.keys(VALUES) as Scalar[]).flatMap((column) =>
    (Object.keys(VALUES) as Scalar[]).filter((type) => type !== column).map((type) => [type, column] as const),
  );
  // These are stored the same way, or without loss.
  const isHeld = (type: Scalar, column: Scalar) =>
    (/^INT(8|16|32)$/.test(type) && /^INT|^FLOAT64/.test(column)) ||
    (/^FLOAT(16|32)$/.test(type) && /^FLOAT/.test(column));

  it.each(
    listed.filter(([type, column]) => !isHeld(type, column)),
  )('%s in a column of %s is damage', async (type, column) => {
    const message = (shown: string) => `a value of the column "v" is of type ${shown}, which the table does not list`;
    await expect(stored(valuesOf(type), [column])).rejects.toThrow(message(type));
    await expect(stored([listOf(valuesOf(type))], [`LIST<${column}>`])).rejects.toThrow(message('LIST'));
  });
});
