import { isSwjobError, type SwjobError } from '../errors.ts';

/** About how many times in a row a server may fail while a job is followed. */
const MAX_FAILURES = 5;

/**
 * Repeats a question about a job that was found already: a failure of the server or of the way to it is no answer (null),
 * and the next one may be better; only the sixth failure in a row is thrown.
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
