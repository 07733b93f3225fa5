/** Points of a line or scatter chart. NaN in `y` is a gap; `x` and `y` have the same length. */
export interface Series {
  readonly name: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What the legend shows beside the name (default: the last value). */
  readonly value?: string;
}

/** Numbers over numbers: lines through the points in order, or the points alone. */
export interface XyChart {
  readonly kind: 'line' | 'scatter';
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Fixed ends of the axes (default: from the values). */
  readonly xDomain?: Domain;
  readonly yDomain?: Domain;
  /** A dotted line from corner to corner: random guessing, in a ROC chart. */
  readonly diagonal?: boolean;
}

/** Counts by name, with one group of bars per name. */
export interface BarChart {
  readonly kind: 'bar';
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly names: readonly string[];
  readonly series: readonly BarSeries[];
}

export interface BarSeries {
  readonly name: string;
  /** One number per name. */
  readonly values: readonly number[];
}

/** Counts of numbers in bins of equal width. */
export interface HistogramChart {
  readonly kind: 'hist';
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** One more than the number of bins. */
  readonly edges: readonly number[];
  readonly series: readonly BarSeries[];
}

/** A confusion matrix: rows are true labels, columns predicted ones. */
export interface MatrixChart {
  readonly kind: 'matrix';
  readonly title: string;
  readonly labels: readonly string[];
  readonly values: readonly (readonly number[])[];
}

export type Chart = XyChart | BarChart | HistogramChart | MatrixChart;

export type Domain = readonly [low: number, high: number];

/** The smallest and the largest finite value; null if there is none. */
export function extent(columns: Iterable<ArrayLike<number>>, isUsed = Number.isFinite): Domain | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of columns) {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? Number.NaN;
      if (!isUsed(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}
