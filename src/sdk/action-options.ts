import { type Checks, checkOptions, flag, optional, signal, wholeNumber } from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';

/** How `Job.remove` removes. */
export interface RemoveOptions extends CallOptions {
  /** Whether a Standalone job is deleted for good instead of moved to the trash; false unless given. */
  readonly force?: boolean | undefined;
}

/** How long `Job.wait` waits, and how often it looks; the end of its signal ends the waiting, and the job goes on. */
export interface JobWaitOptions extends CallOptions {
  /** Milliseconds after which the waiting ends with the error `timeout`; never unless given. */
  readonly timeout?: number | undefined;
  /** Milliseconds between two looks; 2000 unless given. */
  readonly interval?: number | undefined;
}

const REMOVE_CHECKS: Checks<RemoveOptions> = { force: optional(flag), signal: optional(signal) };
const WAIT_CHECKS: Checks<JobWaitOptions> = {
  timeout: optional(wholeNumber(0)),
  interval: optional(wholeNumber(1)),
  signal: optional(signal),
};

export const removeOptions: CheckedBy<RemoveOptions> = (given, name) => checkOptions(given ?? {}, name, REMOVE_CHECKS);
export const waitOptions: CheckedBy<JobWaitOptions> = (given, name) => checkOptions(given ?? {}, name, WAIT_CHECKS);
