import { shortFloat } from './cell-text.ts';
import { NO_COLORS, type Palette } from './color.ts';
import { visible } from './control-characters.ts';
import { type Widths, widthsFor } from './width.ts';

/** A confusion matrix: how often the label of the row was taken for the label of the column. */
export interface ConfusionMatrix {
  readonly labels: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

export interface HeatMapLook {
  /** The terminal's width in cells; without it nothing is folded or cut. */
  readonly width?: number;
  /** At most so many labels; a note tells how many were left out. */
  readonly maxLabels?: number;
  readonly palette?: Palette;
}

const LONGEST_LABEL = 16;

/**
 * The lines of a matrix as numbers, their backgrounds by value, the largest of each row marked with `*`. Columns that
 * do not fit beside each other follow below, with a line that says which they are.
 */
export async function heatMapLines(matrix: ConfusionMatrix, look: HeatMapLook = {}): Promise<string[]> {
  const { palette = NO_COLORS, maxLabels = Number.POSITIVE_INFINITY, width = Number.POSITIVE_INFINITY } = look;
  const size = matrix.matrix.reduce(
    (most, row) => Math.max(most, row.length),
    Math.max(matrix.labels.length, matrix.matrix.length),
  );
  const count = Math.min(size, Math.max(1, maxLabels));
  if (count === 0) return [];
  const labels = Array.from({ length: count }, (_, index) => visible(matrix.labels[index] ?? String(index)));
  const widths = await widthsFor(labels);
  const names = look.width === undefined ? labels : labels.map((label) => widths.truncate(label, LONGEST_LABEL));
  const cells = labels.map((_, row) => cellsOf(matrix.matrix[row] ?? [], count));
  const top = cells.reduce((most, row) => row.reduce((high, cell) => Math.max(high, cell.value), most), 0);

  const side = names.reduce((most, name) => Math.max(most, widths.cells(name)), ROW_TITLE.length);
  const cellWidth = names.reduce(
    (most, name, column) =>
      cells.reduce((high, row) => Math.max(high, row[column]?.text.length ?? 0), Math.max(most, widths.cells(name))),
    0,
  );
  const perBlock = Math.min(count, Math.max(1, Math.floor((width - side) / (cellWidth + GAP.length))));

  const lines: string[] = [];
  for (let from = 0; from < count; from += perBlock) {
    const to = Math.min(count, from + perBlock);
    if (from > 0) lines.push('');
    if (perBlock < count) lines.push(palette.dim(`columns ${from + 1} to ${to} of ${count}`));
    const heads = names.slice(from, to).map((name) => GAP + pad(name, cellWidth, widths, 'right'));
    lines.push(palette.dim(pad(ROW_TITLE, side, widths, 'left')) + palette.heading(heads.join('')));
    names.forEach((name, row) => {
      const shown = (cells[row] ?? []).slice(from, to);
      const texts = shown.map(
        (cell) => GAP + palette.heat(cell.text.padStart(cellWidth), top > 0 ? cell.value / top : 0),
      );
      lines.push((palette.heading(pad(name, side, widths, 'left')) + texts.join('')).trimEnd());
    });
  }
  lines.push(palette.dim(`${MARK} the largest of its row`));
  if (count < size) lines.push(palette.dim(`${count} of ${size} labels shown`));
  return lines;
}

const ROW_TITLE = 'true \\ predicted';
const GAP = ' ';
const MARK = '*';

interface Cell {
  readonly value: number;
  readonly text: string;
}

function cellsOf(row: readonly number[], count: number): Cell[] {
  const values = Array.from({ length: count }, (_, index) => row[index] ?? 0);
  const largest = values.reduce((most, value) => Math.max(most, Number.isFinite(value) ? value : 0), 0);
  return values.map((value) => ({
    value: Number.isFinite(value) ? value : 0,
    text: `${numberText(value)}${value === largest && largest > 0 ? MARK : ' '}`,
  }));
}

function numberText(value: number): string {
  return Number.isInteger(value) || !Number.isFinite(value) ? shortFloat(value) : String(Number(value.toPrecision(3)));
}

function pad(text: string, width: number, widths: Widths, align: 'left' | 'right'): string {
  const blank = ' '.repeat(Math.max(0, width - widths.cells(text)));
  return align === 'left' ? text + blank : blank + text;
}
