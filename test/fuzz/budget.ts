import type { Parameters } from 'fast-check';

/** The number of properties that share the minutes of a long run. */
const TARGETS = 13;
const minutes = Number(process.env['FUZZ_MINUTES'] ?? 0);
/** The short run is the same every time, so only our changes can make it fail; the long one explores. */
const seed = Number(process.env['FUZZ_SEED'] ?? (minutes > 0 ? Math.floor(Math.random() * 0x7fff_ffff) : 20261123));

/** The time of one property: its share of a long run, otherwise a moment. */
const LIMIT_MS = minutes > 0 ? (minutes * 60_000) / TARGETS : 1000;
export const TIMEOUT_MS = LIMIT_MS + 60_000;

process.stderr.write(`fuzz: FUZZ_SEED=${seed} repeats this run\n`);

/** The parameters of a property: the printed seed, and as many runs as the time allows. */
export function budget<T>(): Parameters<T> {
  return {
    seed,
    numRuns: minutes > 0 ? 100_000_000 : 400,
    interruptAfterTimeLimit: LIMIT_MS,
    markInterruptAsFailure: false,
    // Finding a failure matters more than shrinking it.
    endOnFailure: false,
  };
}
