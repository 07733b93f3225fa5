import { sep } from 'node:path';
import { isObject, type JsonObject, own } from '../datastore/schema.ts';
import { damaged, messageOf } from '../errors.ts';
import type { JobStatus } from '../job/record.ts';
import type { JobFolder } from './job-folders.ts';
import { parseManifestYaml } from './manifest-yaml.ts';
import { parsePlainManifest } from './plain-manifest.ts';
import { readHead } from './read-head.ts';
import { readTextFile } from './regular-file.ts';

/** Far more than any manifest needs. */
const MAX_MANIFEST_BYTES = 1 << 20;

/** Its name in a job's folder. */
export const MANIFEST_FILE = '_manifest.yaml';

/** The fields of a job's `_manifest.yaml` as the client wrote them; old clients left out several. */
export type JobManifest = JsonObject;

/** Enough for any manifest without a very long error message. */
const HEAD = Buffer.allocUnsafe(1 << 13);

/** The manifest in a job's folder; null if there is none, as while a job runs or after it was killed. */
export async function readJobManifest(folder: JobFolder): Promise<JobManifest | null> {
  const path = `${folder.path}${sep}${MANIFEST_FILE}`;
  // What is less than the buffer is the whole file.
  const head = readHead(path, HEAD);
  return (head.length < HEAD.length ? parsePlainManifest(head) : null) ?? (await readAnyManifest(path));
}

/** A manifest of any spelling and length, or what is wrong with it. */
async function readAnyManifest(path: string): Promise<JobManifest | null> {
  const text = readTextFile(path, MAX_MANIFEST_BYTES);
  if (text === null || text.trim() === '') return null;
  const plain = parsePlainManifest(text);
  if (plain !== null) return plain;
  let manifest: unknown;
  try {
    manifest = await parseManifestYaml(text);
  } catch (error) {
    const reason = messageOf(error).split('\n')[0];
    throw damaged(`${path}: not readable as YAML: ${reason}`, { cause: error });
  }
  if (!isObject(manifest)) throw damaged(`${path}: not a mapping of job fields`);
  return manifest;
}

/** The words of manifests in the order of a run, and those of the Job SDK. */
const STATUS_WORDS: Readonly<Record<string, JobStatus>> = {
  init: 'CREATED',
  created: 'CREATED',
  start: 'READY',
  ready: 'READY',
  running: 'RUNNING',
  paused: 'PAUSED',
  cancelling: 'CANCELLING',
  canceled: 'CANCELED',
  cancelled: 'CANCELED',
  success: 'SUCCESS',
  failed: 'FAIL',
  fail: 'FAIL',
};

export function statusOf(manifest: JobManifest): JobStatus {
  const word = textOf(manifest, 'status')?.toLowerCase() ?? '';
  return Object.hasOwn(STATUS_WORDS, word) ? (STATUS_WORDS[word] ?? 'UNKNOWN') : 'UNKNOWN';
}

/** A field as a string; null if it is missing, empty, or neither a string nor a number. */
export function textOf(manifest: JobManifest, name: string): string | null {
  const value = own(manifest, name);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
