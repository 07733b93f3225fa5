import type { BarChart, BarSeries, HistogramChart } from './data.ts';
import { numberText } from './number-text.ts';
import { type Scale, scaleFor } from './scale.ts';
import type { Bar, LegendEntry, Resolution, Scene } from './scene.ts';

/** The share of its place that a group of bars leaves free, both sides together. */
const GAP = 0.2;

/** Bars of named counts; those of several series are beside each other. */
export function barScene(chart: BarChart, { yTicks }: Resolution): Scene {
  const y = countScale(chart.series, yTicks);
  const count = Math.max(1, chart.names.length);
  const group = (1 - GAP) / Math.max(1, chart.series.length);
  const named = namer(chart.series);
  const marks = chart.series.flatMap(({ values }, series) =>
    chart.names.map((_, index) => {
      const x0 = (index + GAP / 2 + series * group) / count;
      const value = values[index] ?? 0;
      return { ...bar(series, x0, x0 + group / count, value, y), text: named(chart.names[index] ?? '', series, value) };
    }),
  );
  const ticks = chart.names.map((text, index) => ({ at: (index + 0.5) / count, text }));
  return {
    title: chart.title,
    x: { label: chart.xLabel, ticks },
    y: { label: chart.yLabel, ticks: y.ticks },
    marks,
    legend: legendOf(chart.series),
    notes: [],
  };
}

/** Adjacent bins; the bars of several series share the width of a bin. */
export function histogramScene(chart: HistogramChart, { xTicks, yTicks }: Resolution): Scene {
  const { edges, series } = chart;
  const x = scaleFor([edges[0] ?? 0, edges.at(-1) ?? 1], { parts: xTicks });
  const y = countScale(series, yTicks);
  const named = namer(series);
  const marks = series.flatMap(({ values }, index) =>
    edges.slice(1).map((edge, bin) => {
      const [from, to] = [x.place(edges[bin] ?? 0), x.place(edge)];
      const share = (to - from) / series.length;
      const value = values[bin] ?? 0;
      // The edges are round numbers.
      const range = `${edges[bin] ?? 0} to ${edge}`;
      return {
        ...bar(index, from + share * index, from + share * (index + 1), value, y),
        text: named(range, index, value),
      };
    }),
  );
  return {
    title: chart.title,
    x: { label: chart.xLabel, ticks: x.ticks },
    y: { label: chart.yLabel, ticks: y.ticks },
    marks,
    legend: legendOf(series),
    notes: [],
  };
}

/** The text of a bar: its series if there are several, its name, and its value. */
function namer(series: readonly BarSeries[]): (name: string, index: number, value: number) => string {
  return (name, index, value) => `${series.length > 1 ? `${series[index]?.name}, ` : ''}${name}: ${numberText(value)}`;
}

function countScale(series: readonly BarSeries[], parts: number): Scale {
  const all = series.flatMap(({ values }) => values).filter(Number.isFinite);
  const low = all.reduce((least, value) => Math.min(least, value), 0);
  const high = all.reduce((most, value) => Math.max(most, value), 0);
  return scaleFor(high > low ? [low, high] : [0, 1], { parts, round: true });
}

function bar(series: number, x0: number, x1: number, value: number, y: Scale): Omit<Bar, 'text'> {
  const top = Number.isFinite(value) ? y.place(value) : 0;
  return { kind: 'bar', series, x0, x1, base: y.place(0), top };
}

function legendOf(series: readonly BarSeries[]): LegendEntry[] {
  return series.length > 1 ? series.map(({ name }) => ({ name, value: '' })) : [];
}
