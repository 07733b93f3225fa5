import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallSignals } from '../session-options.ts';

/** The signal of the call being served: requests, sent many layers below, stop when it is aborted. */
const CURRENT = new AsyncLocalStorage<AbortSignal | undefined>();

/** Runs work on behalf of a call with this signal. */
export function forCall<T>(signal: AbortSignal | undefined, work: () => T): T {
  return CURRENT.run(signal, work);
}

/** Runs work that several calls wait for: aborting one of them must not fail the others. */
export function forSeveral<T>(work: () => T): T {
  return CURRENT.run(undefined, work);
}

/** What aborts the requests of a view: the signal of the call that they serve, else that of the view. */
export function signalsOf(view: AbortSignal | undefined): CallSignals {
  return { current: () => CURRENT.getStore() ?? view, apart: forSeveral };
}
