import { extent } from './data.ts';
import { areAscending, multiple, roundStep } from './ticks.ts';

/** Bins of equal, round width. */
export interface Bins {
  /** Ascending, one more than there are bins. */
  readonly edges: readonly number[];
  /** For each group of values, the counts per bin. A bin includes its lower edge but not its upper one. */
  readonly counts: readonly (readonly number[])[];
}

const MAX_BINS = 60;

/** Counts several groups of numbers in the same bins, without NaN and infinities. Null if there are no numbers. */
export function histogram(groups: readonly Float64Array[]): Bins | null {
  const domain = extent(groups);
  if (domain === null) return null;
  const [low, high] = domain;
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const wanted = Math.min(MAX_BINS, Math.max(5, Math.ceil(Math.sqrt(total))));
  const step = high > low ? roundStep(high - low, wanted) : roundStep(Math.abs(low) || 1, 10);
  const first = Math.floor(low / step);
  const count = Math.max(1, Math.floor(high / step) - first + 1);
  const isBinned = count <= 4 * MAX_BINS && Number.isFinite((first + count) * step) && Number.isFinite(first * step);
  const edges = Array.from({ length: isBinned ? count + 1 : 0 }, (_, index) => multiple(first + index, step));
  // A single bin, if doubles are too far apart for these edges, or end before the last one.
  if (!isBinned || !areAscending(edges)) return { edges: [low, high], counts: groups.map((group) => [finite(group)]) };
  return { edges, counts: groups.map((group) => countsIn(group, edges)) };
}

function countsIn(values: Float64Array, edges: readonly number[]): number[] {
  const bins = edges.length - 1;
  const counts = new Array<number>(bins).fill(0);
  const low = edges[0] as number;
  // Halved first, as the span of the largest doubles would overflow.
  const span = (edges[bins] as number) / 2 - low / 2;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    let bin = Math.min(bins - 1, Math.max(0, Math.floor(((value / 2 - low / 2) / span) * bins)));
    // The division may round to a neighbouring bin: the edges decide.
    if (value < (edges[bin] as number)) bin = Math.max(0, bin - 1);
    else if (value >= (edges[bin + 1] as number)) bin = Math.min(bins - 1, bin + 1);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function finite(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isFinite(value) ? 1 : 0), 0);
}
