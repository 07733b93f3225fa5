import { convertArtifacts, needsConversion } from '../datastore/artifact.ts';
import { ColumnOrder } from '../datastore/column-order.ts';
import { compareKeys, isBeforeStart, isPastEnd, type KeyRange } from '../datastore/keys.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { damaged, isSwjobError, type SwjobError } from '../errors.ts';
import { isNone, type KeyValue, type ScanOptions } from '../job/instance.ts';
import { BlockCursor, type SkipDamage } from './block.ts';
import { type BlockFiles, BlockReplaced } from './block-files.ts';
import { BlockLineReader } from './block-line.ts';
import { BlockMerge, type MergedRecords } from './merge.ts';
import type { ObjectStore } from './object-store.ts';
import { overlayRecords, type StoredCell } from './overlay.ts';
import { RecordSchemas } from './record-schema.ts';
import { revisionOf } from './revision.ts';
import type { BlockDescription, TableManifest } from './table-description.ts';
import { Tombstones } from './tombstones.ts';

/** A row whose columns are not decoded yet, with the place that names it in messages. */
export interface StoredRow {
  readonly key: KeyValue;
  readonly typedKey: TypedValue;
  readonly cells: ReadonlyMap<string, StoredCell>;
  readonly source: BlockCursor;
}

/** The first batch is small, so that the first rows come at once. */
const FIRST_BATCH = 32;
const BATCH = 1000;

export type TableRange = KeyRange & Pick<ScanOptions, 'revision' | 'skipDamaged' | 'signal'>;

/** One pass over a state of a table. */
export class TableScan {
  private readonly manifest: TableManifest;
  private readonly files: BlockFiles;
  private readonly reader: BlockLineReader;
  private readonly loading = new Map<BlockDescription, Promise<BlockCursor | null>>();

  constructor(manifest: TableManifest, files: BlockFiles, schemas = new RecordSchemas()) {
    this.manifest = manifest;
    this.files = files;
    this.reader = new BlockLineReader(manifest.keyColumn, schemas);
  }

  /** The live rows of these blocks within the range, merged and in key order, each handed to `decode` at its place. */
  async *rows<T>(
    blocks: readonly BlockDescription[],
    range: TableRange,
    decode: (row: StoredRow) => T,
    onRecords?: (records: MergedRecords) => void,
  ): AsyncGenerator<T[]> {
    const upTo = range.revision === undefined ? undefined : revisionOf(range.revision);
    const tombstones = new Tombstones(this.manifest.tombstones, upTo);
    const open = (block: BlockDescription) => this.takeCursor(block, range);
    const merge = new BlockMerge(blocks, open, (block) => this.preload(block, range));
    let batch: T[] = [];
    let size = FIRST_BATCH;
    for (;;) {
      range.signal?.throwIfAborted();
      if (merge.needsBlock() && !(await merge.openBlocks())) break;
      const merged = merge.next();
      if (merged === null) break;
      if (isPastEnd(merged.key, range)) break;
      if (!isBeforeStart(merged.key, range)) {
        onRecords?.(merged);
        const row = this.row(merged, tombstones, upTo, decode, range.skipDamaged);
        if (row !== null) batch.push(row.value);
        if (batch.length >= size) {
          yield batch;
          batch = [];
          size = BATCH;
        }
      }
      merge.advance(merged.key);
    }
    if (batch.length > 0) yield batch;
  }

  private row<T>(
    merged: MergedRecords,
    tombstones: Tombstones,
    upTo: ReturnType<typeof revisionOf> | undefined,
    decode: (row: StoredRow) => T,
    skip: SkipDamage | undefined,
  ): { readonly value: T } | null {
    const { key, typedKey, source } = merged;
    try {
      return source.guard(() => {
        const cells = overlayRecords(merged.records, tombstones.deletedUpTo(key), upTo);
        return cells && { value: decode({ key, typedKey, cells, source }) };
      });
    } catch (error) {
      if (skip === undefined || !isSwjobError(error, 'damaged')) throw error;
      skip(error);
      return null;
    }
  }

