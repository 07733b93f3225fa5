import {
  type DatasetVersion,
  isFinal,
  JOB_STATUSES,
  type JobRecord,
  type JobStatus,
  type PackageVersion,
} from '../job/record.ts';
import type { JobReply, ProjectReply } from './reply.ts';

/** Where a job is, as its record needs it. */
export interface JobPlace {
  /** The instance's alias, or its address. */
  readonly instance: string;
  readonly address: string;
  readonly project: ProjectReply;
}

/** Other words that servers and their web console use. */
const OTHER_STATUSES: ReadonlyMap<string, JobStatus> = new Map([
  ['TO_CANCEL', 'CANCELLING'],
  ['CANCELING', 'CANCELLING'],
  ['CANCELLED', 'CANCELED'],
  ['FAILED', 'FAIL'],
  ['SUCCEEDED', 'SUCCESS'],
]);

/** Maps a server's word for a job's status to one of the nine; UNKNOWN for any other word. */
export function jobStatus(text: string | null): JobStatus {
  const word = (text ?? '').toUpperCase();
  return JOB_STATUSES.find((status) => status === word) ?? OTHER_STATUSES.get(word) ?? 'UNKNOWN';
}

/** A job's URI with the instance's address and the project's number, which is valid without a config. */
export function jobUri({ address, project }: JobPlace, id: string): string {
  return `${address}/project/${project.id}/job/${id}`;
}

export function jobRecord(job: JobReply, place: JobPlace, removed: boolean): JobRecord {
  const status = jobStatus(job.jobStatus);
  const finished = isoTime(job.stopTime);
  // The server keeps both times of a job that was resumed after it had ended.
  const isResumed = finished !== null && status !== 'UNKNOWN' && !isFinal(status);
  return {
    uri: jobUri(place, job.id),
    instance: place.instance,
    project: place.project.name,
    id: job.id,
    uuid: job.uuid,
    status,
    handler: job.jobName,
    model: job.modelName === null ? null : { name: job.modelName, version: job.modelVersion },
    datasets: (job.datasetList ?? []).map((dataset) => datasetVersion(place, dataset)),
    runtime: job.runtime === null ? null : packageVersion(job.runtime),
    resource_pool: job.resourcePool,
    owner: job.owner?.name ?? null,
    created_at: isoTime(job.createdTime),
    finished_at: isResumed ? null : finished,
    duration_ms: isResumed ? null : milliseconds(job.duration),
    error_message: null,
    comment: job.comment,
    pinned: isoTime(job.pinnedTime) !== null,
    removed,
  };
}

function packageVersion({ name, version }: { name: string; version: { name: string } | null }): PackageVersion {
  return { name, version: version?.name ?? null };
}

function datasetVersion({ address, project }: JobPlace, dataset: JobReply['datasetList'][number]): DatasetVersion {
  const { name, version } = packageVersion(dataset);
  const owner = /^project\/(\d+)\//.exec(dataset.version?.indexTable ?? '')?.[1] ?? project.id;
  const path = `${address}/project/${owner}/dataset/${encodeURIComponent(name)}`;
  return { name, version, uri: version === null ? path : `${path}/version/${version}` };
}

/** The last time that a `Date` can represent. */
const MAX_TIME = 8_640_000_000_000_000;

/** Epoch milliseconds as ISO 8601; null for 0 or less, which the server sends for "unknown". */
export function isoTime(millis: number | null): string | null {
  return millis !== null && millis > 0 && millis <= MAX_TIME
    ? new Date(millis).toISOString().replace('.000Z', 'Z')
    : null;
}

export function milliseconds(duration: number | null): number | null {
  return duration !== null && duration >= 0 ? duration : null;
}
