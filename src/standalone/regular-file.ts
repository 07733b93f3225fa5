import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { damaged, errorCode, isSwjobError } from '../errors.ts';
import { isMissing, unreadable } from './file-errors.ts';

export interface RegularFile {
  readonly descriptor: number;
  /** The size in bytes at the time of opening. */
  readonly size: number;
}

/**
 * Opens a file for reading; null if there is none. Anything but a regular file is damage: opening a FIFO would block (hence
 * O_NONBLOCK), and a device may never end. Pass `refused` for links where the content of any file would be accepted.
 */
export function openRegularFile(
  path: string,
  maxBytes: number,
  links: 'followed' | 'refused' = 'followed',
): RegularFile | null {
  let descriptor: number;
  try {
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    descriptor = openSync(path, links === 'refused' ? flags | constants.O_NOFOLLOW : flags);
  } catch (error) {
    if (isMissing(error)) return null;
    if (links === 'refused' && errorCode(error) === 'ELOOP') throw damaged(`${path}: a symbolic link`);
    throw unreadable(path, error);
  }
  const stats = fstatSync(descriptor);
  if (stats.isFile() && stats.size <= maxBytes) return { descriptor, size: stats.size };
  closeSync(descriptor);
  throw damaged(stats.isFile() ? `${path}: too large (${stats.size} bytes)` : `${path}: not a file`);
}

/** The text of a file; null if it does not exist. Other failures are errors, including bytes that are not UTF-8. */
export function readTextFile(path: string, maxBytes: number): string | null {
  const file = openRegularFile(path, maxBytes);
  if (file === null) return null;
  try {
    const bytes = readFileSync(file.descriptor);
    if (!isUtf8(bytes)) throw damaged(`${path}: not UTF-8 text`);
    return bytes.toString('utf8');
  } catch (error) {
    throw isSwjobError(error) ? error : unreadable(path, error);
  } finally {
    closeSync(file.descriptor);
  }
}
