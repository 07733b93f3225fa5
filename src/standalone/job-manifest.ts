import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject, own } from '../datastore/schema.ts';
import { damaged } from '../errors.ts';
import type { DatasetVersion, JobRecord, JobStatus, PackageVersion } from '../job/record.ts';
import { parseResource } from '../uri/parse.ts';
import type { JobFolder } from './job-folders.ts';
import { type JobTimes, jobTimes } from './job-times.ts';
import { parseManifestYaml } from './manifest-yaml.ts';
import { parsePlainManifest } from './plain-manifest.ts';
import { readTextFile } from './regular-file.ts';

/** Far more than any manifest needs. */
const MAX_MANIFEST_BYTES = 1 << 20;

/** Its name in a job's folder. */
export const MANIFEST_FILE = '_manifest.yaml';

/** The fields of a job's `_manifest.yaml` as the client wrote them; old clients left out several. */
export type JobManifest = JsonObject;

/** The manifest in a job's folder; null if there is none, as while a job runs or after it was killed. */
export async function readJobManifest(folder: JobFolder): Promise<JobManifest | null> {
  const path = join(folder.path, MANIFEST_FILE);
  const text = readTextFile(path, MAX_MANIFEST_BYTES);
  if (text === null || text.trim() === '') return null;
  const plain = parsePlainManifest(text);
  if (plain !== null) return plain;
  let manifest: unknown;
  try {
    manifest = await parseManifestYaml(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
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

export interface JobIdentity {
  readonly folder: JobFolder;
  readonly instance: string;
  readonly project: string;
}

/** When a job began and ended, from the manifest in this folder. */
export function timesOf(manifest: JobManifest, folder: JobFolder): JobTimes {
  const writtenAt = () => statSync(join(folder.path, MANIFEST_FILE), { throwIfNoEntry: false })?.mtimeMs ?? null;
  return jobTimes(textOf(manifest, 'created_at') ?? '', textOf(manifest, 'finished_at') ?? '', writtenAt);
}

/** A job's record from its manifest; without a manifest, only what the folder's name says. */
export function recordOf({ folder, instance, project }: JobIdentity, manifest: JobManifest | null): JobRecord {
  const fields = manifest ?? {};
  const times = timesOf(fields, folder);
  const model = textOf(fields, 'model');
  const handler = textOf(fields, 'handler_name');
  const datasets = own(fields, 'datasets');
  return {
    uri: `${instance}/project/${project}/job/${folder.version}`,
    instance,
    project,
    id: folder.version,
    uuid: folder.version,
    status: statusOf(fields),
    handler: handler === null ? null : handlers.of(handler),
    model: model === null ? null : models.of(model),
    datasets: Array.isArray(datasets)
      ? datasets.filter((uri) => typeof uri === 'string').map((uri) => datasetsOfJobs.of(uri))
      : [],
    runtime: null,
    resource_pool: null,
    owner: null,
    created_at: times.created,
    finished_at: times.finished,
    duration_ms: times.durationMs,
    error_message: textOf(fields, 'error_message'),
    comment: null,
    pinned: false,
    removed: folder.removed,
  };
}

/** A field as a string; null if it is missing, empty, or neither a string nor a number. */
function textOf(manifest: JobManifest, name: string): string | null {
  const value = own(manifest, name);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * The name, and the version or tag if there is one. A manifest keeps what the user typed: `mnist`, `mnist/v0` or
 * `local/project/self/model/mnist/version/abc`. For anything but a URI, such as a model's folder, the name is the last part.
 */
function packageOf(uri: string, type: 'model' | 'dataset'): PackageVersion {
  if (!uri.includes('/')) return { name: uri, version: null };
  const { name = null, version = null } = tryParse(uri, type) ?? {};
  // A URI with only a version has no name.
  return name === null
    ? { name: version ?? uri.split('/').findLast((part) => part !== '') ?? uri, version: null }
    : { name, version };
}

function tryParse(uri: string, type: 'model' | 'dataset') {
  try {
    return parseResource(uri, type);
  } catch {
    return null;
  }
}

/**
 * What was made of the texts that many manifests share, once for all of them. A text that is cut out of a manifest keeps the
 * whole manifest in memory.
 */
class Shared<Made> {
  readonly #make: (text: string) => Made;
  readonly #made = new Map<string, Made>();

  constructor(make: (text: string) => Made) {
    this.#make = make;
  }

  of(text: string): Made {
    let made = this.#made.get(text);
    if (made === undefined) {
      made = this.#make(text);
      if (this.#made.size >= MAX_SHARED) this.#made.clear();
      this.#made.set(text, made);
    }
    return made;
  }
}

const MAX_SHARED = 1000;
const handlers = new Shared((name) => name);
const models = new Shared((uri) => packageOf(uri, 'model'));
const datasetsOfJobs = new Shared((uri): DatasetVersion => ({ ...packageOf(uri, 'dataset'), uri }));
