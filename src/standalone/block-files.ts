import { close as closeFile, closeSync, fstatSync, openSync, read as readFile, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { damaged, isSwjobError } from '../errors.ts';
import type { SkipDamage } from './block.ts';
import { errorCode, isMissing, unreadable } from './read-json.ts';
import type { BlockDescription } from './table-manifest.ts';
import { readFirstEntry } from './zip.ts';

const read = promisify(readFile);
const close = promisify(closeFile);

/** A file held open stays readable when a writer replaces it; beyond this many, blocks are opened when their turn comes. */
const MAX_PINNED = 256;

/** A block that the manifest lists is gone: a writer replaced the table's state since the manifest was read. */
export class BlockReplaced extends Error {
  override readonly name = 'BlockReplaced';
}

/**
 * The files of the blocks of one scan. They are opened before the first row, so that the scan reads one state of the
 * table even while a writer replaces blocks.
 */
export class BlockFiles {
  /** How many blocks were read, for those who want to know that a range leaves the others alone. */
  blocksRead = 0;
  private readonly pinned = new Map<BlockDescription, OpenFile>();

  /** Opens the files; `BlockReplaced` where one is gone, unless damage is to be skipped: then the reading tells. */
  static open(blocks: readonly BlockDescription[], skip?: SkipDamage): BlockFiles {
    const files = new BlockFiles();
    if (blocks.length > MAX_PINNED || skip !== undefined) return files;
    try {
      for (const block of blocks) files.pinned.set(block, openBlock(block));
    } catch (error) {
      files.close();
      // Few descriptors left: open each block at its turn instead.
      if (isSwjobError(error) && errorCode(error.cause) === 'EMFILE') return files;
      throw error;
    }
    return files;
  }

  /** The JSON lines of a block, checked against the archive's checksum, with the path that names it in messages. */
  async read(block: BlockDescription): Promise<{ readonly content: Buffer; readonly path: string }> {
    const file = this.pinned.get(block) ?? openBlock(block);
    this.pinned.delete(block);
    this.blocksRead++;
    try {
      const bytes = await readWhole(file);
      // Blocks of early clients are not compressed.
      return { content: file.path.endsWith('.zip') ? await readFirstEntry(bytes, file.path) : bytes, path: file.path };
    } finally {
      await close(file.descriptor);
    }
  }

  close(): void {
    for (const { descriptor } of this.pinned.values()) closeSync(descriptor);
    this.pinned.clear();
  }
}

interface OpenFile {
  readonly descriptor: number;
  readonly path: string;
}

function openBlock(block: BlockDescription): OpenFile {
  for (const path of [`${block.path}.zip`, `${block.path}.json`]) {
    try {
      const descriptor = openSync(path, 'r');
      if (fstatSync(descriptor).isFile()) return { descriptor, path };
      closeSync(descriptor);
      throw damaged(`${path}: not a file`);
    } catch (error) {
      if (isMissing(error)) continue;
      throw isSwjobError(error) ? error : unreadable(path, error);
    }
  }
  throw new BlockReplaced(`${block.path}.zip`);
}

async function readWhole(file: OpenFile): Promise<Buffer> {
  const size = fstatSync(file.descriptor).size;
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await read(file.descriptor, bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** The stored size of blocks, in bytes; a missing one counts nothing. */
export function storedBytes(blocks: readonly BlockDescription[]): number {
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size;
  return blocks.reduce((total, { path }) => total + (size(`${path}.zip`) ?? size(`${path}.json`) ?? 0), 0);
}
