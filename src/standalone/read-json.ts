import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type JsonObject, own } from '../datastore/schema.ts';
import { damaged, isSwjobError } from '../errors.ts';
import { parseLosslessJson } from './lossless-json.ts';
import { readTextFile } from './regular-file.ts';

/**
 * The client replaces manifests while others read them: by renaming, or by copying if the temporary file is on another
 * disk.
 */
const PAUSES_MS = [5, 15, 40, 100];

/** The manifest of a datastore with a hundred thousand tables takes a tenth of this. */
export const MAX_JSON_BYTES = 1 << 28;

/**
 * The JSON object in a manifest; null if the file does not exist. If it cannot be parsed, a writer may be replacing it, so it
 * is read again a few times; what remains unreadable is damage.
 */
export async function readJsonManifest(path: string): Promise<JsonObject | null> {
  for (let attempt = 0; ; attempt++) {
    const pause = PAUSES_MS[attempt];
    const parsed = tryRead(path, pause === undefined);
    if (parsed !== undefined) return parsed;
    await sleep(pause);
  }
}

const SUPPORTED = /^0\.1(\.\d+)?$/;

/** Throws if a manifest, of `what`, has an unknown version. */
export function checkVersion(path: string, what: string, manifest: JsonObject): void {
  const version = own(manifest, 'version') ?? '0.1';
  if (typeof version === 'string' && SUPPORTED.test(version)) return;
  throw damaged(`${path}: unknown ${what} version ${JSON.stringify(version)}`, { hint: 'A newer swjob may read it.' });
}

/** Undefined if a later attempt may succeed. */
function tryRead(path: string, isLast: boolean): JsonObject | null | undefined {
  try {
    const text = readTextFile(path, MAX_JSON_BYTES);
    if (text === null) return null;
    const parsed = tryParse(text);
    if (parsed !== null) return parsed;
  } catch (error) {
    // A copy in progress may end in the middle of a character.
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
