import { isSwjobError, type SwjobError } from '../errors.ts';
import type { JobSource } from './instance.ts';
import { isFinal, type JobStatus } from './record.ts';

/** How long, in milliseconds, the look at the end of a time limit may take. */
export const LAST_LOOK_MS = 2000;

/** A job at one look. */
export interface Look {
  readonly status: JobStatus;
  /** Why waiting is useless although the job has not finished; null otherwise. */
  readonly lost: string | null;
}

export async function lookAt(source: JobSource): Promise<Look> {
  const status = await source.status();
  return { status, lost: isFinal(status) ? null : ((await source.lost?.()) ?? null) };
}

/** How many times in a row a server may fail while a job is followed, whatever the time. */
const MAX_FAILURES = 5;
/** How long it may fail: a real server that restarts is away for about a minute. */
const MAX_AWAY_MS = 120_000;

/**
 * Makes polling tolerate failures of the server or the network: the result is then null, and the next call may succeed.
 * A failure is thrown only if it is at least the sixth in a row, and two minutes have passed since the first of them.
 */
export function patient<T>(ask: () => Promise<T>, onFailure: (error: SwjobError) => void): () => Promise<T | null> {
  let failures = 0;
  let since = 0;
  return async () => {
    try {
      const answer = await ask();
      failures = 0;
      return answer;
    } catch (error) {
      if (!isSwjobError(error, 'network')) throw error;
      if (failures++ === 0) since = Date.now();
      if (failures > MAX_FAILURES && Date.now() - since >= MAX_AWAY_MS) throw error;
      onFailure(error);
      return null;
    }
  };
}
