import { NO_COLORS, type Palette } from './color.ts';
import { visible } from './control-characters.ts';
import { denseLines } from './dense-map.ts';
import { numberMap } from './number-map.ts';
import { widthsFor } from './width.ts';

/** A confusion matrix: how often the label of the row was taken for the label of the column. */
export interface ConfusionMatrix {
  /** Of rows and columns alike; without one an index stands in its place. */
  readonly labels: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

export interface HeatMapLook {
  /** The terminal's width in cells; without it nothing is folded or cut. */
  readonly width?: number;
  /** At most this many columns; a line says how many there are. */
  readonly maxColumns?: number;
  readonly palette?: Palette;
}

export interface HeatMap {
  readonly lines: readonly string[];
  /** Whether a label lost its end. */
  readonly cut: boolean;
  /** Whether the numbers are left out, as there are too many. */
  readonly dense: boolean;
}

/** A matrix that would fall into more pieces below each other is drawn without its numbers. */
const MOST_PIECES = 3;
/** Labels of this length are not cut, however narrow the terminal. */
const SHORT_NAME = 16;
/** Heads of this length are long enough, where they still differ. */
const SHORT_HEAD = 10;

/** A matrix as a heat map: with its numbers, as long as they can be read beside each other, else as shades alone. */
export async function heatMap({ labels, matrix }: ConfusionMatrix, look: HeatMapLook = {}): Promise<HeatMap> {
  const { palette = NO_COLORS, width = Number.POSITIVE_INFINITY, maxColumns = Number.POSITIVE_INFINITY } = look;
  const size = matrix.reduce((most, row) => Math.max(most, row.length), Math.max(labels.length, matrix.length));
  if (size === 0) return { lines: [], cut: false, dense: false };
  const count = Math.min(size, Math.max(1, maxColumns));
  const whole = Array.from({ length: size }, (_, index) => visible(labels[index] ?? String(index)));
  const widths = await widthsFor(whole);
  const cutTo = (cells: number) => whole.map((label) => widths.truncate(label, cells));
  const names = cutTo(Math.max(SHORT_NAME, Math.floor(width / 3)));
  const rows = whole.map((_, row) => Array.from({ length: size }, (_, column) => matrix[row]?.[column] ?? 0));
  const shown = { names, rows, count, palette, width, widths };

  const short = width === Number.POSITIVE_INFINITY ? whole : cutTo(SHORT_HEAD);
  const heads = (new Set(short).size < new Set(whole).size ? cutTo(SHORT_NAME) : short).slice(0, count);
  const numbers = numberMap(shown, heads);
  const dense = numbers.pieces > MOST_PIECES;
  const lines = dense ? denseLines(shown) : numbers.lines();
  if (count < size) lines.push(palette.dim(`${count} of ${size} columns shown`));
  const isCut = (texts: readonly string[]) => texts.some((text, index) => text !== whole[index]);
  return { lines, cut: isCut(names) || (!dense && isCut(heads)), dense };
}
