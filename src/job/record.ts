/** The status of a job, in the words of the Job SDK. SUCCESS, FAIL and CANCELED are final. */
export type JobStatus =
  | 'CREATED'
  | 'READY'
  | 'PAUSED'
  | 'RUNNING'
  | 'CANCELLING'
  | 'CANCELED'
  | 'SUCCESS'
  | 'FAIL'
  | 'UNKNOWN';

/** All nine statuses. */
export const JOB_STATUSES: readonly JobStatus[] = [
  'CREATED',
  'READY',
  'PAUSED',
  'RUNNING',
  'CANCELLING',
  'CANCELED',
  'SUCCESS',
  'FAIL',
  'UNKNOWN',
];

/** Whether a status no longer changes by itself. */
export function isFinal(status: JobStatus): boolean {
  return status === 'SUCCESS' || status === 'FAIL' || status === 'CANCELED';
}

/** A model or runtime that a job used. */
export interface PackageVersion {
  /** Its name, without project and version. */
  readonly name: string;
  /** The full version, or null if the instance does not say. */
  readonly version: string | null;
}

/** A dataset that a job used. */
export interface DatasetVersion extends PackageVersion {
  /** The dataset's URI as the job knows it. */
  readonly uri: string;
}

/**
 * A job. Every key is always present; unknown values are null. Times are ISO 8601 in UTC, durations in milliseconds.
 * Scripts can rely on the keys, which `swjob list --json` prints.
 */
export interface JobRecord {
  /** The full URI, which is valid whatever the current instance and project are. */
  readonly uri: string;
  /** The alias of the instance in the config, or its address if it has none. */
  readonly instance: string;
  /** The project's name. */
  readonly project: string;
  /** A Server's number for the job, as a string; on Standalone the version. */
  readonly id: string;
  /** A Server job's uuid; on Standalone the version. */
  readonly uuid: string;
  /** The status when the record was read. */
  readonly status: JobStatus;
  /** The handler of the model that ran, such as `mnist.evaluator:MNISTInference.evaluate`. */
  readonly handler: string | null;
  /** The model that ran. */
  readonly model: PackageVersion | null;
  /** The datasets that it read; `[]` if none. */
  readonly datasets: readonly DatasetVersion[];
  /** The runtime that it ran in; null on Standalone, which uses your own Python. */
  readonly runtime: PackageVersion | null;
  /** The resource pool that it ran in; null on Standalone. */
  readonly resource_pool: string | null;
  /** The name of the user who owns it; null on Standalone. */
  readonly owner: string | null;
  /** When it was created, such as `2026-11-23T08:55:30Z`. */
  readonly created_at: string | null;
  /** When it finished; null until then. */
  readonly finished_at: string | null;
  /** Milliseconds from start to end; on Standalone whole seconds. */
  readonly duration_ms: number | null;
  /** Why it failed, if the instance knows; Servers do not say. */
  readonly error_message: string | null;
  /** The comment from the web console or `swjob comment`; null on Standalone. */
  readonly comment: string | null;
  /** Whether it is pinned: the web console lists it first. False on Standalone. */
  readonly pinned: boolean;
  /** Whether it is in the trash; `recover` brings it back. */
  readonly removed: boolean;
}

/** The order of the jobs of a Server: newest first, then the higher id first. */
export function byNewest(a: JobRecord, b: JobRecord): number {
  const [x, y] = [a.created_at ?? '', b.created_at ?? ''];
  if (x !== y) return x < y ? 1 : -1;
  return b.id.length - a.id.length || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
