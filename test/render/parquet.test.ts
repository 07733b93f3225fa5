import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { ColumnTypeSet } from '../../src/datastore/column-types.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import { ParquetRows, type ParquetTable } from '../../src/render/parquet.ts';

async function file(rows: readonly TypedRow[], given: Partial<ParquetTable> = {}): Promise<ArrayBuffer> {
  const types = new ColumnTypeSet();
  types.add('id', 'INT64');
  for (const row of rows) types.addRow(row);
  const chunks: Uint8Array[] = [];
  const sink = {
    write: (chunk: string | Uint8Array) => {
      chunks.push(Buffer.from(chunk as Uint8Array));
      return undefined;
    },
    flush: async () => undefined,
  };
  const columns = [...types.byName.keys()];
  const writer = new ParquetRows(sink, { columns, types: types.byName, keyColumn: 'id', metadata: {}, ...given });
  await writer.rows(rows);
  await writer.end();
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}

const row = (id: number | bigint, values: Record<string, TypedValue> = {}): TypedRow =>
  new Map<string, TypedValue>([['id', { type: 'INT64', value: id }], ...Object.entries(values)]);

describe('a Parquet file', () => {
  it('has every integer of 64 bits, NaN, -0 and the infinities, bytes and strings', async () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
    const rows = values.map((value, index) =>
      row(index % 2 === 0 ? -(2n ** 63n) : 2n ** 63n - 1n, {
        x: { type: 'FLOAT64', value },
        b: { type: 'BYTES', value: Uint8Array.of(0, 255) },
        s: { type: 'STRING', value: 'é\0"\n' },
      }),
    );
    const read = await parquetReadObjects({ file: await file(rows), utf8: false });
    expect(read.map(({ id }) => id)).toEqual([-(2n ** 63n), 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n - 1n]);
    expect(read.map(({ x }) => x)).toEqual(values);
    expect(read[0]).toMatchObject({ b: Uint8Array.of(0, 255), s: 'é\0"\n' });
  });

  it('has integers and floats as doubles if that is exact, else as JSON', async () => {
    const of = (type: 'INT32' | 'INT64') =>
      file([row(1, { n: { type, value: 1 } }), row(2, { n: { type: 'FLOAT64', value: 0.5 } })]);
    const element = async (type: 'INT32' | 'INT64') => parquetMetadata(await of(type)).schema[2];
    expect(await element('INT32')).toMatchObject({ type: 'DOUBLE', repetition_type: 'OPTIONAL' });
    expect(await element('INT64')).toMatchObject({ type: 'BYTE_ARRAY', logical_type: { type: 'JSON' } });
    expect(await parquetReadObjects({ file: await of('INT64') })).toMatchObject([{ n: 1 }, { n: 0.5 }]);
  });

  it('has lists of one scalar type, with gaps in them, as lists', async () => {
    const none: TypedValue = { type: 'UNKNOWN', value: null };
    const list: TypedValue = { type: 'LIST', value: [{ type: 'FLOAT64', value: 0.5 }, none] };
    const read = await parquetReadObjects({
      file: await file([row(1, { l: list }), row(2, { l: { type: 'LIST', value: [] } }), row(3)]),
    });
    expect(read.map(({ l }) => l ?? null)).toEqual([[0.5, null], [], null]);
  });

  it('has a key that is never null, and can be empty', async () => {
    const metadata = parquetMetadata(await file([]));
    expect(metadata.num_rows).toBe(0n);
    expect(metadata.schema[1]).toMatchObject({ name: 'id', type: 'INT64', repetition_type: 'REQUIRED' });
  });

  it('has 2,000 columns, whatever their names', async () => {
    const names = ['a.b', 'a', 'A', '', ' ', 'é', '"', '\n', 'list', 'root', '__proto__', 'x,y'];
    for (let n = 0; names.length < 2000; n++) names.push(`c${n}`);
    const cells = Object.fromEntries(names.map((name, n) => [name, { type: 'INT32', value: n } as TypedValue]));
    const wide = row(1, cells);
    const buffer = await file([new Map([...wide, ['__proto__', { type: 'INT32', value: 10 }]])]);
    const paths = parquetMetadata(buffer).row_groups[0]?.columns.map(({ meta_data }) => meta_data?.path_in_schema);
    expect(new Set(paths?.flat())).toEqual(new Set(['id', ...names]));
    expect(paths?.every((path) => path?.length === 1)).toBe(true);
  });

  it('refuses a value of another type than its column’s', async () => {
    const types = new Map([['id', new Set(['INT64' as const])]]);
    const wrong: TypedRow = new Map([['id', { type: 'STRING', value: 'x' }]]);
    await expect(file([wrong], { types })).rejects.toThrow('a value of the column "id" is of type STRING');
  });
});
