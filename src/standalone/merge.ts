import { compareKeys } from '../datastore/keys.ts';
import { damaged } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import type { BlockCursor } from './block.ts';
import type { KeyedRecords } from './block-line.ts';
import type { BlockDescription } from './table-description.ts';

/** The records of one key from all blocks, and the cursor whose line names the place in messages. */
export interface MergedRecords extends KeyedRecords {
  readonly source: BlockCursor;
}

/** What blocks that overlap may hold in memory at once: more than those of millions of rows, less than machines have. */
const MAX_OPEN_BYTES = 2 ** 31;

/** Opens a block and stands on its first key of interest; null where it has none. */
export type OpenCursor = (block: BlockDescription) => Promise<BlockCursor | null>;

/**
 * Merges blocks by key, in key order. Blocks may overlap: the records that several of them hold of one key come
 * together. A block is opened only when the keys reach its lower bound (at once where that is unknown), so that no more
 * of them are in memory than overlap; while one is walked, `prefetch` may load the next.
 */
export class BlockMerge {
  private readonly waiting: BlockDescription[];
  private readonly active: BlockCursor[] = [];
  private readonly open: OpenCursor;
  private readonly prefetch: (block: BlockDescription) => void;
  private readonly maxBytes: number;

  constructor(
    blocks: readonly BlockDescription[],
    open: OpenCursor,
    prefetch: (block: BlockDescription) => void,
    maxBytes = MAX_OPEN_BYTES,
  ) {
    this.maxBytes = maxBytes;
    this.waiting = [...blocks].sort(byLowerBound);
    this.open = open;
    this.prefetch = prefetch;
  }

  /**
   * Opens the blocks that the next key may lie in. To be awaited before `next` whenever `needsBlock` says so; false
   * where all keys have been read.
   */
  async openBlocks(): Promise<boolean> {
    while (this.needsBlock()) {
      const block = this.waiting.shift();
      if (block === undefined) break;
      const cursor = await this.open(block);
      if (cursor?.current) this.addCursor(cursor);
    }
    const following = this.waiting[0];
    if (following) this.prefetch(following);
    return this.active.length > 0;
  }

  private addCursor(cursor: BlockCursor): void {
    this.active.push(cursor);
    const bytes = this.active.reduce((sum, { content }) => sum + content.length, 0);
    if (bytes <= this.maxBytes) return;
    const count = this.active.length;
    throw damaged(`${cursor.path}: the ${count} blocks that overlap here hold ${bytes} bytes, too many to be real`);
  }

  /** True where a block has to be opened before the next key is known. */
  needsBlock(): boolean {
    const block = this.waiting[0];
    if (block === undefined) return false;
    if (block.minKey === undefined || this.active.length === 0) return true;
    const least = this.leastKey();
    return least === undefined || compareKeys(block.minKey, least) <= 0;
  }

  /** The records of the least key that is left, or null where the open blocks have none. */
  next(): MergedRecords | null {
    const least = this.leastKey();
    if (least === undefined) return null;
    const sources = this.active.filter(({ current }) => current !== null && compareKeys(current.key, least) === 0);
    const source = sources[0];
    if (!source?.current) return null;
    const { key, typedKey, records } = source.current;
    if (sources.length === 1) return { key, typedKey, records, source };
    return { key, typedKey, records: sources.flatMap(({ current }) => current?.records ?? []), source };
  }

  /** Steps over the key that `next` gave. */
  advance(key: KeyValue): void {
    for (let i = this.active.length - 1; i >= 0; i--) {
      const cursor = this.active[i];
      if (cursor?.current && compareKeys(cursor.current.key, key) === 0 && !cursor.advance()) this.active.splice(i, 1);
    }
  }

  private leastKey(): KeyValue | undefined {
    let least: KeyValue | undefined;
    for (const { current } of this.active) {
      if (current !== null && (least === undefined || compareKeys(current.key, least) < 0)) least = current.key;
    }
    return least;
  }
}

function byLowerBound(a: BlockDescription, b: BlockDescription): number {
  if (a.minKey === undefined) return b.minKey === undefined ? 0 : -1;
  return b.minKey === undefined ? 1 : compareKeys(a.minKey, b.minKey);
}
