export const CHART_KINDS = ['line', 'scatter', 'bar', 'hist', 'roc', 'matrix'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** The options of a chart that not every kind has a use for; undefined or false if they were not given. */
export interface KindOptions {
  readonly x?: unknown;
  readonly y?: unknown;
  readonly smooth?: number;
  readonly logX?: boolean;
  readonly logY?: boolean;
  readonly where?: unknown;
  readonly limit?: unknown;
}

const FLAGS: Readonly<Record<keyof KindOptions, string>> = {
  x: '--x',
  y: '--y',
  smooth: '--smooth',
  logX: '--log-x',
  logY: '--log-y',
  where: '--where',
  limit: '--limit',
};

const NO_AXES = ['x', 'smooth', 'logX', 'logY'] as const;

const UNUSED: Readonly<Record<ChartKind, readonly (keyof KindOptions)[]>> = {
  line: [],
  scatter: ['smooth'],
  bar: NO_AXES,
  hist: NO_AXES,
  roc: ['smooth', 'logX', 'logY'],
  matrix: [...NO_AXES, 'y', 'where', 'limit'],
};

const NAMES: Readonly<Record<ChartKind, string>> = {
  line: 'a line chart',
  scatter: 'a scatter chart',
  bar: 'a bar chart',
  hist: 'a histogram',
  roc: 'a ROC curve',
  matrix: 'a confusion matrix',
};

/** Calls `report` for each option that was given though charts of this kind ignore it. */
export function reportUnused(
  kind: ChartKind,
  options: KindOptions,
  report: ((text: string) => void) | undefined,
): void {
  const isGiven = (name: keyof KindOptions) =>
    name === 'smooth' ? (options.smooth ?? 1) > 1 : options[name] !== undefined && options[name] !== false;
  for (const name of UNUSED[kind].filter(isGiven)) report?.(`${NAMES[kind]} has no use for ${FLAGS[name]}`);
}
