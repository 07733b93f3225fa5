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

/** How many times in a row a server may fail while a job is followed. */
const MAX_FAILURES = 5;

/**
 * Makes polling tolerate failures of the server or the network: the result is then null, and the next call may succeed.
 * Only the sixth failure in a row is thrown.
 */
export function patient<T>(ask: () => Promise<T>, onFailure: (error: SwjobError) => void): () => Promise<T | null> {
  let failures = 0;
  return async () => {
    try {
      const answer = await ask();
      failures = 0;
      return answer;
    } catch (error) {
      if (!isSwjobError(error, 'network') || ++failures > MAX_FAILURES) throw error;
      onFailure(error);
      return null;
    }
  };
}
