import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallSignals } from '../session-options.ts';

/** The signal of the call that the code at hand runs for; requests are sent from far below, and end with it. */
const CURRENT = new AsyncLocalStorage<AbortSignal | undefined>();

/** Does something for a call that this signal ends. */
export function forCall<T>(signal: AbortSignal | undefined, work: () => T): T {
  return CURRENT.run(signal, work);
}

/** Does what several calls wait for: an abort of one of them must not fail the others. */
export function forSeveral<T>(work: () => T): T {
  return CURRENT.run(undefined, work);
}

/** How the requests of a view end: with the call that they are sent for, else with the view. */
export function signalsOf(view: AbortSignal | undefined): CallSignals {
  return { current: () => CURRENT.getStore() ?? view, apart: forSeveral };
}
