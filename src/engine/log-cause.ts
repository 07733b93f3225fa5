import { closeSync, readSync } from 'node:fs';
import { openRegularFile } from '../standalone/regular-file.ts';
import { joinLines } from '../text/trim.ts';
import { CauseFinder } from './cause.ts';
import { engineLogPath } from './engine-log.ts';
import { type Place, placeText } from './error-place.ts';

/** The end of a log to search: an error and its tracebacks come last. */
const TAIL_BYTES = 1 << 18;
const OWN_NOTE = /^\[swjob: the reason: (.*)\]$/;

/** The line in a log that says why the job failed. */
export function reasonNote(reason: string): string {
  return `the reason: ${joinLines(reason)}`;
}

/** Why a job failed, from the end of its log: as swjob noted it there, else as the engine printed it; null if unknown. */
export function causeInLog(folder: string, version: string): string | null {
  const text = tailOf(engineLogPath(folder, version));
  const noted = OWN_NOTE.exec(text.trimEnd().split('\n').at(-1) ?? '')?.[1];
  if (noted !== undefined) return noted;
  const finder = new CauseFinder();
  finder.add(text);
  const cause = finder.cause();
  const place = finder.place();
  if (cause === null || place === null) return cause;
  const where = whereInLog(place, version);
  return where === null ? cause : `${cause} (${where})`;
}

/** If the path was cut before the file's name, only the line: the model's code, which would complete it, is unknown here. */
function whereInLog(place: Place, version: string): string | null {
  const marker = `/${version}/snapshot`;
  const at = place.path.indexOf(`${marker}/`);
  if (at >= 0) return placeText(place, place.path.slice(0, at + marker.length), null);
  if (!place.isCut) return placeText(place, '/', null);
  return place.line === null ? null : `line ${place.line}`;
}

function tailOf(path: string): string {
  try {
    const file = openRegularFile(path, Number.MAX_SAFE_INTEGER);
    if (file === null) return '';
    try {
      const tail = Buffer.alloc(Math.min(TAIL_BYTES, file.size));
      const count = readSync(file.descriptor, tail, 0, tail.length, file.size - tail.length);
      return tail.toString('utf8', 0, count);
    } finally {
      closeSync(file.descriptor);
    }
  } catch {
    return '';
  }
}
