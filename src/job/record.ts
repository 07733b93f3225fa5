/** The nine states of a job in the words of the Job SDK. */
export const JOB_STATUSES = [
  'CREATED',
  'READY',
  'PAUSED',
  'RUNNING',
  'CANCELLING',
  'CANCELED',
  'SUCCESS',
  'FAIL',
  'UNKNOWN',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A status that no longer changes by itself. */
export function isFinal(status: JobStatus): boolean {
  return status === 'SUCCESS' || status === 'FAIL' || status === 'CANCELED';
}

export interface PackageVersion {
  readonly name: string;
  /** The full version, or null where the instance does not tell it. */
  readonly version: string | null;
}

export interface DatasetVersion extends PackageVersion {
  /** The dataset's URI as the job knows it. */
  readonly uri: string;
}

/**
 * One job with the same keys on every instance, null where unknown; times are ISO 8601 in UTC, durations milliseconds.
 * The keys are a promise to scripts (`swjob list --json`).
 */
export interface JobRecord {
  readonly uri: string;
  /** The alias of the instance in the config, or its address where it has none. */
  readonly instance: string;
  /** The project's name. */
  readonly project: string;
  /** What the instance shows first: a Server's number as text, a Standalone version. */
  readonly id: string;
  /** A Server job's uuid; on Standalone the version. */
  readonly uuid: string;
  readonly status: JobStatus;
  readonly handler: string | null;
  readonly model: PackageVersion | null;
  readonly datasets: readonly DatasetVersion[];
  readonly runtime: PackageVersion | null;
  readonly resource_pool: string | null;
  readonly owner: string | null;
  readonly created_at: string | null;
  readonly finished_at: string | null;
  readonly duration_ms: number | null;
  readonly error_message: string | null;
  readonly comment: string | null;
  readonly pinned: boolean;
  readonly removed: boolean;
}
