import type { Parameters } from 'fast-check';

/** How many properties share the minutes of a long run. */
const TARGETS = 13;
const minutes = Number(process.env['FUZZ_MINUTES'] ?? 0);
/** The short run is the same every time, so that a change of ours is what fails it; the long one explores. */
const seed = Number(process.env['FUZZ_SEED'] ?? (minutes > 0 ? Math.floor(Math.random() * 0x7fff_ffff) : 20261123));

/** Of one property: in a long run its share, otherwise a moment. */
const LIMIT_MS = minutes > 0 ? (minutes * 60_000) / TARGETS : 1000;
export const TIMEOUT_MS = LIMIT_MS + 60_000;

process.stderr.write(`fuzz: FUZZ_SEED=${seed} repeats this run\n`);

/** What a property is run with: the seed that was printed, as many runs as its time allows. */
export function budget<T>(): Parameters<T> {
  return {
    seed,
    numRuns: minutes > 0 ? 100_000_000 : 400,
    interruptAfterTimeLimit: LIMIT_MS,
    markInterruptAsFailure: false,
    // What is smallest matters little beside what is found at all.
    endOnFailure: false,
  };
}
