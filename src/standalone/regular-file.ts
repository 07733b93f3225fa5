import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { damaged } from '../errors.ts';
import { isMissing, unreadable } from './file-errors.ts';

export interface RegularFile {
  readonly descriptor: number;
  /** In bytes, when it was opened. */
  readonly size: number;
}

/**
 * Opens a file for reading, or null where there is none. Anything but a regular file is damage: a FIFO would keep us
 * waiting for a writer (hence O_NONBLOCK), a device may never end.
 */
export function openRegularFile(path: string, maxBytes: number): RegularFile | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return null;
    throw unreadable(path, error);
  }
  const stats = fstatSync(descriptor);
  if (stats.isFile() && stats.size <= maxBytes) return { descriptor, size: stats.size };
  closeSync(descriptor);
  throw damaged(stats.isFile() ? `${path}: too large (${stats.size} bytes)` : `${path}: not a file`);
}

/** The text of a file, or null where it does not exist. Other failures say which file, and why. */
export function readTextFile(path: string, maxBytes: number): string | null {
  const file = openRegularFile(path, maxBytes);
  if (file === null) return null;
  try {
    return readFileSync(file.descriptor, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    closeSync(file.descriptor);
  }
}
