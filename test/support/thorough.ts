/**
 * The unit tier tries a part of what is long: fewer random cases, stores and widths. The slow tier runs the same files with
 * all of it: `THOROUGH` in vitest.config.ts lists them.
 */
export const isThorough = process.env['SWJOB_THOROUGH'] === '1';

/** How often a property is tried; `SWJOB_RUNS` looks for more than a test run has time for. */
export function runs(thorough: number): { numRuns: number } {
  return { numRuns: Number(process.env['SWJOB_RUNS'] ?? (isThorough ? thorough : Math.ceil(thorough / 8))) };
}
