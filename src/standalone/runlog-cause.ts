import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isObject } from '../datastore/schema.ts';
import { readTextFile } from './regular-file.ts';

const MAX_BYTES = 1 << 24;
/** What the engine writes if there was no error. */
const NO_ERROR = new Set(['', 'None']);

/**
 * Why a job failed, from what its tasks left in `runlog/<step>/<number>/status/timeline`: a JSON object per line, whose
 * `exception` is the message without a stack. Null if no task says.
 */
export function causeInRunLog(jobFolder: string): string | null {
  const root = `${jobFolder}${sep}runlog`;
  // Most jobs have none, and an error for each would take longer than reading their manifests.
  if (!existsSync(root)) return null;
  for (const step of foldersIn(root)) {
    for (const task of foldersIn(join(root, step))) {
      const message = lastException(join(root, step, task, 'status', 'timeline'));
      if (message !== null) return `${message} (step ${step})`;
    }
  }
  return null;
}

function foldersIn(path: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
}

/** The exception in the last line, which records the task's end. */
function lastException(path: string): string | null {
  let text: string;
  try {
    text = readTextFile(path, MAX_BYTES) ?? '';
  } catch {
    return null;
  }
  try {
    const last: unknown = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
    const exception = isObject(last) ? last['exception'] : undefined;
    return typeof exception === 'string' && !NO_ERROR.has(exception) ? exception : null;
  } catch {
    return null;
  }
}
