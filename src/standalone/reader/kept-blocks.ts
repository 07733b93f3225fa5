import type { BlockDescription } from '../table-description.ts';
import type { LoadedBlock } from './loaded-block.ts';

/** Maximum of bytes to keep. */
const MAX_KEPT = 48 << 20;

/** Unpacked blocks, kept from a first pass over a table for a second one. */
export class KeptBlocks {
  private readonly blocks = new Map<BlockDescription, LoadedBlock>();
  private size = 0;
  private isComplete = false;

  /** Keeps a block if there is room. */
  keep(block: LoadedBlock): void {
    if (this.isComplete || this.size + block.content.length > MAX_KEPT) return;
    this.size += block.content.length;
    this.blocks.set(block.description, block);
  }

  /** Begins the second pass: from now on, no blocks are added. */
  complete(): this {
    this.isComplete = true;
    return this;
  }

  has(description: BlockDescription): boolean {
    return this.blocks.has(description);
  }

  /** Removes a block, and returns it. */
  take(description: BlockDescription): LoadedBlock | undefined {
    const block = this.blocks.get(description);
    this.blocks.delete(description);
    this.size -= block?.content.length ?? 0;
    return block;
  }
}
