import { compareKeys, isPastEnd, type KeyRange } from '../../datastore/keys.ts';
import { damaged } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { BlockDescription } from '../table-description.ts';
import type { LineIndex } from './line-index.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** Maximum of unpacked bytes of overlapping blocks: enough for millions of rows, and less than machines have. */
const MAX_OPEN_BYTES = 2 ** 31;

/** Opens a block and reads its keys; null if it is damaged and was skipped. */
export type OpenIndex = (block: BlockDescription) => Promise<LineIndex | null>;

/**
 * Merges the lines of blocks by key. If blocks overlap, the lines that several of them have for a key come together, oldest
 * first. A block is opened when the keys reach its lower bound (at once if that is unknown), so only overlapping blocks are
 * in memory.
 */
export class LineMerge {
  /** Whether a key after the end of the range was found. */
  ended = false;
  private readonly waiting: BlockDescription[];
  private readonly active: LineIndex[] = [];
  private readonly finished: LoadedBlock[] = [];
  private readonly open: OpenIndex;
  private readonly prefetch: (block: BlockDescription | undefined) => void;
  private readonly range: KeyRange;
  private readonly maxBytes: number;

  constructor(
    blocks: readonly BlockDescription[],
    range: KeyRange,
    open: OpenIndex,
    prefetch: (block: BlockDescription | undefined) => void,
    maxBytes = MAX_OPEN_BYTES,
  ) {
    this.waiting = [...blocks].sort(byLowerBound);
    this.range = range;
    this.open = open;
    this.prefetch = prefetch;
    this.maxBytes = maxBytes;
  }

  /** Whether all open blocks are ASCII. */
  get isAscii(): boolean {
    return this.active.every(({ block }) => block.isAscii);
  }

  /** Whether a block has to be opened to find the next key. */
  get needsBlock(): boolean {
    const block = this.waiting[0];
    if (block === undefined) return false;
    if (block.minKey === undefined || this.active.length === 0) return true;
    const least = this.leastKey();
    return least === undefined || compareKeys(block.minKey, least) <= 0;
  }

  /** Opens the blocks that may have the next key. To be awaited before `peek` if `needsBlock` is true. */
  async openBlocks(): Promise<void> {
    while (this.needsBlock) {
      const block = this.waiting.shift();
      if (block === undefined) break;
      const index = await this.open(block);
      if (index === null) continue;
      this.active.push(index);
      this.checkSize(index);
    }
    this.prefetch(this.waiting[0]);
  }

  /** The next key; null at the end of the range. Throws damage that precedes it. */
  peek(): KeyValue | null {
    for (let i = this.active.length - 1; i >= 0; i--) {
      this.active[i]?.checkDamage();
      if (this.active[i]?.key !== undefined) continue;
      this.finished.push(...this.active.splice(i, 1).map(({ block }) => block));
    }
    const least = this.leastKey();
    if (least === undefined) return null;
    this.ended = isPastEnd(least, this.range);
    return this.ended ? null : least;
  }

  /** The lines of the key that `peek` returned. Moves on to the next key. */
  take(key: KeyValue): Line[] {
    const found: LineIndex[] = this.active.filter(
      (index) => index.key !== undefined && compareKeys(index.key, key) === 0,
    );
    if (found.length > 1) found.sort((a, b) => a.revision - b.revision);
    return found.map((index) => {
      const { line } = index;
      index.advance();
      return line;
    });
  }

  /** The blocks that ended since the last call: all of their lines were taken. */
  takeFinished(): readonly LoadedBlock[] {
    return this.finished.splice(0);
  }

  private checkSize({ block }: LineIndex): void {
    const bytes = this.active.reduce((sum, index) => sum + index.block.content.length, 0);
    if (bytes <= this.maxBytes) return;
    const count = this.active.length;
    throw damaged(
      `${block.path}: the ${count} blocks that overlap here have ${bytes} bytes, more than the limit of ${this.maxBytes}`,
    );
  }

  private leastKey(): KeyValue | undefined {
    let least: KeyValue | undefined;
    for (const { key } of this.active) {
      if (key !== undefined && (least === undefined || compareKeys(key, least) < 0)) least = key;
    }
    return least;
  }
}

function byLowerBound(a: BlockDescription, b: BlockDescription): number {
  if (a.minKey === undefined) return b.minKey === undefined ? 0 : -1;
  return b.minKey === undefined ? 1 : compareKeys(a.minKey, b.minKey);
}
