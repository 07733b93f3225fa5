import { type Checks, checkOptions, flag, optional, signal, wholeNumber } from './arguments.ts';

/** How `Job.remove` removes. */
export interface RemoveOptions {
  /** Whether a Standalone job is deleted for good instead of moved to the trash; false unless given. */
  readonly force?: boolean | undefined;
}

/** How long `Job.wait` waits, and how often it looks. */
export interface JobWaitOptions {
  /** Milliseconds after which the waiting ends with the error `timeout`; never unless given. */
  readonly timeout?: number | undefined;
  /** Milliseconds between two looks; 2000 unless given. */
  readonly interval?: number | undefined;
  /** Ends the waiting with the error `interrupted`; the job goes on. */
  readonly signal?: AbortSignal | undefined;
}

const REMOVE_CHECKS: Checks<RemoveOptions> = { force: optional(flag) };
const WAIT_CHECKS: Checks<JobWaitOptions> = {
  timeout: optional(wholeNumber(0)),
  interval: optional(wholeNumber(1)),
  signal: optional(signal),
};

export function checkedRemoveOptions(options: RemoveOptions | null): RemoveOptions {
  return checkOptions(options ?? {}, 'Job.remove', REMOVE_CHECKS);
}

export function checkedWaitOptions(options: JobWaitOptions | null): JobWaitOptions {
  return checkOptions(options ?? {}, 'Job.wait', WAIT_CHECKS);
}
