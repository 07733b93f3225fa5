import { closeSync, readSync, statSync } from 'node:fs';
import { errorCode, isSwjobError, type SwjobError } from '../errors.ts';
import { sizeToReuse } from '../files/release-buffer.ts';
import { unreadable } from './file-errors.ts';
import { isOldTable, linesInKeyOrder } from './old-table.ts';
import { openRegularFile, type RegularFile } from './regular-file.ts';
import type { BlockDescription } from './table-description.ts';
import { contentOf, type EntryLimits, MAX_BLOCK_BYTES, openFirstEntry, type Unpacking } from './zip.ts';

/** Receives damage that is skipped instead of ending the scan. */
export type SkipDamage = (damage: SwjobError) => void;

/** An open file stays readable when a writer replaces it. If there are more blocks than this, each is opened at its turn. */
const MAX_PINNED = 2048;

/** A block in the manifest is gone: a writer has replaced the table's state since the manifest was read. */
export class BlockReplaced extends Error {
  override readonly name = 'BlockReplaced';
}

/**
 * The block files of one scan. They are opened before the first row, so that the scan reads one state of the table even
 * while a writer replaces blocks.
 */
export class BlockFiles {
  /** How many blocks were read; lets tests check that a range skips the others. */
  blocksRead = 0;
  private readonly pinned: Pinned = new Map();

  private readonly areReadAgain: boolean;

  private constructor(areReadAgain: boolean) {
    this.areReadAgain = areReadAgain;
    LEFT.register(this, this.pinned);
  }

  /**
   * Opens the files; throws `BlockReplaced` if one is gone, unless damage is skipped: then reading it reports that. With
   * `readAgain`, files stay open until `close`.
   */
  static open(blocks: readonly BlockDescription[], skip?: SkipDamage, readAgain = false): BlockFiles {
    const files = new BlockFiles(readAgain);
    if (blocks.length > MAX_PINNED || skip !== undefined) return files;
    try {
      for (const block of blocks) files.pinned.set(block, openBlock(block));
    } catch (error) {
      files.close();
      // Out of descriptors: open each block at its turn instead.
      if (isSwjobError(error) && errorCode(error.cause) === 'EMFILE') return files;
      throw error;
    }
    return files;
  }

  /** The JSON lines of a block, checked against the archive's checksum, and the file's path for messages. */
  async read(block: BlockDescription): Promise<{ readonly content: Buffer; readonly path: string }> {
    const packed = this.readPacked(block);
    return { content: await contentOf(unpackBlock(packed)), path: packed.path };
  }

  /**
   * A block's file, not unpacked. It is small, so it is read synchronously: then it can be unpacked while another block is
   * being read.
   */
  readPacked(block: BlockDescription): PackedBlock {
    const pinned = this.pinned.get(block);
    const file = pinned ?? openBlock(block);
    const staysOpen = this.areReadAgain && pinned !== undefined;
    if (!staysOpen) this.pinned.delete(block);
    this.blocksRead++;
    try {
      return { block, path: file.path, bytes: readWhole(file) };
    } catch (error) {
      throw unreadable(file.path, error);
    } finally {
      if (!staysOpen) closeSync(file.descriptor);
    }
  }

  close(): void {
    closeAll(this.pinned);
  }
}

type Pinned = Map<BlockDescription, OpenFile>;

function closeAll(pinned: Pinned): void {
  for (const [block, { descriptor }] of pinned) {
    pinned.delete(block);
    closeSync(descriptor);
  }
}

/** Closes the files of a scan that a program has neither read to its end nor ended, as after `rows.next()` for one row. */
const LEFT = new FinalizationRegistry(closeAll);

/** The content of a block's file, not yet unpacked. */
export interface PackedBlock {
  readonly block: BlockDescription;
  readonly path: string;
  readonly bytes: Buffer;
}

/** Unpacks the JSON lines of a block. Early clients did not compress blocks. */
export function unpackBlock({ block, path, bytes }: PackedBlock, limits: EntryLimits = {}): Unpacking {
  const unpacking = path.endsWith('.zip') ? openFirstEntry(bytes, path, limits) : { whole: Promise.resolve(bytes) };
  if (!isOldTable(block.path)) return unpacking;
  return { whole: contentOf(unpacking).then((content) => linesInKeyOrder(content, path)) };
}

interface OpenFile extends RegularFile {
  readonly path: string;
}

function openBlock(block: BlockDescription): OpenFile {
  for (const path of [`${block.path}.zip`, `${block.path}.json`]) {
    const file = openRegularFile(path, MAX_BLOCK_BYTES);
    if (file !== null) return { ...file, path };
  }
  throw new BlockReplaced(`${block.path}.zip`);
}

function readWhole({ descriptor, size }: RegularFile): Buffer {
  const bytes = Buffer.allocUnsafe(sizeToReuse(size));
  let filled = 0;
  while (filled < size) {
    const count = readSync(descriptor, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** The stored size of blocks in bytes; a missing block counts as 0. */
export function storedBytes(blocks: readonly BlockDescription[]): number {
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size;
  return blocks.reduce((total, { path }) => total + (size(`${path}.zip`) ?? size(`${path}.json`) ?? 0), 0);
}
