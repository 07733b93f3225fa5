import type { Parameters } from 'fast-check';

/** The number of properties that share the minutes of a long run. */
const TARGETS = 13;
const minutes = Number(process.env['FUZZ_MINUTES'] ?? 0);
const isLong = minutes > 0;
/** The short run is the same every time, so only our changes can make it fail; the long one explores. */
const seed = Number(process.env['FUZZ_SEED'] ?? (isLong ? Math.floor(Math.random() * 0x7fff_ffff) : 20261123));

/** The time of one property in a long run: its share. */
const LIMIT_MS = (minutes * 60_000) / TARGETS;
export const TIMEOUT_MS = LIMIT_MS + 120_000;

process.stderr.write(`fuzz: FUZZ_SEED=${seed} repeats this run\n`);

/** The parameters of a property: the printed seed, and this many runs, or as many as the time of a long run allows. */
export function budget<T>(runs = 40): Parameters<T> {
  return {
    seed,
    // Finding a failure matters more than shrinking it.
    endOnFailure: false,
    ...(isLong
      ? { numRuns: 100_000_000, interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: false }
      : { numRuns: runs }),
  };
}
