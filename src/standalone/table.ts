import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '../datastore/batch.ts';
import type { ColumnTypes } from '../datastore/column-types.ts';
import { checkBounds } from '../datastore/keys.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { isSwjobError, usageError } from '../errors.ts';
import { type ScanOptions, silently, type TableKey, type TableSource, type TableStats } from '../job/instance.ts';
import { BlockFiles, BlockReplaced, storedBytes } from './block-files.ts';
import { blocksInRange } from './block-ranges.ts';
import { ColumnCheck } from './column-check.ts';
import { missingBlock } from './missing-block.ts';
import type { ObjectStore } from './object-store.ts';
import type { ReaderOptions } from './reader/scan-state.ts';
import type { TableReader } from './reader/table-reader.ts';
import type { BlockDescription, TableManifest } from './table-description.ts';
import { readTableManifest } from './table-manifest.ts';

const DEFAULT_KEY_COLUMN = 'id';

/** How often the manifest is read again because a writer has replaced a block. */
const MAX_RESTARTS = 20;

/** Misses no column. */
const NO_CHECK = new ColumnCheck([], '');

/** One state of the table: its manifest, and the opened blocks of a range. */
interface TableState {
  readonly manifest: TableManifest;
  readonly blocks: readonly BlockDescription[];
  readonly files: BlockFiles;
}

/** A table of the local datastore: the blocks in its manifest, merged by key and revision. */
export class StandaloneTable implements TableSource {
  readonly name: string;
  readonly tellsTypes = true;
  /** How many blocks the scans have read; lets tests check that a range skips the others. */
  blocksRead = 0;
  private readonly folder: string;
  private readonly objects: ObjectStore;

  constructor(name: string, folder: string, objects: ObjectStore) {
    this.name = name;
    this.folder = folder;
    this.objects = objects;
  }

  async key(): Promise<TableKey> {
    const manifest = await readTableManifest(this.folder);
    return { column: manifest?.keyColumn ?? DEFAULT_KEY_COLUMN, type: manifest?.keyType ?? null };
  }

  async *scan(options: ScanOptions): AsyncGenerator<readonly TypedRow[]> {
    for await (const batch of this.read(options)) yield batch.typedRows();
  }

  async *read(options: ScanOptions): AsyncGenerator<Batch> {
    // Loaded before the files are opened: without a descriptor left, it could never be loaded again.
    const { selectedBatches } = await import('./reader/selected-batches.ts');
    const state = await this.openState(options);
    if (state === null) return;
    try {
      const { keyColumn } = state.manifest;
      const check = new ColumnCheck([...(options.columns ?? []), ...(options.requires ?? [])], keyColumn);
      const seeColumn = options.seeType && (await seeingTypes(options.seeType));
      const reading = { ...state, objects: this.objects, check, ...(seeColumn && { seeColumn }) };
      for await (const batch of selectedBatches(reading, options)) {
        if (!check.allFound) await this.searchColumns(check, options);
        yield batch;
      }
      if (!check.allFound) await this.searchColumns(check, options);
    } finally {
      this.blocksRead += state.files.blocksRead;
      state.files.close();
    }
  }

  async columns(options: ScanOptions): Promise<readonly string[]> {
    if (options.columns) return options.columns;
    const { ColumnSet } = await import('../datastore/column-set.ts');
    const columns = new ColumnSet();
    for await (const batch of this.read({ ...options, requires: [] })) columns.add(batch);
    return columns.inOrder();
  }

  async types(options: ScanOptions): Promise<ColumnTypes> {
    const { ColumnTypeSet, typeOfSchema } = await import('../datastore/column-types.ts');
    const types = new ColumnTypeSet();
    const { column, type } = await this.key();
    types.add(column, type ?? undefined);
    const scan = { ...options, columns: undefined, requires: undefined };
    const seeColumn = (name: string, schema: unknown) => types.add(name, typeOfSchema(schema));
    await this.readWith({ scan, check: NO_CHECK, fill: false, seeColumn }, async (reader) => {
      for await (const _ of reader.batches());
    });
    return types.byName;
  }

