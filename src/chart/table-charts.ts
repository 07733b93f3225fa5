import { notFound, type SwjobError, usageError } from '../errors.ts';
import { counted } from '../text/counted.ts';
import { show } from '../text/show.ts';
import type { BarChart, Chart, HistogramChart, Series, XyChart } from './data.ts';
import { histogram } from './histogram.ts';
import { type ChartKind, reportUnused } from './kinds.ts';
import { movingMean } from './reduce.ts';
import { type FieldValues, pointsOf, type TableValues } from './table-values.ts';

/** The values of one table, with its job's name in the legend. */
export interface NamedValues {
  readonly name: string;
  readonly values: TableValues;
}

export interface TableChartOptions {
  /** Undefined: the values decide. */
  readonly kind?: Exclude<ChartKind, 'roc' | 'matrix'> | undefined;
  readonly title: string;
  /** The name on the x axis. */
  readonly x: string;
  /** Whether the user chose x: then numbers are drawn over it instead of counted. */
  readonly xIsChosen: boolean;
  /** The names to draw; undefined for all columns. */
  readonly y: readonly string[] | undefined;
  readonly smooth: number;
  readonly logX: boolean;
  readonly logY: boolean;
  /** The options that chose the rows. */
  readonly selectedBy?: readonly string[];
  readonly onUnused?: ((text: string) => void) | undefined;
}

/** Columns whose magnitudes differ by more than this factor get separate charts. */
const SAME_SCALE = 100;
/** Maximum of bars; the other values are counted together. */
const MAX_BARS = 30;

/** The charts of the same table of one or several jobs: one per group of fields of about the same scale. */
export function tableCharts(sources: readonly NamedValues[], options: TableChartOptions): Chart[] {
  if (sources.every(({ values }) => values.rows === 0)) {
    throw nothingDrawn(options.title, options.selectedBy);
  }
  const names = [...new Set(sources.flatMap(({ values }) => [...values.fields.keys()]))];
  const numeric = names.filter((name) => isNumeric(sources, name));
  const textual = names.filter((name) => !numeric.includes(name) && isTextual(sources, name));
  const kind = options.kind ?? guess(sources, numeric, options.xIsChosen);
  reportUnused(kind, { ...options, x: options.xIsChosen ? options.x : undefined }, options.onUnused);
  const drawn = kind === 'bar' ? textual : numeric;
  if (drawn.length === 0) throw nothingToDraw(kind, numeric, textual, options);
  switch (kind) {
    case 'bar':
      return drawn.map((name) => barChart(sources, name, options));
    case 'hist':
      return drawn.map((name) => histogramChart(sources, name, options));
    default:
      return xyCharts(kind, sources, drawn, options);
  }
}

/** The error for a table without rows to draw; `selectedBy` are the options that may have left them out. */
export function nothingDrawn(title: string, selectedBy: readonly string[] = []): SwjobError {
  const hint =
    selectedBy.length > 0
      ? `${selectedBy.join(' and ')} left out all rows.`
      : 'While a job runs, --follow waits for rows.';
  return notFound(`no rows to draw in ${title}`, hint);
}

function guess(
  sources: readonly NamedValues[],
  numeric: readonly string[],
  xIsChosen: boolean,
): 'line' | 'scatter' | 'bar' | 'hist' {
  if (numeric.length === 0) return 'bar';
  if (xIsChosen) return sources.every(({ values }) => values.xIsInteger) ? 'line' : 'scatter';
  return sources.every(({ values }) => values.xIsNumber || values.rows === 0) ? 'line' : 'hist';
}

function nothingToDraw(
  kind: string,
  numeric: readonly string[],
  textual: readonly string[],
  { title: table, y }: TableChartOptions,
) {
  if (kind === 'bar' && numeric.length > 0) {
    return usageError(
      `no strings to count in ${table}`,
      `These are numbers: ${listed(numeric)}. Use --kind hist, or name a column of strings with --y.`,
    );
  }
  if (textual.length > 0) {
    return usageError(
      `no numbers to draw in ${table}`,
      `These are strings: ${listed(textual)}. Use --kind bar, or name a column of numbers with --y.`,
    );
  }
  if (y !== undefined) {
    return usageError(
      `neither numbers nor strings in ${table}: ${listed(y)}`,
      'Name other columns with --y, or a member of these, such as --y output/score.',
    );
  }
  return usageError(
    `no numbers or strings to draw in ${table}`,
    'Name what to draw with --y, such as --y output/score.',
  );
}

