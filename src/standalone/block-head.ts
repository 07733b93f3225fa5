import { closeSync, readSync } from 'node:fs';
import { constants, inflateRawSync } from 'node:zlib';
import { openRegularFile } from './regular-file.ts';

/** How much of a block's file is read. */
const STORED_BYTES = 1 << 16;
/** Guards against zip bombs. */
const UNPACKED_BYTES = 1 << 23;

/**
 * The beginning of a block's content, unchecked: enough to look at its first records without unpacking everything. `path`
 * has no extension. Null if there is no such file, empty if it cannot be unpacked.
 */
export function readBlockHead(path: string): Buffer | null {
  const archive = fileHead(`${path}.zip`);
  if (archive === null) return fileHead(`${path}.json`);
  try {
    return entryHead(archive);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Skips the header of the first entry (PKWARE APPNOTE 4.3.7): only the method and the lengths of the names matter. */
function entryHead(archive: Buffer): Buffer {
  const packed = archive.subarray(30 + archive.readUInt16LE(26) + archive.readUInt16LE(28));
  if (archive.readUInt16LE(8) === 0) return packed;
  // The stream may end anywhere: whatever can be unpacked is enough.
  return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: UNPACKED_BYTES });
}

function fileHead(path: string): Buffer | null {
  const file = openRegularFile(path, Number.POSITIVE_INFINITY);
  if (file === null) return null;
  try {
    const head = Buffer.allocUnsafe(Math.min(file.size, STORED_BYTES));
    return head.subarray(0, readSync(file.descriptor, head, 0, head.length, 0));
  } finally {
    closeSync(file.descriptor);
  }
}
