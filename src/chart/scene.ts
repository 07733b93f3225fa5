import type { PathPoint } from './reduce.ts';
import type { Tick } from './scale.ts';

/**
 * A chart ready to draw: marks and ticks in the unit square, x to the right, y upwards. Terminals and SVG draw the same
 * scene.
 */
export interface Scene {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  /** One entry per series, in the order of colours; empty for a single series without a name. */
  readonly legend: readonly LegendEntry[];
  /** Notes for the reader: gaps, clipped values, values left out. */
  readonly notes: readonly string[];
}

interface Axis {
  readonly label: string;
  readonly ticks: readonly Tick[];
}

export interface LegendEntry {
  readonly name: string;
  /** The last value of a line, the area of a ROC curve; '' if there is none. */
  readonly value: string;
}

export type Mark =
  | { readonly kind: 'line'; readonly series: number; readonly points: readonly PathPoint[] }
  | { readonly kind: 'points'; readonly series: number; readonly points: readonly PathPoint[] }
  | Bar
  | { readonly kind: 'rule'; readonly from: readonly [number, number]; readonly to: readonly [number, number] }
  | Cell;

export interface Bar {
  readonly kind: 'bar';
  readonly series: number;
  readonly x0: number;
  readonly x1: number;
  /** The bar's end on the axis, opposite `top`. */
  readonly base: number;
  readonly top: number;
  /** What it counts, as a string. */
  readonly text: string;
}

export interface Cell {
  readonly kind: 'cell';
  readonly row: number;
  readonly column: number;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  /** Relative to the largest value on the diagonal, or off it: between 0 and 1. */
  readonly share: number;
  readonly isDiagonal: boolean;
  readonly text: string;
}

/** How finely a scene is drawn. */
export interface Resolution {
  /** Dots or pixels across and up: points closer than this are merged. */
  readonly columns: number;
  readonly rows: number;
  /** About this many ticks on each axis. */
  readonly xTicks: number;
  readonly yTicks: number;
}
