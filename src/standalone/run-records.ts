/** A job that swjob started on this machine, as it was noted beside the store. */
export interface StartedRun {
  readonly version: string;
  readonly project: string;
  readonly handler: string;
  /** URIs, as a manifest has them. */
  readonly model: string;
  readonly datasets: readonly string[];
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Whether the job's folder was seen in the store: where it is missing then, the job is gone. */
  readonly hasFolder: boolean;
  /** Why the run ended without a result; null while it runs, and where nobody saw its end. */
  readonly failure: string | null;
}

/** What this machine knows of jobs beside the store: processes, notes of what swjob started, and logs. */
export interface RunRecords {
  /** Whether a process works on the job. */
  isRunning(version: string): boolean;
  started(version: string): StartedRun | null;
  /** Those of a project that are not known to be gone. */
  startedIn(project: string): readonly StartedRun[];
  /** Why the job failed, by what the engine printed; null where that does not say. */
  cause(version: string): Promise<string | null>;
  /** Removes the note and the log of a job that is deleted. */
  forget(version: string): Promise<void>;
}

/** Knows nothing. */
export const NO_RUN_RECORDS: RunRecords = {
  isRunning: () => false,
  started: () => null,
  startedIn: () => [],
  cause: async () => null,
  forget: async () => undefined,
};
