import { autoConversionOf } from '../datastore/artifact.ts';
import type { Batch } from '../datastore/batch.ts';
import { type Column, TAG } from '../datastore/cell.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { ScanOptions, TableSource } from './instance.ts';
import type { PickleReader } from './pickle-reader.ts';

/**
 * A table whose pickled predictions are read as data: a cell that is a complete pickle becomes the value in it, read on
 * demand. The key column stays as it is.
 */
export function pickledTable(table: TableSource, reader: PickleReader): TableSource {
  async function* read(options: ScanOptions): AsyncGenerator<Batch> {
    const { column: key } = await table.key();
    const pass = reader.pass(table);
    for await (const batch of table.read({ ...options, seeType: seenType(key, options.seeType) })) {
      if (!mayHavePickles(batch, key)) {
        yield batch;
        continue;
      }
      await reader.load();
      pass.nextBatch();
      yield batch.mapValues((value, { name }, row) =>
        value.type !== 'BYTES' || name === key ? value : pass.read(name, value, row),
      );
    }
  }
  return {
    name: table.name,
    tellsTypes: table.tellsTypes === true,
    key: () => table.key(),
    columns: (options) => table.columns(options),
    async types(options) {
      const { column: key } = await table.key();
      // A pickle may hold a value of any type.
      return new Map(
        Array.from(await table.types(options), ([name, types]) => [
          name,
          types.has('BYTES') && name !== key ? new Set([...types, 'OBJECT' as const]) : types,
        ]),
      );
    },
    present: (columns) => table.present(columns),
    stats: (options) => table.stats(options),
    async *scan(options): AsyncGenerator<readonly TypedRow[]> {
      for await (const batch of read(options)) yield batch.typedRows();
    },
    read,
  };
}

/** A pickle may hold a value of any type. */
function seenType(key: string, see: ScanOptions['seeType']): ScanOptions['seeType'] {
  return (
    see &&
    ((name, type) => {
      see(name, type);
      if (type === 'BYTES' && name !== key) see(name, 'OBJECT');
    })
  );
}

function mayHavePickles(batch: Batch, key: string): boolean {
  const hasBytes = ({ name, tags, mayHaveBytes }: Column) =>
    name !== key && mayHaveBytes !== false && tags.subarray(0, batch.size).includes(TAG.bytes);
  return batch.values.some(isBytes) || batch.columns.some(hasBytes);
}

/** Long bytes are an artifact until they are read. */
function isBytes(value: TypedValue): boolean {
  return value.type === 'BYTES' || (value.type === 'OBJECT' && autoConversionOf(value) === 'BYTES');
}
