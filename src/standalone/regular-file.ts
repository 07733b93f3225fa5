import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { damaged } from '../errors.ts';
import { unreadable } from './read-json.ts';

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
