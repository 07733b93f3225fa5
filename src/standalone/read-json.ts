import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type JsonObject } from '../datastore/schema.ts';
import { damaged, isSwjobError } from '../errors.ts';
import { parseLosslessJson } from './lossless-json.ts';
import { readTextFile } from './regular-file.ts';

/** The client replaces manifests while others read: by a rename on one file system, by a copy across two. */
const PAUSES_MS = [5, 15, 40, 100];

/** A datastore of a hundred thousand tables needs a tenth of it. */
const MAX_JSON_BYTES = 1 << 28;

/**
 * A manifest's JSON object, or null where the file does not exist. A text that does not parse is read again for a
 * moment, as a writer may be in the middle of replacing it; what stays unreadable is damage.
 */
export async function readJsonManifest(path: string): Promise<JsonObject | null> {
  for (let attempt = 0; ; attempt++) {
    const pause = PAUSES_MS[attempt];
    const parsed = tryRead(path, pause === undefined);
    if (parsed !== undefined) return parsed;
    await sleep(pause);
  }
}

/** Undefined where it may be read a moment later. */
function tryRead(path: string, isLast: boolean): JsonObject | null | undefined {
  try {
    const text = readTextFile(path, MAX_JSON_BYTES);
    if (text === null) return null;
    const parsed = tryParse(text);
    if (parsed !== null) return parsed;
  } catch (error) {
    // A copy may be in the middle of a character.
    if (isLast || !isSwjobError(error, 'damaged')) throw error;
    return undefined;
  }
  if (isLast) throw damaged(`${path}: not a JSON object`, { hint: 'The file was cut off or overwritten.' });
  return undefined;
}

function tryParse(text: string): JsonObject | null {
  try {
    const parsed = parseLosslessJson(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
