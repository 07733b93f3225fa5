import type { LegendEntry } from './scene.ts';

export interface ShownLegend {
  readonly entries: readonly LegendEntry[];
  /** Says how many entries are not shown; '' if all are. */
  readonly rest: string;
}

/** As much of a legend as fits on this many lines. */
export function shownLegend(legend: readonly LegendEntry[], lines: number): ShownLegend {
  if (legend.length <= lines) return { entries: legend, rest: '' };
  const entries = legend.slice(0, Math.max(1, lines - 1));
  return { entries, rest: `and ${(legend.length - entries.length).toLocaleString('en')} more` };
}
