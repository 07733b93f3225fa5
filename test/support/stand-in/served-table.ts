import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type DataType, NONE, type TypedRow, type TypedValue } from '../../../src/datastore/typed-value.ts';
import type { KeyValue } from '../../../src/job/instance.ts';
import { compareServerKeys } from '../../../src/server/key-order.ts';
import { BlockFiles } from '../../../src/standalone/block-files.ts';
import { ColumnCheck } from '../../../src/standalone/column-check.ts';
import { readTableDirs, tableFolder } from '../../../src/standalone/datastore-manifest.ts';
import { oldTableDirs } from '../../../src/standalone/old-tables.ts';
import { TableReader } from '../../../src/standalone/reader/table-reader.ts';
import { readTableManifest } from '../../../src/standalone/table-manifest.ts';
import { type ColumnStatistics, gatherStatistics } from './hints.ts';

/** A table in memory, with complete rows (None kept) in the order of its keys on a server. */
export class ServedTable {
  readonly keyColumn: string;
  readonly keyType: DataType | null;
  readonly rows: readonly TypedRow[];
  private gathered: ReadonlyMap<string, ColumnStatistics> | undefined;

  constructor(keyColumn: string, keyType: DataType | null, rows: readonly TypedRow[]) {
    this.keyColumn = keyColumn;
    this.keyType = keyType;
    const keyOf = (row: TypedRow) => row.get(keyColumn)?.value as KeyValue;
    this.rows = rows.toSorted((a, b) => compareServerKeys(keyOf(a), keyOf(b)));
  }

  /** By column; the columns are those that any row has. */
  get statistics(): ReadonlyMap<string, ColumnStatistics> {
    this.gathered ??= gatherStatistics(this.rows);
    return this.gathered;
  }
}

/** How many tables stay in memory: pages of one scan follow each other. */
const KEPT = 4;

/** The tables of a Standalone store as a server has them: artifacts stay objects, with links to the server. */
export class StoreTables {
  private readonly root: string;
  private readonly kept = new Map<string, ServedTable>();

  constructor(root: string) {
    this.root = root;
  }

  async names(): Promise<readonly string[]> {
    return [...(await this.dirs()).keys()];
  }

  private async dirs(): Promise<ReadonlyMap<string, string>> {
    return new Map([...oldTableDirs(this.root, 'project/'), ...(await readTableDirs(this.root))]);
  }

  /**
   * A table by its name in the store; null if it does not exist.
   * @param serverUri the server's name for an object of this store, in the row with the given key
   */
  async read(
    name: string,
    revision: bigint | undefined,
    serverUri: (object: string, key: TypedValue) => string,
  ): Promise<ServedTable | null> {
    const registered = (await this.dirs()).get(name);
    if (registered === undefined) return null;
    const folder = tableFolder(this.root, name, registered);
    const changed = statSync(join(folder, 'manifest.json'), { throwIfNoEntry: false })?.mtimeMs;
    const id = `${name}@${revision}@${changed}`;
    const known = this.kept.get(id);
    if (known !== undefined) return known;
    const table = await readTable(folder, revision, serverUri);
    this.kept.set(id, table);
    for (const old of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(old);
    return table;
  }
}

async function readTable(
  folder: string,
  revision: bigint | undefined,
  serverUri: (object: string, key: TypedValue) => string,
): Promise<ServedTable> {
  const manifest = await readTableManifest(folder);
  if (manifest === null) return new ServedTable('id', null, []);
  const { keyColumn, keyType, blocks } = manifest;
  const files = BlockFiles.open(blocks);
  try {
    const rows: TypedRow[] = [];
    const check = new ColumnCheck([], keyColumn);
    const reader = new TableReader({ manifest, blocks, files, scan: { revision, keepNone: true }, check });
    for await (const batch of reader.batches()) {
      for (const row of batch.typedRows()) {
        const key = row.get(keyColumn) ?? NONE;
        const rename = (uri: string) => serverUri(uri, key);
        rows.push(new Map(Array.from(row, ([name, value]) => [name, relinked(value, rename)])));
      }
    }
    return new ServedTable(keyColumn, keyType, rows);
  } finally {
    files.close();
  }
}

/** The name of an object in a store's `.objectstore`; other links stay unchanged. */
const OBJECT_NAME = /^[0-9a-f]{64}$/;

function relinked(value: TypedValue, rename: (uri: string) => string): TypedValue {
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      return { type: value.type, value: value.value.map((item) => relinked(item, rename)) };
    case 'MAP':
      return { type: 'MAP', value: value.value.map(({ key, value }) => ({ key, value: relinked(value, rename) })) };
    case 'OBJECT': {
      const attributes = new Map(Array.from(value.value, ([name, item]) => [name, relinked(item, rename)]));
      const uri = attributes.get('uri');
      if (uri?.type === 'STRING' && OBJECT_NAME.test(uri.value)) {
        attributes.set('uri', { type: 'STRING', value: rename(uri.value) });
      }
      return { ...value, value: attributes };
    }
    default:
      return value;
  }
}
