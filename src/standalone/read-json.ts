import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type JsonObject } from '../datastore/schema.ts';
import { damaged, SwjobError } from '../errors.ts';
import { parseLosslessJson } from './lossless-json.ts';

/** The client replaces manifests while others read: by a rename on one file system, by a copy across two. */
const PAUSES_MS = [5, 15, 40, 100];

/**
 * A manifest's JSON object, or null where the file does not exist. A text that does not parse is read again for a
 * moment, as a writer may be in the middle of replacing it; what stays unreadable is damage.
 */
export async function readJsonManifest(path: string): Promise<JsonObject | null> {
  for (let attempt = 0; ; attempt++) {
    const text = readTextFile(path);
    if (text === null) return null;
    const parsed = tryParse(text);
    if (parsed !== null) return parsed;
    const pause = PAUSES_MS[attempt];
    if (pause === undefined)
      throw damaged(`${path}: not a JSON object`, { hint: 'The file was cut off or overwritten.' });
    await sleep(pause);
  }
}

function tryParse(text: string): JsonObject | null {
  try {
    const parsed = parseLosslessJson(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** The text of a file, or null where it does not exist. Other failures say which file, and why. */
export function readTextFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw unreadable(path, error);
  }
}

export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A file or folder that exists but cannot be read: not allowed (exit 4) or failing (exit 6). */
export function unreadable(path: string, error: unknown): SwjobError {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new SwjobError('not-allowed', `${path}: no permission to read it`, {
      hint: 'Run swjob as the user who owns the store, or change the permissions.',
      cause: error,
    });
  }
  const reason =
    error instanceof Error ? error.message.replace(/^[A-Z]+: /, '').replace(/, \w+ '.*$/s, '') : String(error);
  return damaged(`${path}: cannot be read: ${reason}`, { cause: error });
}
