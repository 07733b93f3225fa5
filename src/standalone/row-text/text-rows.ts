import { releaseBuffer } from '../../files/release-buffer.ts';
import type { ScanOptions } from '../../job/instance.ts';
import { type BlockFiles, BlockReplaced, type PackedBlock, unpackBlock } from '../block-files.ts';
import type { ColumnCheck } from '../column-check.ts';
import type { ObjectStore } from '../object-store.ts';
import { disjointGroups, missingBlock, TableScan } from '../scan.ts';
import type { BlockDescription, TableManifest } from '../table-description.ts';
import type { PrintedColumns } from './printed-columns.ts';
import type { TextForm } from './text-form.ts';
import { TextPrinter } from './text-printer.ts';

const FIRST_CHUNK = 1 << 10;
const CHUNK = 1 << 16;

/** What a scan as text works on. */
export interface TextRowsOptions {
  readonly manifest: TableManifest;
  readonly blocks: readonly BlockDescription[];
  readonly files: BlockFiles;
  readonly objects: ObjectStore;
  readonly scan: ScanOptions;
  readonly form: TextForm;
  /** Takes what is learnt of the columns. */
  readonly printed: PrintedColumns;
  readonly check: ColumnCheck;
}

/** A block on its own, whose content may have been begun ahead of its turn. */
interface SingleBlock {
  readonly packed: PackedBlock;
  readonly content: Promise<Buffer>;
}

/**
 * The rows of a scan as text, by the shortest way that each block allows: blocks that overlap with no other are
 * printed from their text, while another thread unpacks the next one; where blocks overlap, or an older state is asked
 * for, rows come from the merge and the decoders as in every scan.
 */
export class TextRows {
  private readonly options: TextRowsOptions;
  private readonly groups: readonly (readonly BlockDescription[])[];
  private readonly printer: TextPrinter;
  private readonly ahead = new Map<BlockDescription, SingleBlock>();
  private chunkSize = FIRST_CHUNK;

  constructor(options: TextRowsOptions) {
    const { manifest, scan, printed } = options;
    this.options = options;
    for (const name of scan.columns ?? [manifest.keyColumn]) printed.order.place(name);
    this.groups = disjointGroups(options.blocks);
    // The first block is unpacked while the printer is made.
    if (scan.limit !== 0 && !scan.signal?.aborted) this.lookAhead(this.groups[0]);
    this.printer = new TextPrinter(options);
  }

  /** Chunks of whole rows, the first one small; each is only valid until the next is asked for. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const { printer, groups } = this;
    for (const [index, group] of groups.entries()) {
      if (printer.ended || printer.left <= 0) break;
      this.options.scan.signal?.throwIfAborted();
      const single = this.singleBlock(group);
      const next = printer.left > rowsIn(group) ? groups[index + 1] : undefined;
      this.lookAhead(next);
      for await (const _ of single ? this.printBlock(single, next === undefined) : this.mergeBlocks(group)) {
        yield printer.output.take();
        this.options.scan.signal?.throwIfAborted();
        this.chunkSize = CHUNK;
      }
    }
    if (printer.output.length > 0) yield printer.output.take();
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
      if (printer.output.length >= this.chunkSize) yield;
    }
  }

  private async *printBlock({ packed, content }: SingleBlock, isLast: boolean): AsyncGenerator<void> {
    const lines = await content;
    // What is not packed is printed where it was read to. The memory of the last block is needed by no other.
    if (!isLast && lines.buffer !== packed.bytes.buffer) releaseBuffer(packed.bytes);
    yield* this.printer.block(lines, packed.path, packed.block, () => this.chunkSize);
    if (!isLast) releaseBuffer(lines);
  }

  /** The block of a group of one, where its text is its newest state; null where the merge is needed. */
  private singleBlock(group: readonly BlockDescription[]): SingleBlock | null {
    const { manifest, scan, files } = this.options;
    const [block, another] = group;
    if (!block || another || scan.revision !== undefined || manifest.tombstones.length > 0) return null;
    const begun = this.ahead.get(block);
    this.ahead.delete(block);
    if (begun !== undefined) return begun;
    const packed = readPacked(files, block);
    return { packed, content: unpackBlock(packed) };
  }

  /** Begins to unpack the block whose turn comes next. */
  private lookAhead(group: readonly BlockDescription[] = []): void {
    const [block] = group;
    const single = this.singleBlock(group);
    if (block === undefined || single === null) return;
    // Whoever needs it hears of a failure; a scan that ends before does not care.
    single.content.catch(() => undefined);
    this.ahead.set(block, single);
  }
}

function readPacked(files: BlockFiles, block: BlockDescription): PackedBlock {
  try {
    return files.readPacked(block);
  } catch (error) {
    throw error instanceof BlockReplaced ? missingBlock(error) : error;
  }
}

/** How many rows a group can give at the most; 0 where the manifest does not tell. */
function rowsIn(group: readonly BlockDescription[]): number {
  return group.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
}
