import { closeSync, constants, openSync, readSync } from 'node:fs';
import { sep } from 'node:path';
import { MANIFEST_FILE, timeOfText } from './job-manifest.ts';

/** The client's own writer sorts the fields by name: this one comes first. What follows has to be another field. */
const FIRST_LINE =
  /^created_at: (\d{4}-(?:0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d) UTC\n[A-Za-z_]/;
/** Every month has these days. */
const SURE_DAY = 28;
const LENGTH = 40;
const head = Buffer.allocUnsafe(LENGTH);

/**
 * When a job was created, ISO 8601, from the first line of its manifest alone: a list of thousands of jobs needs no more
 * of those that it does not show. Null where the manifest has to be read whole to tell it, or to tell what is wrong.
 */
export function peekCreatedAt(folder: string): string | null {
  const [, day, dayOfMonth, time] = FIRST_LINE.exec(readHead(`${folder}${sep}${MANIFEST_FILE}`)) ?? [];
  if (day === undefined) return null;
  return Number(dayOfMonth) <= SURE_DAY ? `${day}T${time}Z` : timeOfText(`${day} ${time} UTC`);
}

/** The first bytes of a file; none where there are none to be had at once. */
function readHead(path: string): string {
  let descriptor: number | undefined;
  try {
    // A FIFO must not keep us waiting.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return head.toString('latin1', 0, readSync(descriptor, head, 0, LENGTH, 0));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
