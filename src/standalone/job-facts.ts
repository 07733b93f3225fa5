import { statSync } from 'node:fs';
import { join } from 'node:path';
import { own } from '../datastore/schema.ts';
import type { DatasetVersion, JobRecord, JobStatus, PackageVersion } from '../job/record.ts';
import { parseResource } from '../uri/parse.ts';
import type { JobFolder } from './job-folders.ts';
import { type JobManifest, MANIFEST_FILE, statusOf, textOf } from './job-manifest.ts';
import { isoText, type JobTimes, jobTimes } from './job-times.ts';
import { Shared } from './shared.ts';

/** What is known about a job besides its folder: small, as a list holds those of all jobs. */
export interface JobFacts extends JobTimes {
  readonly status: JobStatus;
  readonly handler: string | null;
  readonly model: PackageVersion | null;
  readonly datasets: readonly DatasetVersion[];
  readonly error: string | null;
}

export interface JobIdentity {
  readonly folder: Omit<JobFolder, 'path'>;
  readonly instance: string;
  readonly project: string;
}

/** The facts in the manifest of this folder; of a job without one, nothing is known. */
export function factsOf(manifest: JobManifest, folder: JobFolder): JobFacts {
  const model = textOf(manifest, 'model');
  const handler = textOf(manifest, 'handler_name');
  const { created, finished, durationMs, order } = timesOf(manifest, folder);
  return {
    status: statusOf(manifest),
    handler: handler === null ? null : handlers.of(handler),
    model: model === null ? null : models.of(model),
    datasets: datasetsOf(own(manifest, 'datasets')),
    created,
    finished,
    durationMs,
    order,
    error: textOf(manifest, 'error_message'),
  };
}

/** When a job began and ended, from the manifest in this folder. */
export function timesOf(manifest: JobManifest, { path }: JobFolder): JobTimes {
  const writtenAt = () => statSync(join(path, MANIFEST_FILE), { throwIfNoEntry: false })?.mtimeMs ?? null;
  return jobTimes(textOf(manifest, 'created_at') ?? '', textOf(manifest, 'finished_at') ?? '', writtenAt);
}

/** A job's record. */
export function recordOf({ folder, instance, project }: JobIdentity, facts: JobFacts): JobRecord {
  const { status, handler, model, datasets, created, finished, durationMs, error } = facts;
  return {
    uri: `${instance}/project/${project}/job/${folder.version}`,
    instance,
    project,
    id: folder.version,
    uuid: folder.version,
    status,
    handler,
    model,
    datasets,
    runtime: null,
    resource_pool: null,
    owner: null,
    created_at: isoText(created),
    finished_at: isoText(finished),
    duration_ms: durationMs,
    error_message: error,
    comment: null,
    pinned: false,
    removed: folder.removed,
  };
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

const handlers = new Shared((name) => name);
const models = new Shared((uri) => packageOf(uri, 'model'));
const datasetsOfJobs = new Shared((uri): readonly DatasetVersion[] => [{ ...packageOf(uri, 'dataset'), uri }]);

function datasetsOf(uris: unknown): readonly DatasetVersion[] {
  const lists = Array.isArray(uris)
    ? uris.filter((uri) => typeof uri === 'string').map((uri) => datasetsOfJobs.of(uri))
    : [];
  return lists.length === 1 && lists[0] !== undefined ? lists[0] : lists.flat();
}
