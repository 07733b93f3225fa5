/** A job that swjob started on this machine, from its note outside of the store. */
export interface StartedRun {
  readonly version: string;
  readonly project: string;
  readonly handler: string;
  /** A URI, as in manifests. */
  readonly model: string;
  readonly datasets: readonly string[];
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Whether the job's folder has been seen in the store: if it is missing now, the job is gone. */
  readonly hasFolder: boolean;
  /** Why the run ended without a result; null while it runs, or if its end was not observed. */
  readonly failure: string | null;
}

/** What this machine knows about jobs outside of the store: processes, notes about jobs that swjob started, and logs. */
export interface RunRecords {
  /** Whether a process is working on the job. */
  isRunning(version: string): boolean;
  started(version: string): StartedRun | null;
  /** The started jobs of a project that are not known to be gone. */
  startedIn(project: string): readonly StartedRun[];
  /** Why the job failed, from the engine's output; null if that does not say. */
  cause(version: string): Promise<string | null>;
  /** Removes the note and the log of a job that is deleted. */
  forget(version: string): Promise<void>;
}

/** For stores whose runs are unknown, in tests for example. */
export const NO_RUN_RECORDS: RunRecords = {
  isRunning: () => false,
  started: () => null,
  startedIn: () => [],
  cause: async () => null,
  forget: async () => undefined,
};
