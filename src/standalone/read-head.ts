import { closeSync, constants, openSync, readSync } from 'node:fs';

/** The first bytes of a file, as many as the buffer holds, as Latin-1; none where there are none to be had at once. */
export function readHead(path: string, buffer: Buffer): string {
  let descriptor: number | undefined;
  try {
    // A FIFO must not keep us waiting.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
