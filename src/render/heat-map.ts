import { NO_COLORS, type Palette } from './color.ts';
import { visible } from './control-characters.ts';
import { denseLines } from './dense-map.ts';
import { numberMap } from './number-map.ts';
import { widthsFor } from './width.ts';

/** A confusion matrix: how often the row's label was taken for the column's label. */
export interface ConfusionMatrix {
  /** The labels of rows and columns; a missing one is replaced by its index. */
  readonly labels: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

export interface HeatMapStyle {
  /** The terminal's width in cells (default: no limit). */
  readonly width?: number | undefined;
  /** Maximum of columns; a line says how many there are. */
  readonly maxColumns?: number | undefined;
  readonly palette?: Palette;
}

export interface HeatMap {
  readonly lines: readonly string[];
  /** Whether a label was cut. */
  readonly cut: boolean;
  /** Whether there are too many numbers to show. */
  readonly dense: boolean;
}

/** A matrix that would be split into more pieces than this is drawn without numbers. */
const MAX_PIECES = 3;
/** Labels up to this length are not cut, however narrow the terminal. */
const SHORT_NAME = 16;
/** Headings are cut to this length if they stay distinct. */
const SHORT_HEAD = 10;

/** A matrix as a heat map: with numbers if they fit, else with shades only. */
export async function heatMap({ labels, matrix }: ConfusionMatrix, style: HeatMapStyle = {}): Promise<HeatMap> {
  const { palette = NO_COLORS, width = Number.POSITIVE_INFINITY, maxColumns = Number.POSITIVE_INFINITY } = style;
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
  const dense = numbers.pieces > MAX_PIECES;
  const lines = dense ? denseLines(shown) : numbers.lines();
  if (count < size) lines.push(palette.dim(`${count} of ${size} columns shown`));
  const isCut = (texts: readonly string[]) => texts.some((text, index) => text !== whole[index]);
  return { lines, cut: isCut(names) || (!dense && isCut(heads)), dense };
}

const WHICH_IS_WHICH = '(rows true, columns predicted)';

/** The title above a heat map and what its rows are, below each other if the terminal is narrow. */
export async function matrixHeading(
  title: string,
  width = Number.POSITIVE_INFINITY,
  palette: Palette = NO_COLORS,
): Promise<string[]> {
  const shown = visible(title);
  const widths = await widthsFor([shown]);
  if (widths.cells(shown) + 1 + WHICH_IS_WHICH.length <= width) {
    return [`${palette.heading(shown)}${palette.dim(` ${WHICH_IS_WHICH}`)}`];
  }
  const wrapped = (text: string) => widths.wrap(text, Math.max(1, width));
  return [
    ...wrapped(shown).map((line) => palette.heading(line)),
    ...wrapped(WHICH_IS_WHICH).map((line) => palette.dim(line)),
  ];
}
