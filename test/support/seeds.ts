import fc from 'fast-check';

// On a CI machine random tests repeat themselves, so that only our changes can make them fail; elsewhere they explore.
const isFixed = process.env['CI'] === 'true';
const FIXED = 20261128;

/** Seeds for a program that writes random values; `SWJOB_SEED=1,2` repeats those of an earlier run. */
export function randomSeeds(count: number): number[] {
  const given = process.env['SWJOB_SEED'];
  if (given !== undefined) return given.split(',').map(Number);
  return Array.from({ length: count }, (_, at) => (isFixed ? FIXED + at : Math.floor(Math.random() * 1_000_000)));
}

if (isFixed) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: FIXED });
