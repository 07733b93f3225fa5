import { type Checks, checkOptions, flag, optional, signal, wholeNumber } from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';

/** Options of `Job.remove`. */
export interface RemoveOptions extends CallOptions {
  /** Delete a Standalone job for good instead of moving it to the trash; false by default. */
  readonly force?: boolean | undefined;
}

/** How long `Job.wait` waits, and how often it checks. Aborting its signal stops the waiting, not the job. */
export interface JobWaitOptions extends CallOptions {
  /** Milliseconds after which waiting fails with `timeout`; no limit by default. */
  readonly timeout?: number | undefined;
  /** Milliseconds between two checks; 2000 by default. */
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
