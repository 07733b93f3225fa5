import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '../datastore/batch.ts';
import { checkBounds } from '../datastore/keys.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { DelimitedFormat, RowFrame, ScanOptions, TableKey, TableSource, TableStats } from '../job/instance.ts';
import { BlockFiles, BlockReplaced, storedBytes } from './block-files.ts';
import { ColumnCheck } from './column-check.ts';
import type { MergedRecords } from './merge.ts';
import type { ObjectStore } from './object-store.ts';
import { TableReader } from './reader/table-reader.ts';
import type { RowTexts, WithScan } from './row-text/row-texts.ts';
import { blocksInRange, disjointGroups, missingBlock, rowDecoder, type StoredRow, TableScan } from './scan.ts';
import type { BlockDescription, TableManifest } from './table-description.ts';
import { readTableManifest } from './table-manifest.ts';

const DEFAULT_KEY_COLUMN = 'id';

/** How often the manifest is read again because a writer replaced a block that it listed. */
const MAX_RESTARTS = 20;

/** A state of the table: its manifest and, opened, the blocks that a range needs. */
interface TableState {
  readonly manifest: TableManifest;
  readonly blocks: readonly BlockDescription[];
  readonly files: BlockFiles;
}

/** A table of the local datastore: the blocks that its manifest lists, merged by key and revision. */
export class StandaloneTable implements TableSource {
  readonly name: string;
  /** Blocks that the scans read; a range leaves the others alone. */
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
    const state = await this.openState(options);
    if (state === null) return;
    try {
      const { keyColumn } = state.manifest;
      const check = new ColumnCheck([...(options.columns ?? []), ...(options.requires ?? [])], keyColumn);
      const decode = rowDecoder(keyColumn, this.objects, options);
      for await (const batch of this.selectedRows(state, options, decode, ({ records }) => check.see(records))) {
        if (!check.allFound) await this.searchColumns(check, options);
        yield batch;
      }
      if (!check.allFound) await this.searchColumns(check, options);
    } finally {
      this.blocksRead += state.files.blocksRead;
      state.files.close();
    }
  }

  async *read(options: ScanOptions): AsyncGenerator<Batch> {
    const state = await this.openState(options);
    if (state === null) return;
    try {
      const { keyColumn } = state.manifest;
      const check = new ColumnCheck([...(options.columns ?? []), ...(options.requires ?? [])], keyColumn);
      const reader = new TableReader({ ...state, objects: this.objects, scan: options, check });
      for await (const batch of reader.batches()) {
        if (!check.allFound) await this.searchColumns(check, options);
        yield batch;
      }
      if (!check.allFound) await this.searchColumns(check, options);
    } finally {
      this.blocksRead += state.files.blocksRead;
      state.files.close();
    }
  }

  async *jsonRows(options: ScanOptions, frame: RowFrame): AsyncGenerator<Uint8Array> {
    yield* (await this.texts(options)).json(frame);
  }

  async *delimitedRows(options: ScanOptions, format: DelimitedFormat): AsyncGenerator<Uint8Array> {
    yield* (await this.texts(options)).delimited(format, options.columns);
  }

  async columns(options: ScanOptions): Promise<readonly string[]> {
    if (options.columns) return options.columns;
    const isPlain = options.tail === undefined && options.skipDamaged === undefined;
    return isPlain ? (await this.texts({ ...options, requires: [] })).columns() : this.columnsOfCells(options);
  }

  /** Rows as text are seldom needed, and what makes them is not small. */
  private async texts(options: ScanOptions): Promise<RowTexts> {
    const { RowTexts } = await import('./row-text/row-texts.ts');
    return new RowTexts((print) => this.whileOpen(options, print));
  }

  private async *whileOpen(options: ScanOptions, print: Parameters<WithScan>[0]): AsyncGenerator<Uint8Array> {
    const state = await this.openState(options);
    if (state === null) return;
    try {
      const check = new ColumnCheck(
        [...(options.columns ?? []), ...(options.requires ?? [])],
        state.manifest.keyColumn,
      );
      for await (const chunk of print({ ...state, objects: this.objects, scan: options, check })) {
        if (!check.allFound) await this.searchColumns(check, options);
        yield chunk;
      }
      if (!check.allFound) await this.searchColumns(check, options);
    } finally {
      this.blocksRead += state.files.blocksRead;
      state.files.close();
    }
  }

  private async columnsOfCells(options: ScanOptions): Promise<readonly string[]> {
    const state = await this.openState(options);
    if (state === null) return [];
    // In the order of the rows' own columns, though a column may first have been None.
    const shown = new Map<string, boolean>();
    try {
      for await (const batch of this.selectedRows(state, options, ({ cells }) => cells)) {
        shown.set(state.manifest.keyColumn, true);
        for (const cells of batch) {
          for (const [name, { data }] of cells) {
            if (shown.get(name) !== true) shown.set(name, data !== null || options.keepNone === true);
          }
        }
      }
    } finally {
      state.files.close();
    }
    return [...shown].flatMap(([name, isShown]) => (isShown ? [name] : []));
  }

  async stats(options: Pick<ScanOptions, 'skipDamaged'> = {}): Promise<TableStats> {
    const state = await this.openState(options);
    if (state === null) return { rows: 0, columns: 0, bytes: 0, revisions: 0 };
    try {
      const columns = new Set<string>();
      let rows = 0;
      let revisions = state.manifest.tombstones.length;
      const bytes = storedBytes(state.blocks);
      const scan = new TableScan(state.manifest, state.files);
      const addColumns = ({ cells }: { cells: ReadonlyMap<string, unknown> }) => {
        for (const name of cells.keys()) columns.add(name);
      };
      const count = ({ records }: { records: readonly unknown[] }) => {
        revisions += records.length;
      };
      for await (const batch of scan.rows(state.blocks, options, addColumns, count)) rows += batch.length;
      return { rows, columns: columns.size, bytes, revisions };
    } finally {
      state.files.close();
    }
  }

  /** The rows of the range that `limit` or `tail` leave. */
  private selectedRows<T>(
    state: TableState,
    options: ScanOptions,
    decode: (row: StoredRow) => T,
    onRecords?: (records: MergedRecords) => void,
  ): AsyncGenerator<T[]> {
    return options.tail === undefined
      ? this.firstRows(state, options, decode, onRecords)
      : this.lastRows(state, options, options.tail, decode, onRecords);
  }

  private async *firstRows<T>(
    state: TableState,
    options: ScanOptions,
    decode: (row: StoredRow) => T,
    onRecords?: (records: MergedRecords) => void,
  ): AsyncGenerator<T[]> {
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    if (left <= 0) return;
    for await (const batch of new TableScan(state.manifest, state.files).rows(
      state.blocks,
      options,
      decode,
      onRecords,
    )) {
      yield batch.length > left ? batch.slice(0, left) : batch;
      left -= batch.length;
      if (left <= 0) return;
    }
  }

  /** The last rows of the range, found from its end: groups of blocks before them stay unread. */
  private async *lastRows<T>(
    state: TableState,
    options: ScanOptions,
    wanted: number,
    decode: (row: StoredRow) => T,
    onRecords?: (records: MergedRecords) => void,
  ): AsyncGenerator<T[]> {
    const scan = new TableScan(state.manifest, state.files);
    let rows: T[] = [];
    for (const group of disjointGroups(state.blocks).toReversed()) {
      if (rows.length >= wanted) break;
      let last: T[] = [];
      for await (const batch of scan.rows(group, options, decode, onRecords)) {
        last = last.concat(batch).slice(-(wanted - rows.length));
      }
      rows = last.concat(rows);
    }
    if (rows.length > 0) yield rows;
  }

  async present(columns: readonly string[]): Promise<ReadonlySet<string>> {
    const { column } = await this.key();
    const check = new ColumnCheck(columns, column);
    // Whoever reads the rows is told of damage.
    await this.look(check, { skipDamaged: () => undefined });
    return check.found(columns);
  }

  /** Looks through the whole table for columns that the first rows lack; one that nothing has is an error. */
  private async searchColumns(check: ColumnCheck, { skipDamaged, signal }: ScanOptions): Promise<void> {
    // Of damage that is passed over, the scan itself tells.
    await this.look(check, { skipDamaged: skipDamaged && (() => undefined), signal });
    if (!check.allFound) throw check.error(this.name);
  }

  /** Goes through the table's records until every column is found. */
  private async look(check: ColumnCheck, range: Pick<ScanOptions, 'skipDamaged' | 'signal'>): Promise<void> {
    const state = await this.openState(range);
    if (state === null) return;
    try {
      const scan = new TableScan(state.manifest, state.files);
      const rows = scan.rows(
        state.blocks,
        range,
        () => null,
        ({ records }) => check.see(records),
      );
      for await (const _ of rows) if (check.allFound) return;
    } finally {
      state.files.close();
    }
  }

  /**
   * The table's present state with the blocks of a range held open; null where nothing was ever written. While a
   * writer replaces blocks between the reading of the manifest and of the blocks, it starts again.
   */
  private async openState(options: ScanOptions): Promise<TableState | null> {
    if (options.limit !== undefined && options.tail !== undefined) {
      throw usageError('limit and tail exclude each other');
    }
    let before = '';
    for (let attempt = 0; ; attempt++) {
      const manifest = await readTableManifest(this.folder);
      if (manifest === null) return null;
      if (manifest.keyType !== null) checkBounds(options, manifest.keyType);
      const blocks = blocksInRange(manifest, options);
      try {
        return { manifest, blocks, files: BlockFiles.open(blocks, options.skipDamaged) };
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
