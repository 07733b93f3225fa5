import { type Checks, checkOptions, optional, signal } from './arguments.ts';

/** Options that every call takes. */
export interface CallOptions {
  /** Aborts the call, which then fails with `interrupted`, or with `timeout` for an `AbortSignal.timeout`. */
  readonly signal?: AbortSignal | undefined;
}

/** Checks the options of a function, and returns them; `name` is what messages call the function. */
export type CheckedBy<Options> = (given: unknown, name: string) => Options;

const CHECKS: Checks<CallOptions> = { signal: optional(signal) };

export const callOptions: CheckedBy<CallOptions> = (given, name) => checkOptions(given ?? {}, name, CHECKS);
