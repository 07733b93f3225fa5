import type { BarChart, Chart, HistogramChart, MatrixChart, XyChart } from '../../src/chart/data.ts';
import { rocChart } from '../../src/chart/roc.ts';

const steps = Float64Array.from({ length: 120 }, (_, index) => index);

/** Charts of every kind, the same in every run. */
export const LINES: XyChart = {
  kind: 'line',
  title: 'train/steps',
  xLabel: 'id',
  yLabel: 'loss',
  series: [
    {
      name: '6nlobcx4hipt',
      x: steps,
      y: steps.map((x) => (x === 40 ? Number.NaN : 2.4 * Math.exp(-x / 40) + (x % 7) / 60)),
    },
    { name: 'hqspnlzkoixs', x: steps.subarray(0, 90), y: steps.subarray(0, 90).map((x) => 2.5 * Math.exp(-x / 50)) },
  ],
};

export const POINTS: XyChart = {
  kind: 'scatter',
  title: 'points',
  xLabel: 'size',
  yLabel: 'seconds',
  logX: true,
  series: [
    {
      name: 'a',
      x: Float64Array.of(0, 1, 10, 100, 1000),
      y: Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 3, -1),
    },
  ],
};

const ROC: XyChart = rocChart('ROC', [
  { name: 'cat', x: Float64Array.of(0, 0, 0.1, 0.3, 1), y: Float64Array.of(0, 0.6, 0.8, 0.95, 1) },
  { name: 'frog', x: Float64Array.of(0, 0.2, 0.5, 1), y: Float64Array.of(0, 0.3, 0.8, 1) },
]);

export const BARS: BarChart = {
  kind: 'bar',
  title: 'results: input/label',
  xLabel: 'input/label',
  yLabel: 'rows',
  names: ['cat', 'frog', 'フロッグ'],
  series: [
    { name: 'one', values: [14, 7, 1] },
    { name: 'two', values: [12, 9, 0] },
  ],
};

const HISTOGRAM: HistogramChart = {
  kind: 'hist',
  title: 'results: score',
  xLabel: 'score',
  yLabel: 'rows',
  edges: [0, 0.2, 0.4, 0.6, 0.8, 1],
  series: [{ name: 'one', values: [1, 0, 4, 9, 30] }],
};

const MATRIX: MatrixChart = {
  kind: 'matrix',
  title: 'Confusion matrix',
  labels: ['cat', 'frog', 'ship'],
  values: [
    [10, 2, 0],
    [1, 9, 0],
    [0, 0, 12],
  ],
};

export const ALL: readonly (readonly [name: string, chart: Chart])[] = [
  ['lines', LINES],
  ['points', POINTS],
  ['roc', ROC],
  ['bars', BARS],
  ['histogram', HISTOGRAM],
  ['matrix', MATRIX],
];
