import { Batch } from '../../../src/datastore/batch.ts';
import { BatchBuilder, putValue } from '../../../src/datastore/batch-builder.ts';
import { type Column, TAG, wordsOver } from '../../../src/datastore/cell.ts';
import { compareKeys } from '../../../src/datastore/keys.ts';
import { rowFromPlain, type TypedRow, type TypedValue } from '../../../src/datastore/typed-value.ts';
import { notFound } from '../../../src/errors.ts';
import type { DiffSource } from '../../../src/job/diff/options.ts';
import type { ArtifactLink, KeyValue, ScanOptions, TableSource } from '../../../src/job/instance.ts';

export type PlainRow = Parameters<typeof rowFromPlain>[0];

export interface MemoryTableOptions {
  readonly key?: string;
  /** Rows a batch. */
  readonly size?: number;
  /** Whether strings and lists of numbers lie in the batches' own memory, as a reader of blocks leaves them. */
  readonly asCells?: boolean;
  readonly contents?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly keyOrder?: NonNullable<TableSource['keyOrder']>;
}

/** A table in memory, with what a diff needs; rows are sorted by key. */
export function source(
  rows: readonly (PlainRow | TypedRow)[],
  { key = 'id', size = 3, asCells = true, contents = {}, name = 'results', keyOrder }: MemoryTableOptions = {},
): DiffSource & { readonly read: string[] } {
  const typed = rows.map((row) => (row instanceof Map ? (row as TypedRow) : rowFromPlain(row as PlainRow)));
  const sorted = typed.toSorted((a, b) => (keyOrder ?? compareKeys)(keyOf(a, key), keyOf(b, key)));
  const known = new Set([key, ...typed.flatMap((row) => [...row.keys()])]);
  const read: string[] = [];
  async function* batches({ columns, requires = [] }: ScanOptions): AsyncGenerator<Batch> {
    const missing = [...(columns ?? []), ...requires].find((column) => !known.has(column));
    if (missing !== undefined) throw notFound(`the table has no column "${missing}"`);
    for (let start = 0; start < sorted.length; start += size) {
      const some = sorted.slice(start, start + size).map((row) => cut(row, columns));
      const batch = asCells ? cellBatch(some) : valueBatch(some);
      yield batch;
      // Code that keeps a batch reads garbage.
      for (const { tags } of batch.columns) tags.fill(TAG.bool);
    }
  }
  const table: TableSource = {
    name,
    ...(keyOrder && { keyOrder }),
    key: async () => ({ column: key, type: sorted[0]?.get(key)?.type ?? null }),
    read: batches,
    async *scan(options) {
      for await (const batch of batches(options)) yield batch.typedRows();
    },
    columns: async () => [...known],
    present: async (columns) => new Set(columns.filter((column) => known.has(column))),
    types: async () => new Map(),
    stats: async () => ({ rows: rows.length, columns: known.size, bytes: 0, revisions: null }),
  };
  const artifacts = {
    async read({ uri, offset }: ArtifactLink) {
      read.push(uri);
      const content = contents[`${uri}:${offset}`] ?? contents[uri];
      if (content === undefined) throw notFound(`no content ${uri}`);
      return Buffer.from(content);
    },
  };
  return { table, artifacts, job: name, read };
}

function keyOf(row: TypedRow, key: string): KeyValue {
  return row.get(key)?.value as KeyValue;
}

/** As a scan gives rows: None is left out. */
function cut(row: TypedRow, columns: readonly string[] | undefined): TypedRow {
  return new Map([...row].filter(([name, { value }]) => value !== null && columns?.includes(name) !== false));
}

function valueBatch(rows: readonly TypedRow[]): Batch {
  const builder = new BatchBuilder();
  for (const row of rows) builder.add(row);
  return builder.finish();
}

function cellBatch(rows: readonly TypedRow[]): Batch {
  const values: TypedValue[] = [];
  const texts: Buffer[] = [];
  let length = 0;
  const children = wordsOver(new ArrayBuffer(8 * 1024), 0, 1024);
  let childCount = 0;
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const columns = names.map((name): Column => {
    const words = wordsOver(new ArrayBuffer(8 * rows.length), 0, rows.length);
    const column: Column = { name, tags: new Uint8Array(rows.length), words };
    for (const [index, row] of rows.entries()) {
      const value = row.get(name);
      if (value === undefined) continue;
      if (value.type === 'STRING') {
        const needsEscape = /["\\\n]/.test(value.value);
        const text = Buffer.from(needsEscape ? JSON.stringify(value.value).slice(1, -1) : value.value);
        column.tags[index] = needsEscape ? TAG.escaped : TAG.string;
        words.u32.set([length, text.length], index * 2);
        texts.push(text);
        length += text.length;
      } else if (
        value.type === 'LIST' &&
        value.value.length > 0 &&
        value.value.every(({ type }) => type === 'FLOAT64')
      ) {
        column.tags[index] = TAG.list + TAG.float64;
        words.u32.set([childCount, value.value.length], index * 2);
        for (const item of value.value) children.f64[childCount++] = item.value as number;
      } else putValue(column, index, value, values);
    }
    return column;
  });
  return new Batch({ size: rows.length, columns, bytes: Buffer.concat(texts), isAscii: false, children, values });
}
