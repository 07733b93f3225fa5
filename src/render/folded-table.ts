import type { TypedRow } from '../datastore/typed-value.ts';
import { NO_COLORS } from './color.ts';
import type { Column } from './column.ts';
import { GAP } from './column-widths.ts';
import { columnsText } from './number-map.ts';
import { type TableStyle, TerminalTable } from './terminal-table.ts';
import { widthsFor } from './width.ts';

export interface FoldedTable {
  readonly lines: readonly string[];
  /** Whether a cell was cut because it is too wide for a whole line. */
  readonly cut: boolean;
}

/** Columns beside each other, and their width in cells including the first column. */
interface Piece {
  readonly columns: readonly Column[];
  readonly width: number;
}

/** The first column is cut to make room for others, but not below this width. */
const MIN_SIDE = 16;
const LEAST_IMPORTANT = Number.NEGATIVE_INFINITY;

/**
 * A table on a terminal that shows all columns: those that do not fit follow below, beside the first column again, with a
 * line that says which they are.
 */
export async function foldedTable(
  rows: readonly TypedRow[],
  [first, ...rest]: readonly Column[],
  style: TableStyle,
): Promise<FoldedTable> {
  const { palette = NO_COLORS, width, truncate = true } = style;
  if (first === undefined) return { lines: [], cut: false };
  const whole = await naturalWidth(rows, first);
  const sized = await Promise.all(
    rest.map(async (column) => ({ column, cells: GAP + (await naturalWidth(rows, column)) })),
  );
  const fits = !truncate || sized.reduce((sum, { cells }) => sum + cells, whole) <= width;
  const side = fits ? whole : Math.min(whole, Math.max(MIN_SIDE, Math.floor(width / 3)));
  const pieces: Piece[] = [];
  let piece: Piece = { columns: [], width: side };
  for (const { column, cells } of sized) {
    if (!fits && piece.columns.length > 0 && piece.width + cells > width) {
      pieces.push(piece);
      piece = { columns: [], width: side };
    }
    piece = { columns: [...piece.columns, column], width: piece.width + cells };
  }
  pieces.push(piece);
  const lines: string[] = [];
  let cut = false;
  let shown = 0;
  for (const { columns, width: needed } of pieces) {
    const to = shown + columns.length;
    if (shown > 0) lines.push('');
    if (pieces.length > 1) lines.push(palette.dim(columnsText(shown + 1, to, rest.length)));
    const table = new TerminalTable([{ ...first, importance: LEAST_IMPORTANT }, ...columns], {
      ...style,
      keepEmpty: true,
      width: Math.min(needed, width),
    });
    lines.push(...(await table.lines(rows)));
    cut ||= table.cuts.cut;
    shown = to;
  }
  return { lines, cut };
}

/** The width of a column if nothing is cut, in cells. */
async function naturalWidth(rows: readonly TypedRow[], column: Column): Promise<number> {
  const lines = await new TerminalTable([column], { width: Number.POSITIVE_INFINITY }).lines(rows);
  const widths = await widthsFor(lines);
  return lines.reduce((most, line) => Math.max(most, widths.cells(line)), 0);
}
