import { closeSync, constants, openSync, readSync } from 'node:fs';

/** The first bytes of a file, up to the buffer's size, as Latin-1; '' if the file cannot be read at once. */
export function readHead(path: string, buffer: Buffer): string {
  let descriptor: number | undefined;
  try {
    // Opening a FIFO would block.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
