import { isSwjobError, type SwjobError } from '../../errors.ts';
import { releaseBuffer } from '../../files/release-buffer.ts';
import { type BlockFiles, BlockReplaced, unpackBlock } from '../block-files.ts';
import { missingBlock } from '../missing-block.ts';
import type { BlockDescription } from '../table-description.ts';
import { LoadedBlock } from './loaded-block.ts';

/** So many bytes of blocks that are read again stay in memory. */
const MAX_KEPT = 48 << 20;

/** The blocks that a first pass has unpacked, for a second one. */
export class KeptBlocks {
  private readonly blocks = new Map<BlockDescription, LoadedBlock>();
  private size = 0;

  keep(block: LoadedBlock): void {
    if (this.size + block.content.length > MAX_KEPT) return;
    this.size += block.content.length;
    this.blocks.set(block.description, block);
  }

  /** A block, which is kept no longer. */
  take(description: BlockDescription): LoadedBlock | undefined {
    const block = this.blocks.get(description);
    this.blocks.delete(description);
    this.size -= block?.content.length ?? 0;
    return block;
  }
}

/**
 * Reads and unpacks blocks, one ahead of its turn: another thread unpacks it while the one before is scanned. A second one
 * ahead made nothing faster, and a diff of a million rows larger by 30 MB.
 */
export class BlockLoader {
  private readonly files: BlockFiles;
  private readonly skip: ((damage: SwjobError) => void) | undefined;
  private readonly kept: KeptBlocks | undefined;
  private readonly ahead = new Map<BlockDescription, Promise<LoadedBlock>>();

  constructor(files: BlockFiles, skip?: (damage: SwjobError) => void, kept?: KeptBlocks) {
    this.files = files;
    this.skip = skip;
    this.kept = kept;
  }

  /** Begins with a block whose turn comes. */
  prefetch(block: BlockDescription | undefined): void {
    if (block === undefined || this.ahead.has(block)) return;
    const loading = this.read(block);
    // The failure surfaces when the block is taken; a scan that ends before does not care.
    loading.catch(() => undefined);
    this.ahead.set(block, loading);
  }

  /** A block; null where it is damaged, which is skipped. */
  async take(block: BlockDescription): Promise<LoadedBlock | null> {
    const loading = this.ahead.get(block) ?? this.read(block);
    this.ahead.delete(block);
    try {
      return await loading;
    } catch (error) {
      const problem = error instanceof BlockReplaced ? missingBlock(error) : error;
      if (this.skip === undefined || !isSwjobError(problem, 'damaged')) throw problem;
      this.skip(problem);
      return null;
    }
  }

  private async read(block: BlockDescription): Promise<LoadedBlock> {
    const kept = this.kept?.take(block);
    if (kept !== undefined) return kept;
    const packed = this.files.readPacked(block);
    const content = await unpackBlock(packed);
    if (content.buffer !== packed.bytes.buffer) releaseBuffer(packed.bytes);
    const loaded = new LoadedBlock(content, packed.path, block);
    this.kept?.keep(loaded);
    return loaded;
  }
}
