import { isSwjobError, type SwjobError } from '../../errors.ts';
import { releaseBuffer } from '../../files/release-buffer.ts';
import { type BlockFiles, BlockReplaced, unpackBlock } from '../block-files.ts';
import { missingBlock } from '../missing-block.ts';
import type { BlockDescription } from '../table-manifest.ts';
import { LoadedBlock } from './loaded-block.ts';

/** Reads and unpacks blocks, one ahead of its turn: another thread unpacks it while the one before is scanned. */
export class BlockLoader {
  private readonly files: BlockFiles;
  private readonly skip: ((damage: SwjobError) => void) | undefined;
  private readonly ahead = new Map<BlockDescription, Promise<LoadedBlock>>();

  constructor(files: BlockFiles, skip?: (damage: SwjobError) => void) {
    this.files = files;
    this.skip = skip;
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
    const packed = this.files.readPacked(block);
    const content = await unpackBlock(packed);
    if (content.buffer !== packed.bytes.buffer) releaseBuffer(packed.bytes);
    return new LoadedBlock(content, packed.path, block);
  }
}
