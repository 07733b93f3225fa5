import { setImmediate as nextTurn } from 'node:timers/promises';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import { releaseBuffer } from '../../files/release-buffer.ts';
import { type BlockFiles, BlockReplaced, unpackBlock } from '../block-files.ts';
import { missingBlock } from '../missing-block.ts';
import type { BlockDescription } from '../table-description.ts';
import { contentOf, type EntryLimits, PIECE, type Unpacking } from '../zip.ts';
import type { KeptBlocks } from './kept-blocks.ts';
import { LINE_FEED, LoadedBlock } from './loaded-block.ts';
import { wholeLines } from './whole-lines.ts';

/** A block that is being unpacked. */
interface Opening {
  readonly path: string;
  readonly unpacking: Unpacking;
}

export interface LoaderOptions {
  readonly files: BlockFiles;
  /** Skips damaged blocks, and receives an error for each. */
  readonly skip: ((damage: SwjobError) => void) | undefined;
  readonly kept: KeptBlocks | undefined;
  /** Whether blocks are unpacked ahead of their turn. If not, all blocks but small ones come in parts. */
  readonly isAhead: boolean;
}

/** Reads and unpacks blocks ahead of time: other threads unpack the next ones while a block is scanned. */
export class BlockLoader {
  private readonly files: BlockFiles;
  private readonly skip: ((damage: SwjobError) => void) | undefined;
  private readonly kept: KeptBlocks | undefined;
  private readonly limits: EntryLimits;
  private isFirst = true;
  private readonly ahead = new Map<BlockDescription, Promise<Opening>>();

  constructor({ files, skip, kept, isAhead }: LoaderOptions) {
    this.files = files;
    this.skip = skip;
    this.kept = kept;
    this.limits = isAhead ? {} : { maxWhole: PIECE };
  }

  /** Whether blocks are read in parts: one that may be skipped because of its end, or is kept, has to be complete. */
  get takesParts(): boolean {
    return this.skip === undefined && this.kept === undefined;
  }

  /** Starts to unpack the blocks that are needed next. */
  prefetch(...blocks: readonly BlockDescription[]): void {
    for (const block of blocks) {
      if (this.ahead.has(block) || this.kept?.has(block)) continue;
      const opening = this.open(block);
      // The failure surfaces when the block is taken, if the scan gets that far.
      opening.catch(() => undefined);
      this.ahead.set(block, opening);
    }
  }

  /** A complete block; null if it is damaged and was skipped. */
  async take(block: BlockDescription): Promise<LoadedBlock | null> {
    const kept = this.kept?.take(block);
    if (kept !== undefined) return kept;
    const opening = this.ahead.get(block) ?? this.open(block);
    this.ahead.delete(block);
    try {
      const { path, unpacking } = await opening;
      const loaded = new LoadedBlock(await contentOf(unpacking), path, block);
      // A block that is no text is skipped as a whole; else the rows before the damage come first.
      if (this.skip !== undefined) loaded.checkText();
      this.kept?.keep(loaded);
      return loaded;
    } catch (error) {
      if (this.skip === undefined || !isSwjobError(error, 'damaged')) throw error;
      this.skip(error);
      return null;
    }
  }

  /**
   * The lines of a block in order: in one part, or in several if it is large, which limits the memory that it takes. In the
   * meantime, the `next` blocks are unpacked. With `soon`, the first block's beginning comes before the rest is there.
   */
  async *parts(block: BlockDescription, next: readonly BlockDescription[], soon = false): AsyncGenerator<LoadedBlock> {
    if (this.takesParts) {
      this.prefetch(block);
      const opening = await this.ahead.get(block);
      const unpackNext = () => this.prefetch(...next);
      const parts = opening && inParts(opening, block, soon && this.isFirst, unpackNext);
      this.isFirst = false;
      if (parts !== undefined) {
        this.ahead.delete(block);
        yield* parts;
        unpackNext();
        return;
      }
    }
    const whole = await this.take(block);
    this.prefetch(...next);
    if (whole !== null) yield whole;
  }

  /** Frees the memory of blocks now, unless they are read again. */
  release(...blocks: readonly LoadedBlock[]): void {
    for (const { content, description } of blocks) if (!this.kept?.has(description)) releaseBuffer(content);
  }

  private async open(block: BlockDescription): Promise<Opening> {
    try {
      const packed = this.files.readPacked(block);
      return { path: packed.path, unpacking: begun(unpackBlock(packed, this.limits)) };
    } catch (error) {
      throw error instanceof BlockReplaced ? missingBlock(error) : error;
    }
  }
}

/** The lines of a block in several parts; undefined if one is better. `onBegun` is called once the beginning was used. */
function inParts(
  { path, unpacking }: Opening,
  block: BlockDescription,
  soon: boolean,
  onBegun: () => void,
): AsyncGenerator<LoadedBlock> | undefined {
  if ('pieces' in unpacking) return partsOf(unpacking.pieces, path, block);
  const beginning = soon ? unpacking.beginning?.() : undefined;
  const end = beginning === undefined ? 0 : beginning.lastIndexOf(LINE_FEED) + 1;
  if (beginning === undefined || end === 0) return undefined;
  return beginningFirst(beginning.subarray(0, end), unpacking.whole, path, block, onBegun);
}

async function* beginningFirst(
  beginning: Buffer,
  whole: Promise<Buffer>,
  path: string,
  block: BlockDescription,
  onBegun: () => void,
): AsyncGenerator<LoadedBlock> {
  const first = new LoadedBlock(beginning, path, block);
  const lines = first.countLines();
  const { length } = beginning;
  await nextTurn();
  try {
    yield first;
    onBegun();
  } finally {
    // Even if no more lines are wanted: those before may come from a damaged block.
    await whole;
  }
  yield new LoadedBlock((await whole).subarray(length), path, block, lines);
}

async function* partsOf(
  pieces: AsyncIterable<Buffer>,
  path: string,
  block: BlockDescription,
): AsyncGenerator<LoadedBlock> {
  let lines = 0;
  for await (const content of wholeLines(pieces)) {
    const part = new LoadedBlock(content, path, block, lines);
    lines += part.countLines();
    yield part;
  }
}

/** The same unpacking, which continues before anything awaits it. */
function begun(unpacking: Unpacking): Unpacking {
  if ('whole' in unpacking) {
    unpacking.whole.catch(() => undefined);
    return unpacking;
  }
  const { pieces, size } = unpacking;
  const first = pieces.next();
  first.catch(() => undefined);
  return { pieces: continued(first, pieces), size };
}

async function* continued(
  first: Promise<IteratorResult<Buffer>>,
  pieces: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    const { done, value } = await first;
    if (!done) yield value;
    yield* pieces;
  } finally {
    await pieces.return(undefined);
  }
}
