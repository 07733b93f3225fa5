import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, isSwjobError } from '../errors.ts';
import type { ArtifactLink, ArtifactReader } from '../job/instance.ts';
import { unreadable } from './file-errors.ts';
import { openRegularFile, type RegularFile } from './regular-file.ts';

/** An object's name is the blake2b-256 of its content; nothing else becomes a path. */
const OBJECT_NAME = /^[0-9a-f]{6,128}$/i;

/**
 * `<root>/.objectstore/<name[:2]>/<name>`: the files that hold the contents of artifacts, many in one. A link's offset
 * already points behind the 32 bytes of its section's header.
 */
export class ObjectStore implements ArtifactReader {
  /** The store's folder. */
  readonly store: string;
  private readonly root: string;

  constructor(root: string) {
    this.store = root;
    this.root = join(root, '.objectstore');
  }

  async read(link: ArtifactLink): Promise<Uint8Array> {
    return this.readNow(link);
  }

  /** The bytes behind a link, in full; a missing or too short object is damage. */
  readNow(link: ArtifactLink): Buffer {
    if (!OBJECT_NAME.test(link.uri)) {
      throw damaged(`the artifact ${JSON.stringify(link.uri)} is not an object of this store`, {
        hint: 'Its content lies elsewhere; fetch it from there.',
      });
    }
    const path = join(this.root, link.uri.slice(0, 2), link.uri);
    const file = openRegularFile(path, Number.POSITIVE_INFINITY);
    if (file === null) throw damaged(`${path}: the object of an artifact is missing`);
    try {
      return readRange(file, path, link);
    } catch (error) {
      throw isSwjobError(error) ? error : unreadable(path, error);
    } finally {
      closeSync(file.descriptor);
    }
  }
}

function readRange({ descriptor, size: stored }: RegularFile, path: string, { offset, size }: ArtifactLink): Buffer {
  const length = size === undefined || size < 0 ? stored - offset : size;
  const isRange = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0;
  if (!isRange || offset + length > stored) {
    throw damaged(`${path}: the object has ${stored} bytes, an artifact needs ${offset} to ${offset + length}`);
  }
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (count === 0) throw damaged(`${path}: the object was cut off while it was read`);
    filled += count;
  }
  return bytes;
}
