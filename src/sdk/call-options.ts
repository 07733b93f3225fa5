import { type Checks, checkOptions, optional, signal } from './arguments.ts';

/** What every call may be given. */
export interface CallOptions {
  /** Ends the call with the error `interrupted`, or `timeout` if the signal is one of `AbortSignal.timeout`. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives the options of a function as it checked them; `name` is how messages call the function. */
export type CheckedBy<Options> = (given: unknown, name: string) => Options;

const CHECKS: Checks<CallOptions> = { signal: optional(signal) };

export const callOptions: CheckedBy<CallOptions> = (given, name) => checkOptions(given ?? {}, name, CHECKS);
