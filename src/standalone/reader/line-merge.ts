import { compareKeys, isPastEnd, type KeyRange } from '../../datastore/keys.ts';
import { damaged } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { BlockDescription } from '../table-description.ts';
import type { LineIndex } from './line-index.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** What blocks that overlap may hold in memory at once: more than those of millions of rows, less than machines have. */
const MAX_OPEN_BYTES = 2 ** 31;

/** Opens a block and finds its keys; null where it has none, or is damaged and skipped. */
export type OpenIndex = (block: BlockDescription) => Promise<LineIndex | null>;

/**
 * Brings the lines of blocks into key order. Blocks may overlap: the lines that several of them hold of one key come
 * together, oldest first. A block is opened only when the keys reach its lower bound (at once where that is unknown), so
 * that no more of them are in memory than overlap.
 */
export class LineMerge {
  /** True once a key lay behind the end of the range. */
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

  /** Whether all that is open is ASCII. */
  get isAscii(): boolean {
    return this.active.every(({ block }) => block.isAscii);
  }

  /** True where a block has to be opened before the next key is known. */
  get needsBlock(): boolean {
    const block = this.waiting[0];
    if (block === undefined) return false;
    if (block.minKey === undefined || this.active.length === 0) return true;
    const least = this.leastKey();
    return least === undefined || compareKeys(block.minKey, least) <= 0;
  }

  /** Opens the blocks that the next key may lie in. To be awaited before `next` whenever `needsBlock` says so. */
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

  /** The key that is next, null where none is left in the range. Raises the damage that stands before it. */
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

  /** The lines of the key that `peek` gave; the next key comes after them. */
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

  /** The blocks all of whose lines were taken since this was asked last. */
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
