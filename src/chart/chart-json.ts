import type { Chart } from './data.ts';

type Json = null | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A chart's values as JSON; NaN and infinities are strings, as in all JSON output. */
export function chartJson(chart: Chart): { readonly [name: string]: Json } {
  switch (chart.kind) {
    case 'line':
    case 'scatter': {
      const series = chart.series.map(({ name, x, y }) => ({
        name,
        points: Array.from(x, (across, index): Json => [number(across), number(y[index] ?? Number.NaN)]),
      }));
      return { kind: chart.kind, title: chart.title, x: chart.xLabel, y: chart.yLabel, series };
    }
    case 'bar':
      return { ...barsJson(chart), names: chart.names };
    case 'hist':
      return { ...barsJson(chart), edges: chart.edges.map(number) };
    case 'matrix':
      return {
        kind: chart.kind,
        title: chart.title,
        labels: chart.labels,
        matrix: chart.values.map((row) => row.map(number)),
      };
  }
}

function barsJson({ kind, title, xLabel, yLabel, series }: Extract<Chart, { kind: 'bar' | 'hist' }>) {
  return {
    kind,
    title,
    x: xLabel,
    y: yLabel,
    series: series.map(({ name, values }) => ({ name, values: values.map(number) })),
  };
}

function number(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}
