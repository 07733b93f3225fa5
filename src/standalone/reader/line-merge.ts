import { compareKeys, isPastEnd, type KeyRange } from '../../datastore/keys.ts';
import { damaged } from '../../errors.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { BlockDescription } from '../table-description.ts';
import type { LineIndex } from './line-index.ts';
import type { LineWindow } from './line-window.ts';
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
  private readonly prefetch: (blocks: readonly BlockDescription[]) => void;
  private readonly range: KeyRange;
  private readonly maxBytes: number;
  /** The blocks whose current key is the least one, oldest line first, and one with the second least. */
  private least: LineIndex[] = [];
  private second: LineIndex | undefined;
  /** Whether a key precedes the next block and the end of the range; null if neither limits keys. */
  private isBefore: ((key: KeyValue) => boolean) | null = null;

  /** `prefetch` is called with the blocks that come next. */
  constructor(
    blocks: readonly BlockDescription[],
    range: KeyRange,
    open: OpenIndex,
    prefetch: (blocks: readonly BlockDescription[]) => void,
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
    const key = this.least[0]?.key;
    return key === undefined || compareKeys(block.minKey, key) <= 0;
  }

  /** Opens the blocks that may have the next key. To be awaited before `peek` if `needsBlock` is true. */
  async openBlocks(): Promise<void> {
    while (this.needsBlock) {
      const block = this.waiting.shift();
      if (block === undefined) break;
      this.prefetch(this.waiting);
      const index = await this.open(block);
      if (index === null) continue;
      this.active.push(index);
      this.checkSize(index);
      this.findLeast();
    }
    const minKey = this.waiting[0]?.minKey;
    const isLimited = minKey !== undefined || this.range.end !== undefined;
    const isBefore = (key: KeyValue) =>
      (minKey === undefined || compareKeys(key, minKey) < 0) && !isPastEnd(key, this.range);
    this.isBefore = isLimited ? isBefore : null;
  }

  /** The next key; null at the end of the range. Throws damage that precedes it. */
  peek(): KeyValue | null {
    for (let i = this.active.length - 1; i >= 0; i--) {
      this.active[i]?.checkDamage();
      if (this.active[i]?.isAtEnd === false) continue;
      this.finished.push(...this.active.splice(i, 1).map(({ block }) => block));
    }
    const key = this.least[0]?.key;
    if (key === undefined) return null;
    this.ended = isPastEnd(key, this.range);
    return this.ended ? null : key;
  }

  /** The lines of the key that `peek` returned. */
  get lines(): Line[] {
    return this.least.map(({ line }) => line);
  }

  /** The lines of that key; moves on to the next one. */
  takeLines(): Line[] {
    const { lines } = this;
    this.advance();
    return lines;
  }

  /** Adds the lines of up to `most` keys, from the one that `peek` returned, to a window. Returns false if none has room. */
  moveTo(window: LineWindow, most: number): boolean {
    const [first, another] = this.least;
    if (first === undefined || another !== undefined) {
      if (!window.addKey(this.least)) return false;
      this.advance();
      return true;
    }
    const isMoved = window.addKeys(first, Math.min(most, first.countBefore(this.second, this.isBefore)));
    this.findLeast();
    return isMoved;
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

  private advance(): void {
    for (const index of this.least) index.advance();
    this.findLeast();
  }

  private findLeast(): void {
    const { least } = this;
    least.length = 0;
    this.second = undefined;
    for (const index of this.active) {
      if (index.isAtEnd) continue;
      const [first] = least;
      const order = first === undefined ? -1 : index.compare(first);
      if (order === 0) addByRevision(least, index);
      else if (order < 0) {
        this.second = first;
        least.length = 0;
        least.push(index);
      } else if (this.second === undefined || index.compare(this.second) < 0) this.second = index;
    }
  }
}

/** Adds a line behind those with lower revisions, or the same. There are few: sorting them would take longer. */
function addByRevision(lines: LineIndex[], added: LineIndex): void {
  let place = lines.length;
  for (; place > 0; place--) {
    const before = lines[place - 1] as LineIndex;
    if (before.revision <= added.revision) break;
    lines[place] = before;
  }
  lines[place] = added;
}

function byLowerBound(a: BlockDescription, b: BlockDescription): number {
  if (a.minKey === undefined) return b.minKey === undefined ? 0 : -1;
  return b.minKey === undefined ? 1 : compareKeys(a.minKey, b.minKey);
}
