import { closeSync, existsSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, isSwjobError, SwjobError } from '../errors.ts';
import type { ArtifactLink, ArtifactReader } from '../job/instance.ts';
import { unreadable } from './file-errors.ts';
import { openRegularFile, type RegularFile } from './regular-file.ts';

/** An object's name is the blake2b-256 of its content; nothing else becomes a path. */
const OBJECT_NAME = /^[0-9a-f]{6,128}$/i;

const CHUNK = 1 << 20;
/** A single read has to be below 2 GiB. */
const MAX_READ = 1 << 30;

/**
 * Reads the contents of artifacts. `<root>/.objectstore/blake2b/<name[:2]>/<name>` has those of datasets, even if a job
 * logged them again; `<root>/.objectstore/<name[:2]>/<name>` has those that jobs logged themselves, many in one file. A
 * link's offset already points past the content's 32-byte header.
 */
export class ObjectStore implements ArtifactReader {
  private readonly root: string;

  constructor(root: string) {
    this.root = join(root, '.objectstore');
  }

  async read(link: ArtifactLink): Promise<Uint8Array> {
    return this.readNow(link);
  }

  /** The bytes behind a link in chunks, each valid until the next is requested; throws what `readNow` throws. */
  async *chunks(link: ArtifactLink): AsyncGenerator<Uint8Array> {
    const { file, path } = this.open(link);
    try {
      const { offset, length } = rangeOf(file, path, link);
      const piece = Buffer.allocUnsafeSlow(Math.min(length, CHUNK));
      for (let done = 0; done < length; ) {
        const wanted = Math.min(piece.length, length - done);
        readFully(file, path, piece.subarray(0, wanted), offset + done);
        done += wanted;
        yield piece.subarray(0, wanted);
      }
    } catch (error) {
      throw isSwjobError(error) ? error : unreadable(path, error);
    } finally {
      closeSync(file.descriptor);
    }
  }

  /** All bytes behind a link; a missing or truncated object is damage. */
  readNow(link: ArtifactLink): Buffer {
    return this.within(link, (file, path, { offset, length }) => {
      const bytes = allocate(length, path);
      readFully(file, path, bytes, offset);
      return bytes;
    });
  }

  /** Calls `read` with the opened object of a link, and the range of the content in it. */
  within<T>(link: ArtifactLink, read: (file: RegularFile, path: string, range: Range) => T): T {
    const { file, path } = this.open(link);
    try {
      return read(file, path, rangeOf(file, path, link));
    } catch (error) {
      throw isSwjobError(error) ? error : unreadable(path, error);
    } finally {
      closeSync(file.descriptor);
    }
  }

  /** Opens the file that a link leads to, for the caller to close; a missing one is damage. */
  private open(link: ArtifactLink): { readonly file: RegularFile; readonly path: string } {
    // A symbolic link in a store from elsewhere could pass off one of the user's files as an artifact.
    for (const path of this.pathsOf(link)) {
      const file = openRegularFile(path, Number.POSITIVE_INFINITY, 'refused');
      if (file !== null) return { file, path };
    }
    throw damaged(`${this.pathOf(link)}: the object of an artifact is missing`);
  }

  /** The path of a link's object, or where a job would have logged it. A link out of the store is an error. */
  pathOf(link: ArtifactLink): string {
    const [ofDataset, ofJob] = this.pathsOf(link);
    return existsSync(ofDataset) ? ofDataset : ofJob;
  }

  private pathsOf(link: ArtifactLink): readonly [ofDataset: string, ofJob: string] {
    const { uri } = link;
    const path = join(uri.slice(0, 2), uri);
    if (this.isOwn(link)) return [join(this.root, 'blake2b', path), join(this.root, path)];
    throw damaged(`the artifact ${JSON.stringify(uri)} is not an object of this store`, {
      hint: 'Its content is stored elsewhere; fetch it from there.',
    });
  }

  /** Whether a link leads into this store; users can also log links to their own files and URLs. */
  isOwn({ uri }: ArtifactLink): boolean {
    return OBJECT_NAME.test(uri);
  }
}

interface Range {
  readonly offset: number;
  readonly length: number;
}

/** The range of a content in its object; one that exceeds the object is damage. */
function rangeOf({ size: stored }: RegularFile, path: string, { offset, size }: ArtifactLink): Range {
  const length = size === undefined || size === -1 ? stored - offset : size;
  const isRange = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0;
  if (isRange && offset + length <= stored) return { offset, length };
  throw damaged(`${path}: the object has ${stored} bytes, an artifact needs ${offset} to ${offset + length}`);
}

function allocate(length: number, path: string): Buffer {
  try {
    return Buffer.allocUnsafeSlow(length);
  } catch (error) {
    throw new SwjobError('operation-failed', `${path}: ${length} bytes of content do not fit into memory`, {
      hint: 'Save it to a file: swjob rows JOB TABLE --save-artifacts FOLDER, or save in the library.',
      cause: error,
    });
  }
}

/** Fills the buffer from this offset. */
function readFully({ descriptor }: RegularFile, path: string, buffer: Buffer, from: number): void {
  for (let filled = 0; filled < buffer.length; ) {
    const wanted = Math.min(buffer.length - filled, MAX_READ);
    const count = readSync(descriptor, buffer, filled, wanted, from + filled);
    if (count === 0) throw damaged(`${path}: the object was truncated while it was read`);
    filled += count;
  }
}
