import { sep } from 'node:path';
import { MANIFEST_FILE } from './job-manifest.ts';
import { unambiguousTime } from './job-times.ts';
import { readHead } from './read-head.ts';

/** The client sorts the fields by name, so this one comes first. It has to be followed by another field. */
const FIRST_LINE =
  /^created_at: ('?)((\d{4}-(?:0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d) ([A-Z]{3,5}|[+-]\d{2,4}))\1\n[A-Za-z_]/;
/** Every month has these days. */
const SURE_DAY = 28;
const HEAD = Buffer.allocUnsafe(48);

/**
 * When a job was created, in epoch milliseconds, from the first line of its manifest: a list of thousands of jobs can be sorted without
 * reading the manifests of those that it does not show. Null if the whole manifest is needed, to find the time or what is
 * wrong.
 */
export function peekCreatedAt(folder: string): number | null {
  const [, , text = '', day, dayOfMonth, time, zone] =
    FIRST_LINE.exec(readHead(`${folder}${sep}${MANIFEST_FILE}`, HEAD)) ?? [];
  if (day === undefined) return null;
  return zone === 'UTC' && Number(dayOfMonth) <= SURE_DAY ? Date.parse(`${day}T${time}Z`) : unambiguousTime(text);
}
