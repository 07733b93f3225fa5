import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isObject, type JsonObject, own } from '../datastore/schema.ts';
import type { DataType } from '../datastore/typed-value.ts';
import { damaged } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import { isOldTable, readOldManifest } from './old-table.ts';
import { isParquetTable } from './old-tables.ts';
import { checkVersion, readJsonManifest } from './read-json.ts';
import { parseRevision } from './revision.ts';
import type { BlockDescription, TableManifest, Tombstone } from './table-description.ts';

/**
 * Reads the manifest in a table's folder; null if there is none yet, as for a table without rows. The client creates the
 * folder before it registers the table, so a missing folder was lost.
 */
export async function readTableManifest(folder: string): Promise<TableManifest | null> {
  if (isOldTable(folder)) return readOldManifest(folder);
  const path = join(folder, 'manifest.json');
  const manifest = await readJsonManifest(path);
  if (manifest !== null) return new ManifestReader(path, folder, manifest).read();
  if (!existsSync(folder)) throw damaged(`${folder}: the folder of the table is missing`);
  if (isParquetTable(folder)) {
    throw damaged(`${folder}: a table in Parquet files, as clients before 0.4.4 wrote it, cannot be read`, {
      hint: 'Read it with such a client.',
    });
  }
  return null;
}

class ManifestReader {
  private readonly path: string;
  private readonly folder: string;
  private readonly manifest: JsonObject;

  constructor(path: string, folder: string, manifest: JsonObject) {
    this.path = path;
    this.folder = folder;
    this.manifest = manifest;
  }

  read(): TableManifest {
    checkVersion(this.path, 'table', this.manifest);
    const keyColumn = own(this.manifest, 'key_column');
    if (typeof keyColumn !== 'string') this.fail('no key_column');
    const keyType = this.keyType();
    const blocks = this.list('blocks', null).map((block) => this.block(block, keyType));
    this.checkDistinct(blocks);
    return {
      path: this.path,
      keyColumn,
      keyType,
      blocks,
      tombstones: this.list('tombstones', []).map((tombstone) => this.tombstone(tombstone)),
    };
  }

  /** A block listed twice would have its rows merged with themselves. */
  private checkDistinct(blocks: readonly BlockDescription[]): void {
    const seen = new Set<string>();
    for (const { path } of blocks) {
      if (seen.has(path)) this.fail(`the block ${basename(path)} is listed twice`);
      seen.add(path);
    }
  }

  private keyType(): DataType | null {
    const schema = own(this.manifest, 'key_column_type');
    if (schema === undefined || schema === null) return null;
    const type = isObject(schema) ? own(schema, 'type') : undefined;
    if (typeof type !== 'string') this.fail('a key_column_type without a type');
    return type as DataType;
  }

  private block(block: JsonObject, keyType: DataType | null): BlockDescription {
    const id = own(block, 'block_id');
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) this.fail('a block without its block_id');
    const rowCount = own(block, 'row_count');
    if (rowCount !== undefined && typeof rowCount !== 'number')
      this.fail(`the row_count of block ${id} is not a number`);
    return {
      path: join(this.folder, `${this.blockPrefix()}.${String(id).padStart(7, '0')}`),
      minKey: trustedBound(own(block, 'min_key'), keyType, -1),
      maxKey: trustedBound(own(block, 'max_key'), keyType, 1),
      rowCount,
    };
  }

  private blockPrefix(): string {
    const config = own(this.manifest, 'block_config');
    const prefix = isObject(config) ? own(config, 'block_name_prefix') : undefined;
    if (prefix === undefined) return 'data';
    if (typeof prefix !== 'string' || !/^[\w-]+$/.test(prefix))
      this.fail('a block_name_prefix that is not a file name');
    return prefix;
  }

  private tombstone(tombstone: JsonObject): Tombstone {
    const revision = own(tombstone, 'revision');
    const parsed = typeof revision === 'string' ? parseRevision(revision) : null;
    if (parsed === null) this.fail('a tombstone without its revision');
    const keyPrefix = own(tombstone, 'key_prefix');
    return {
      start: this.bound(own(tombstone, 'start')),
      end: this.bound(own(tombstone, 'end')),
      endInclusive: own(tombstone, 'end_inclusive') === true,
      keyPrefix: typeof keyPrefix === 'string' ? keyPrefix : undefined,
      revision: parsed,
    };
  }

  private bound(value: unknown): KeyValue | undefined {
    if (value === undefined || value === null) return undefined;
    if (
      typeof value === 'number' ||
      typeof value === 'bigint' ||
      typeof value === 'string' ||
      typeof value === 'boolean'
    ) {
      return value;
    }
    return this.fail("a tombstone's bound that is not a key");
  }

  /** `blocks` is always present, even if empty: a manifest without it is damaged, not an empty table. */
  private list(name: string, absent: readonly JsonObject[] | null): readonly JsonObject[] {
    const value = own(this.manifest, name) ?? absent;
    if (!Array.isArray(value) || !value.every(isObject)) this.fail(`${name} is not a list of objects`);
    return value as readonly JsonObject[];
  }

  private fail(what: string): never {
    throw damaged(`${this.path}: ${what}`);
  }
}

/**
 * A block's bound, if blocks may be skipped because of it. The client's manifest has only integers and strings: it truncates
 * FLOAT keys, so their bounds are off by less than one, and it writes BYTES as text, so their bounds are not trusted.
 */
function trustedBound(bound: unknown, keyType: DataType | null, side: -1 | 1): KeyValue | undefined {
  if (keyType === 'STRING') return typeof bound === 'string' ? bound : undefined;
  if (typeof bound !== 'number' && typeof bound !== 'bigint') return undefined;
  if (keyType?.startsWith('INT')) return bound;
  return keyType?.startsWith('FLOAT') ? widened(Number(bound), side) : undefined;
}

/** Moves a bound away from the block's keys by one, or by a few floats where those are further apart. */
function widened(bound: number, side: -1 | 1): number {
  return bound + side * Math.max(1, Math.abs(bound) * 2 ** -50);
}
