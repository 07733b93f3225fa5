import { batchesOf } from '../datastore/batch-builder.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { ScanOptions, TableSource } from './instance.ts';
import type { PickleReader } from './pickle-reader.ts';

/**
 * A table whose pickled predictions are read as data: a cell that is a whole pickle is the value that it holds. The key
 * column stays as it is.
 */
export function pickledTable(table: TableSource, reader: PickleReader): TableSource {
  async function* scan(options: ScanOptions): AsyncGenerator<readonly TypedRow[]> {
    const { column: key } = await table.key();
    for await (const batch of table.scan(options)) yield batch.map((row) => readRow(row, key, reader));
  }
  return {
    name: table.name,
    key: () => table.key(),
    columns: (options) => table.columns(options),
    present: (columns) => table.present(columns),
    stats: (options) => table.stats(options),
    scan,
    async *read(options) {
      yield* batchesOf(scan(options), [(await table.key()).column]);
    },
  };
}

function readRow(row: TypedRow, key: string, reader: PickleReader): TypedRow {
  let changed: Map<string, TypedValue> | undefined;
  for (const [name, value] of row) {
    if (value.type !== 'BYTES' || name === key) continue;
    changed ??= new Map(row);
    changed.set(name, reader.read(name, value));
  }
  return changed ?? row;
}
