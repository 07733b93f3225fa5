import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { errorCode, messageOf } from '../errors.ts';

export interface GivenFile {
  readonly text: string;
  readonly stats: Stats;
}

/**
 * A text file that the user named, which may be a pipe; null if there is none. Throws an Error whose message is the reason,
 * for a folder too, and for more than `maxBytes`.
 */
export function readGivenFile(path: string, maxBytes: number): GivenFile | null {
  let bytes: Buffer;
  let stats: Stats;
  try {
    const descriptor = openSync(path, 'r');
    try {
      stats = fstatSync(descriptor);
      bytes = readAtMost(descriptor, maxBytes + 1);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw new Error(errorCode(error) === 'EISDIR' ? 'it is a folder' : messageOf(error), { cause: error });
  }
  if (bytes.length > maxBytes) throw new Error(`it is larger than ${maxBytes / 2 ** 20} MiB`);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), stats };
  } catch {
    throw new Error('it is not UTF-8 text');
  }
}

/** Reads in steps, because the size from `stat` is meaningless for pipes and devices. */
function readAtMost(descriptor: number, limit: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, limit - total));
    const count = readSync(descriptor, chunk, 0, chunk.length, null);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  return Buffer.concat(chunks, total);
}