  async stats(options: Pick<ScanOptions, 'skipDamaged'> = {}): Promise<TableStats> {
    const stats = { rows: 0, columns: 0, bytes: 0, revisions: 0 };
    await this.readWith({ scan: options, check: NO_CHECK, fill: false }, async (reader, { blocks, manifest }) => {
      stats.bytes = storedBytes(blocks);
      for await (const batch of reader.batches()) stats.rows += batch.length;
      stats.columns = stats.rows === 0 ? 0 : reader.columns.names.length;
      stats.revisions = manifest.tombstones.length + reader.records;
    });
    return stats;
  }

  async present(columns: readonly string[]): Promise<ReadonlySet<string>> {
    const { column } = await this.key();
    const check = new ColumnCheck(columns, column);
    try {
      await this.look(check, { ahead: 0 });
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      // It is reported when the rows are read. Skipping it from the start would take the memory of whole blocks.
      await this.look(check, { skipDamaged: () => undefined, ahead: 0 });
    }
    return check.found(columns);
  }

  /** Searches the whole table for columns that the first rows lack. A column that no record has is an error. */
  private async searchColumns(check: ColumnCheck, { skipDamaged, signal }: ScanOptions): Promise<void> {
    // The scan itself reports skipped damage.
    await this.look(check, { skipDamaged: silently(skipDamaged), signal });
    if (!check.allFound) throw check.error(this.name);
  }

  /** Reads the table's records until every column is found. */
  private async look(check: ColumnCheck, range: Pick<ScanOptions, 'skipDamaged' | 'signal' | 'ahead'>): Promise<void> {
    await this.readWith({ scan: { ...range, columns: [] }, check }, async (reader) => {
      for await (const _ of reader.batches()) if (check.allFound) return;
    });
  }

  /** Calls `read` with a reader of the table's current state, unless nothing was ever written. */
  private async readWith(
    options: Omit<ReaderOptions, keyof TableState | 'objects'>,
    read: (reader: TableReader, state: TableState) => Promise<void>,
  ): Promise<void> {
    const { TableReader } = await import('./reader/table-reader.ts');
    const state = await this.openState(options.scan);
    if (state === null) return;
    try {
      await read(new TableReader({ ...state, objects: this.objects, ...options }), state);
    } finally {
      state.files.close();
    }
  }

  /**
   * Opens the table's current state with the blocks of a range; null if nothing was ever written. If a writer replaces blocks
   * between reading the manifest and opening them, it starts again.
   */
  private async openState(options: ScanOptions): Promise<TableState | null> {
    if (options.limit !== undefined && options.tail !== undefined) {
      throw usageError('limit and tail cannot be used together');
    }
    let before = '';
    for (let attempt = 0; ; attempt++) {
      const manifest = await readTableManifest(this.folder);
      if (manifest === null) return null;
      if (manifest.keyType !== null) checkBounds(options, manifest.keyType);
      const blocks = blocksInRange(manifest, options);
      try {
        return { manifest, blocks, files: BlockFiles.open(blocks, options.skipDamaged, options.tail !== undefined) };
      } catch (error) {
        if (!(error instanceof BlockReplaced)) throw error;
        const listed = blocks.map(({ path }) => path).join('\n');
        if (listed === before || attempt >= MAX_RESTARTS) throw missingBlock(error);
        before = listed;
        await sleep(10);
      }
    }
  }
}

/** Converts the schemas that a reader meets to types for `seeType`. */
async function seeingTypes(seeType: NonNullable<ScanOptions['seeType']>) {
  const { typeOfSchema } = await import('../datastore/column-types.ts');
  return (name: string, schema: unknown) => seeType(name, typeOfSchema(schema));
}
