import type { TaskRecord } from '../job/server-records.ts';
import { type Checks, checkOptions, filledText, flag, optional, signal } from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';

/** Which of a job's logs `Job.logs` reads. */
export interface JobLogsOptions extends CallOptions {
  /** Server/Cloud only: the id or uuid of one task; all tasks by default. */
  readonly task?: string | undefined;
  /** Whether to wait for more lines while the job runs; false by default. */
  readonly follow?: boolean | undefined;
}

/** A task of a job on a Server, as `swjob tasks --json` prints it. */
export interface JobTask extends TaskRecord {
  /** Milliseconds from start to end; null if either is not known. */
  readonly duration_ms: number | null;
}

const CHECKS: Checks<JobLogsOptions> = {
  task: optional(filledText),
  follow: optional(flag),
  signal: optional(signal),
};

export const checkedLogsOptions: CheckedBy<JobLogsOptions> = (given, name) => checkOptions(given ?? {}, name, CHECKS);