  /** Reads a block ahead of its turn. */
  private preload(block: BlockDescription, range: TableRange): void {
    if (this.loading.has(block)) return;
    const cursor = this.openCursor(block, range);
    // Whoever takes the cursor hears of a failure; a scan that ends before does not care.
    cursor.catch(() => undefined);
    this.loading.set(block, cursor);
  }

  private takeCursor(block: BlockDescription, range: TableRange): Promise<BlockCursor | null> {
    const cursor = this.loading.get(block) ?? this.openCursor(block, range);
    this.loading.delete(block);
    return cursor;
  }

  private async openCursor(block: BlockDescription, range: TableRange): Promise<BlockCursor | null> {
    try {
      const { content, path } = await this.files.read(block);
      const cursor = new BlockCursor(content, path, block, this.reader, range.skipDamaged);
      const single = singleTextKey(range);
      if (single !== null) return cursor.seekText(single) ? cursor : null;
      do {
        if (!cursor.advance()) return null;
      } while (cursor.current !== null && isBeforeStart(cursor.current.key, range));
      return cursor;
    } catch (error) {
      const problem = error instanceof BlockReplaced ? missingBlock(error) : error;
      if (range.skipDamaged === undefined || !isSwjobError(problem, 'damaged')) throw problem;
      range.skipDamaged(problem);
      return null;
    }
  }
}

/** A block that the manifest lists is not there, or no longer. */
export function missingBlock(error: BlockReplaced): SwjobError {
  return damaged(`${error.message}: the block is missing`, {
    hint: 'If a job is writing the table just now, run the command again.',
  });
}

/** The one key that a range asks for, where its text can be looked for in the bytes of a block. */
function singleTextKey({ start, end, endInclusive }: KeyRange): string | null {
  const single = typeof start === 'string' && start === end && endInclusive === true;
  return single && /^[\w-]+$/.test(start) ? start : null;
}

/** The blocks that keys of a range may lie in. */
export function blocksInRange(manifest: TableManifest, range: KeyRange): readonly BlockDescription[] {
  return manifest.blocks.filter(
    ({ minKey, maxKey }) =>
      !(maxKey !== undefined && isBeforeStart(maxKey, range)) && !(minKey !== undefined && isPastEnd(minKey, range)),
  );
}

/**
 * Groups of blocks, in key order, whose keys do not overlap with those of another group. With an unknown bound
 * anywhere, all blocks are one group.
 */
export function disjointGroups(blocks: readonly BlockDescription[]): readonly (readonly BlockDescription[])[] {
  const bounded = blocks.flatMap((block) =>
    block.minKey === undefined || block.maxKey === undefined ? [] : [{ block, min: block.minKey, max: block.maxKey }],
  );
  if (bounded.length < blocks.length) return [blocks];
  bounded.sort((a, b) => compareKeys(a.min, b.min));
  const groups: BlockDescription[][] = [];
  let reach: KeyValue | undefined;
  for (const { block, min, max } of bounded) {
    const group = groups.at(-1);
    if (group && reach !== undefined && compareKeys(min, reach) <= 0) group.push(block);
    else groups.push([block]);
    if (reach === undefined || compareKeys(max, reach) > 0) reach = max;
  }
  return groups;
}

/** Decodes the columns that are wanted, in the scan's order, and reads automatic artifacts back. */
export function rowDecoder(
  keyColumn: string,
  objects: ObjectStore,
  { columns, keepNone }: Pick<ScanOptions, 'columns' | 'keepNone'>,
  order = new ColumnOrder(columns ?? [keyColumn]),
): (row: StoredRow) => TypedRow {
  const wanted = columns && new Set(columns);
  return ({ typedKey, cells }) => {
    const row = new Map<string, TypedValue>();
    if (!wanted || wanted.has(keyColumn)) row.set(keyColumn, typedKey);
    for (const [name, { decode, data }] of cells) {
      if (name === keyColumn || (wanted && !wanted.has(name))) continue;
      order.place(name);
      let value = decode(data);
      if (isNone(value) && !keepNone) continue;
      if (needsConversion(value)) value = convertArtifacts(value, (link) => objects.readNow(link));
      row.set(name, value);
    }
    return order.arrange(row);
  };
}
