import type { EventRecord, TaskRecord } from '../job/server-records.ts';
import { type Checks, checkOptions, filledText, flag, optional, signal } from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';

/** Which of a job's logs `Job.logs` gives. */
export interface JobLogsOptions extends CallOptions {
  /** Server/Cloud only: the id or uuid of one task; all of them unless given. */
  readonly task?: string | undefined;
  /** Whether lines to come are waited for as long as the job runs; false unless given. */
  readonly follow?: boolean | undefined;
}

/** A task of a job on a Server, as `swjob tasks --json` prints it. */
export interface JobTask extends TaskRecord {
  /** Milliseconds from start to end; null if either is not known. */
  readonly duration_ms: number | null;
}

/** What a Server noted of a job, as `swjob events --json` prints it. */
export type JobEvent = EventRecord;

const CHECKS: Checks<JobLogsOptions> = {
  task: optional(filledText),
  follow: optional(flag),
  signal: optional(signal),
};

export const checkedLogsOptions: CheckedBy<JobLogsOptions> = (given, name) => checkOptions(given ?? {}, name, CHECKS);