function listed(names: readonly string[]): string {
  const [first, rest] = [names.slice(0, 10), names.length - 10];
  return first.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function isNumeric(sources: readonly NamedValues[], name: string): boolean {
  return sources.some(({ values }) => (values.fields.get(name)?.y.length ?? 0) > 0);
}

function isTextual(sources: readonly NamedValues[], name: string): boolean {
  return sources.some(({ values }) => (values.fields.get(name)?.texts ?? 0) > 0);
}

function xyCharts(
  kind: 'line' | 'scatter',
  sources: readonly NamedValues[],
  names: readonly string[],
  options: TableChartOptions,
): XyChart[] {
  const { title, smooth, logX, logY } = options;
  if (options.xIsChosen && !sources.some(({ values }) => values.xIsNumber)) {
    throw usageError(
      `no row of ${title} has a number ${show(options.x)} for the x axis`,
      'Name a column of numbers with --x, or omit it.',
    );
  }
  const xLabel = options.xIsChosen || sources.every(({ values }) => values.xIsNumber) ? options.x : 'row';
  const frame = { kind, xLabel, logX, logY } as const;
  if (sources.length > 1) {
    return names.map((name) => ({
      ...frame,
      title: `${title}: ${name}`,
      yLabel: name,
      series: sources.map((source) => seriesOf(source.name, source.values.fields.get(name), kind, smooth)),
    }));
  }
  const [only] = sources;
  return groupsOfScale(names, (name) => size(only?.values.fields.get(name))).map((group) => ({
    ...frame,
    title: names.length === group.length ? title : `${title}: ${group.join(', ')}`,
    yLabel: group.length === 1 ? (group[0] ?? '') : 'value',
    series: group.map((name) => seriesOf(name, only?.values.fields.get(name), kind, smooth)),
  }));
}

function seriesOf(name: string, field: FieldValues | undefined, kind: 'line' | 'scatter', smooth: number): Series {
  const { x, y } = field ? pointsOf(field) : { x: new Float64Array(), y: new Float64Array() };
  const sorted = kind === 'line' ? inOrderOfX(x, y) : { x, y };
  return { name, x: sorted.x, y: kind === 'line' ? movingMean(sorted.y, smooth) : sorted.y };
}

function inOrderOfX(x: Float64Array, y: Float64Array): { x: Float64Array; y: Float64Array } {
  if (x.every((value, index) => index === 0 || !(value < (x[index - 1] as number)))) return { x, y };
  const order = Uint32Array.from(x.keys()).sort((a, b) => (x[a] as number) - (x[b] as number) || a - b);
  const ordered = (values: Float64Array) => Float64Array.from(order, (at) => values[at] as number);
  return { x: ordered(x), y: ordered(y) };
}

/** The largest finite magnitude. */
function size(field: FieldValues | undefined): number {
  let most = 0;
  for (const value of field?.y.view() ?? []) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

/** Groups of names whose magnitudes are within the factor SAME_SCALE, in the order of the names. */
function groupsOfScale(names: readonly string[], sizeOf: (name: string) => number): string[][] {
  const bySize = names.map((name) => ({ name, size: sizeOf(name) })).sort((a, b) => a.size - b.size);
  const groupOf = new Map<string, number>();
  let group = 0;
  let smallest = Number.NaN;
  for (const { name, size: own } of bySize) {
    if (own > 0 && !(own <= smallest * SAME_SCALE)) {
      if (!Number.isNaN(smallest)) group++;
      smallest = own;
    }
    groupOf.set(name, group);
  }
  const groups = new Map<number, string[]>();
  for (const name of names) {
    const own = groupOf.get(name) ?? 0;
    groups.set(own, [...(groups.get(own) ?? []), name]);
  }
  return [...groups.values()];
}

function barChart(sources: readonly NamedValues[], name: string, { title }: TableChartOptions): BarChart {
  const totals = new Map<string, number>();
  for (const { values } of sources) {
    for (const [text, count] of values.fields.get(name)?.counts ?? [])
      totals.set(text, (totals.get(text) ?? 0) + count);
  }
  const ordered = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([text]) => text);
  const shown = ordered.slice(0, MAX_BARS);
  const rest = ordered.slice(MAX_BARS);
  const series = sources.map(({ name: own, values }) => {
    const field = values.fields.get(name);
    const counted = shown.map((text) => field?.counts.get(text) ?? 0);
    const others = counted.reduce((left, count) => left - count, field?.texts ?? 0);
    return { name: own, values: rest.length > 0 ? [...counted, others] : counted };
  });
  const texts = sources.reduce((sum, { values }) => sum + (values.fields.get(name)?.texts ?? 0), 0);
  const known = [...totals.values()].reduce((sum, count) => sum + count, 0);
  const others = `${known < texts ? 'over ' : ''}${counted(rest.length, 'other')}`;
  const names = rest.length > 0 ? [...shown, others] : shown;
  return { kind: 'bar', title: `${title}: ${name}`, xLabel: name, yLabel: 'rows', names, series };
}

function histogramChart(sources: readonly NamedValues[], name: string, { title }: TableChartOptions): HistogramChart {
  const bins = histogram(sources.map(({ values }) => values.fields.get(name)?.y.view() ?? new Float64Array()));
  const series = sources.map((source, index) => ({ name: source.name, values: bins?.counts[index] ?? [] }));
  return {
    kind: 'hist',
    title: `${title}: ${name}`,
    xLabel: name,
    yLabel: 'rows',
    edges: bins?.edges ?? [0, 1],
    series,
  };
}
