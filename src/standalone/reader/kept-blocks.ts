import type { BlockDescription } from '../table-description.ts';
import type { LoadedBlock } from './loaded-block.ts';

/** So many bytes of blocks that are read again stay in memory. */
const MAX_KEPT = 48 << 20;

/** The blocks that a first pass has unpacked, for a second one. */
export class KeptBlocks {
  private readonly blocks = new Map<BlockDescription, LoadedBlock>();
  private size = 0;
  private isComplete = false;

  /** Keeps a block, if it has room. */
  keep(block: LoadedBlock): void {
    if (this.isComplete || this.size + block.content.length > MAX_KEPT) return;
    this.size += block.content.length;
    this.blocks.set(block.description, block);
  }

  /** Keeps no more blocks: the second pass begins. */
  complete(): this {
    this.isComplete = true;
    return this;
  }

  has(description: BlockDescription): boolean {
    return this.blocks.has(description);
  }

  /** A block, which is kept no longer. */
  take(description: BlockDescription): LoadedBlock | undefined {
    const block = this.blocks.get(description);
    this.blocks.delete(description);
    this.size -= block?.content.length ?? 0;
    return block;
  }
}
