/** The state of a job in the words of the Job SDK. SUCCESS, FAIL and CANCELED are final. */
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

/** All nine states. */
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

/** A status that no longer changes by itself. */
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
 * A job. Every key is always present; unknown values are null. Times are ISO 8601 in UTC, durations milliseconds.
 * The keys are a promise to scripts (`swjob list --json`).
 */
export interface JobRecord {
  /** The job's URI in full, which finds it whatever the current instance and project are. */
  readonly uri: string;
  /** The alias of the instance in the config, or its address if it has none. */
  readonly instance: string;
  /** The project's name. */
  readonly project: string;
  /** What the instance shows first: a Server's number as text, a Standalone version. */
  readonly id: string;
  /** A Server job's uuid; on Standalone the version. */
  readonly uuid: string;
  /** The state at the moment of asking. */
  readonly status: JobStatus;
  /** The model's handler that ran, such as `mnist.evaluator:MNISTInference.evaluate`. */
  readonly handler: string | null;
  /** The model that ran. */
  readonly model: PackageVersion | null;
  /** The datasets that it read, `[]` where there were none. */
  readonly datasets: readonly DatasetVersion[];
  /** The runtime that it ran in; null on Standalone, which uses your own Python. */
  readonly runtime: PackageVersion | null;
  /** Where it ran; null on Standalone. */
  readonly resource_pool: string | null;
  /** The name of the user whose job it is; null on Standalone. */
  readonly owner: string | null;
  /** ISO 8601 in UTC, such as `2026-11-23T08:55:30Z`. */
  readonly created_at: string | null;
  /** ISO 8601 in UTC; null while the job is not final. */
  readonly finished_at: string | null;
  /** Milliseconds from the beginning to the end; Standalone counts whole seconds. */
  readonly duration_ms: number | null;
  /** Why it failed, if the instance says so; Servers do not. */
  readonly error_message: string | null;
  /** What somebody wrote about it in the web console or by `swjob comment`; null on Standalone. */
  readonly comment: string | null;
  /** Whether the web console shows it first; false on Standalone. */
  readonly pinned: boolean;
  /** Whether it was removed, so that only `recover` brings it back. */
  readonly removed: boolean;
}
