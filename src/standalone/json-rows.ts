import { ColumnOrder } from '../datastore/column-order.ts';
import type { RowFrame, ScanOptions } from '../job/instance.ts';
import { type BlockFiles, type PackedBlock, unpackBlock } from './block-files.ts';
import type { ColumnCheck } from './column-check.ts';
import { JsonPrinter } from './json-printer.ts';
import { JsonTranscoder } from './json-transcoder.ts';
import type { JsonWorkers } from './json-workers.ts';
import type { ObjectStore } from './object-store.ts';
import { disjointGroups, TableScan } from './scan.ts';
import type { BlockDescription, TableManifest } from './table-manifest.ts';

const FIRST_CHUNK = 1 << 10;
const CHUNK = 1 << 16;
/** With fewer blocks than these to come, starting workers takes longer than they save. */
const BLOCKS_FOR_WORKERS = 4;
/** Whoever looks at the first rows only needs no workers: they start when so many chunks were taken. */
const CHUNKS_BEFORE_WORKERS = 3;

/** What a scan as JSON text works on. */
export interface JsonRowsOptions {
  readonly manifest: TableManifest;
  readonly files: BlockFiles;
  readonly objects: ObjectStore;
  readonly scan: ScanOptions;
  readonly frame: RowFrame;
  readonly check: ColumnCheck;
}

/** A block on its own, with what was begun of it ahead of its turn. */
interface SingleBlock {
  readonly packed: PackedBlock;
  /** Its rows from a worker; null where the scan has to print it itself. */
  readonly rows?: Promise<Uint8Array | null>;
  readonly content?: Promise<Buffer>;
}

/**
 * The rows of a scan as JSON text, by the shortest way that each block allows: blocks that overlap with no other are
 * printed from their text, in worker threads where there are many; where blocks overlap, or an older state is asked for,
 * rows come from the merge and the decoders as in every scan.
 */
export class JsonRows {
  private readonly options: JsonRowsOptions;
  private readonly order: ColumnOrder;
  private readonly printer: JsonPrinter;
  private readonly ahead = new Map<BlockDescription, SingleBlock>();
  private workers: JsonWorkers | null = null;
  private waitsForWorkers = false;
  private chunkSize = FIRST_CHUNK;

  constructor(options: JsonRowsOptions) {
    const { manifest, objects, scan, frame, check } = options;
    const { keyColumn } = manifest;
    this.options = options;
    this.order = new ColumnOrder(scan.columns ?? [keyColumn]);
    const out = new JsonTranscoder(objects, scan.keepNone ?? false);
    this.printer = new JsonPrinter({ keyColumn, objects, scan, frame, order: this.order, check, out });
  }

  /** Chunks of whole rows, the first one small. */
  async *chunks(blocks: readonly BlockDescription[]): AsyncGenerator<Uint8Array> {
    const { printer } = this;
    const groups = disjointGroups(blocks);
    try {
      this.waitsForWorkers = this.isWorthWorkers(groups);
      let taken = 0;
      for (const [index, group] of groups.entries()) {
        if (printer.ended || printer.left <= 0) break;
        this.options.scan.signal?.throwIfAborted();
        if (index > 0) await this.startWorkers();
        const single = this.singleBlock(group);
        // Workers have to know the columns of the first block.
        if ((index > 0 || !this.waitsForWorkers) && printer.left > rowsIn(group)) this.lookAhead(groups, index + 1);
        const rows = (await single?.rows) ?? null;
        if (rows !== null) {
          if (printer.out.length > 0) yield printer.out.take();
          if (rows.length > 0) yield rows;
          continue;
        }
        for await (const _ of single ? this.printBlock(single) : this.mergeBlocks(group)) {
          yield printer.out.take();
          this.options.scan.signal?.throwIfAborted();
          this.chunkSize = CHUNK;
          if (++taken === CHUNKS_BEFORE_WORKERS) await this.startWorkers();
        }
      }
      if (printer.out.length > 0) yield printer.out.take();
    } finally {
      this.workers?.end();
    }
  }

  private async *mergeBlocks(group: readonly BlockDescription[]): AsyncGenerator<void> {
    const { printer } = this;
    const { manifest, files, scan, check } = this.options;
    const merge = new TableScan(manifest, files, printer.schemas);
    for await (const batch of merge.rows(group, scan, printer.decode, ({ records }) => check.see(records))) {
      for (const row of batch) {
        if (printer.left <= 0) return;
        printer.row(row);
      }
      if (printer.out.length >= this.chunkSize) yield;
    }
  }

  private async *printBlock({ packed, content }: SingleBlock): AsyncGenerator<void> {
    const lines = await (content ?? unpackBlock(packed));
    yield* this.printer.block(lines, packed.path, packed.block, () => this.chunkSize);
  }

  /** The block of a group of one, where its text is its newest state; null where the merge is needed. */
  private singleBlock(group: readonly BlockDescription[]): SingleBlock | null {
    const { manifest, scan, files } = this.options;
    const [block, another] = group;
    if (!block || another || scan.revision !== undefined || manifest.tombstones.length > 0) return null;
    const begun = this.ahead.get(block);
    this.ahead.delete(block);
    return begun ?? { packed: files.readPacked(block) };
  }

  /**
   * Begins the blocks whose turn comes next. With n workers this thread prints every (n + 1)-th block itself, while they
   * print those in between; without, the next block is unpacked while this one is printed.
   */
  private lookAhead(groups: readonly (readonly BlockDescription[])[], from: number): void {
    const { workers } = this;
    const turns = (workers?.count ?? 0) + 1;
    for (let index = from; index < Math.min(from + 2 * turns - 1, groups.length); index++) {
      const isOwn = index % turns === 0;
      if (isOwn && index > from + turns - 1) continue;
      this.begin(groups[index] ?? [], isOwn ? null : workers);
    }
  }

  private begin(group: readonly BlockDescription[], workers: JsonWorkers | null): void {
    const [block] = group;
    const single = block && !this.ahead.has(block) ? this.singleBlock(group) : null;
    if (!block || single === null) return;
    const { packed } = single;
    if (workers) {
      this.ahead.set(block, { packed, rows: workers.print(packed, this.order.names()) });
      return;
    }
    const content = unpackBlock(packed);
    // Whoever needs it hears of a failure; a scan that ends before does not care.
    content.catch(() => undefined);
    this.ahead.set(block, { packed, content });
  }

  private isWorthWorkers(groups: readonly (readonly BlockDescription[])[]): boolean {
    const { manifest, scan } = this.options;
    if (scan.limit !== undefined || scan.revision !== undefined || manifest.tombstones.length > 0) return false;
    return groups.filter(({ length }) => length === 1).length > BLOCKS_FOR_WORKERS;
  }

  private async startWorkers(): Promise<void> {
    if (!this.waitsForWorkers) return;
    this.waitsForWorkers = false;
    const { manifest, scan, frame, objects } = this.options;
    const { JsonWorkers } = await import('./json-workers.ts');
    this.workers = JsonWorkers.start({
      keyColumn: manifest.keyColumn,
      root: objects.store,
      range: {
        ...(scan.start !== undefined && { start: scan.start }),
        ...(scan.end !== undefined && { end: scan.end }),
        endInclusive: scan.endInclusive ?? false,
      },
      keepNone: scan.keepNone ?? false,
      columns: scan.columns,
      ...frame,
    });
  }
}

/** How many rows a group can give at the most; 0 where the manifest does not tell. */
function rowsIn(group: readonly BlockDescription[]): number {
  return group.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
}
