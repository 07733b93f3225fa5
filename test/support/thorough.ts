/**
 * The unit tier runs only part of long tests: fewer random cases, stores and widths. The slow tier runs the same files
 * completely; `THOROUGH` in vitest.config.ts lists them.
 */
export const isThorough = process.env['SWJOB_THOROUGH'] === '1';

/** How often a property is tried; `SWJOB_RUNS` sets more. */
export function runs(thorough: number): { numRuns: number } {
  return { numRuns: Number(process.env['SWJOB_RUNS'] ?? (isThorough ? thorough : Math.ceil(thorough / 8))) };
}
