import type { Chart, XyChart } from './data.ts';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';

/** A chart as a Vega-Lite specification that contains its values; null, a gap, for values that cannot be drawn. */
export function vegaLite(chart: Chart): { readonly [name: string]: unknown } {
  const frame = { $schema: SCHEMA, title: chart.title, width: 640, height: 320 };
  switch (chart.kind) {
    case 'line':
    case 'scatter':
      return { ...frame, ...xyLayers(chart) };
    case 'bar':
      return {
        ...frame,
        data: {
          values: chart.series.flatMap(({ name, values }) =>
            chart.names.map((at, index) => ({ x: at, y: values[index] ?? 0, series: name })),
          ),
        },
        mark: 'bar',
        encoding: {
          x: { field: 'x', type: 'nominal', title: chart.xLabel, sort: null },
          y: { field: 'y', type: 'quantitative', title: chart.yLabel },
          xOffset: { field: 'series' },
          color: { field: 'series', type: 'nominal', sort: null },
        },
      };
    case 'hist':
      return {
        ...frame,
        data: {
          values: chart.series.flatMap(({ name, values }) =>
            chart.edges.slice(1).map((to, bin) => ({ from: chart.edges[bin], to, y: values[bin] ?? 0, series: name })),
          ),
        },
        mark: { type: 'bar', opacity: chart.series.length > 1 ? 0.6 : 1 },
        encoding: {
          x: { field: 'from', type: 'quantitative', bin: { binned: true }, title: chart.xLabel },
          x2: { field: 'to' },
          y: { field: 'y', type: 'quantitative', stack: null, title: chart.yLabel },
          color: { field: 'series', type: 'nominal', sort: null },
        },
      };
    case 'matrix':
      return {
        ...frame,
        data: {
          values: chart.values.flatMap((row, index) =>
            row.map((value, column) => ({
              true: nameAt(chart.labels, index),
              predicted: nameAt(chart.labels, column),
              value,
            })),
          ),
        },
        mark: 'rect',
        encoding: {
          x: { field: 'predicted', type: 'nominal', sort: null },
          y: { field: 'true', type: 'nominal', sort: null },
          color: { field: 'value', type: 'quantitative' },
        },
      };
  }
}

function nameAt(labels: readonly string[], index: number): string {
  return labels[index] ?? String(index);
}

function xyLayers(chart: XyChart): { readonly [name: string]: unknown } {
  const values = chart.series.flatMap(({ name, x, y }) =>
    Array.from(x, (across, index) => ({
      x: number(across, chart.logX),
      y: number(y[index] ?? Number.NaN, chart.logY),
      series: name,
      order: index,
    })),
  );
  const scale = (log: boolean | undefined, domain: readonly number[] | undefined) => ({
    ...(log ? { type: 'log' } : { zero: false }),
    ...(domain && { domain }),
  });
  const encoding = {
    x: { field: 'x', type: 'quantitative', title: chart.xLabel, scale: scale(chart.logX, chart.xDomain) },
    y: { field: 'y', type: 'quantitative', title: chart.yLabel, scale: scale(chart.logY, chart.yDomain) },
    color: { field: 'series', type: 'nominal', sort: null },
    ...(chart.kind === 'line' && { order: { field: 'order' } }),
  };
  const main = {
    mark: chart.kind === 'line' ? { type: 'line', invalid: 'break-paths-show-path-domains' } : 'point',
    encoding,
  };
  if (!chart.diagonal) return { data: { values }, ...main };
  const rule = {
    data: {
      values: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    },
    mark: { type: 'line', strokeDash: [2, 4], color: 'gray' },
    encoding: { x: encoding.x, y: encoding.y },
  };
  return { layer: [{ data: { values }, ...main }, rule] };
}

/** Null for a value that is not on the axis. */
function number(value: number, log = false): number | null {
  return Number.isFinite(value) && !(log && value <= 0) ? value : null;
}
