import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { temporaryName } from './temporary-name.ts';

/** `replaceFile` for content in chunks, which may be larger than memory; returns its size in bytes. */
export async function replaceFileBy(path: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  refuseDevice(path);
  const temporary = temporaryName(path);
  let size = 0;
  try {
    const descriptor = openSync(temporary, 'wx', 0o644);
    try {
      for await (const chunk of content) {
        writeFileSync(descriptor, chunk);
        size += chunk.length;
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    return size;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Replaces a file atomically: readers see the old content or the new, never a part, and a crash or a full disk leaves the
 * old one. Throws the file system's own errors.
 */
export function replaceFile(path: string, content: string | Uint8Array, mode = 0o644): void {
  replaceFileIf(path, content, mode, () => true);
}

/** Replaces the file only if `isWanted` returns true, which is called right before the rename. Returns whether it did. */
export function replaceFileIf(
  path: string,
  content: string | Uint8Array,
  mode: number,
  isWanted: () => boolean,
): boolean {
  refuseDevice(path);
  const temporary = temporaryName(path);
  try {
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    const wanted = isWanted();
    if (wanted) renameSync(temporary, path);
    else rmSync(temporary, { force: true });
    return wanted;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A user with all rights could replace even `/dev/null`, for the whole system. */
function refuseDevice(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile() && !found.isDirectory() && !found.isSymbolicLink()) throw new Error('it is not a file');
}
