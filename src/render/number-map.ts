import { shortFloat } from './cell-text.ts';
import type { Palette } from './color.ts';
import { greatestMistake, isMistaken, MARK, MARK_LEGEND } from './mistakes.ts';
import { legendLines, shadeOf } from './shade.ts';
import { pad, proseLines, type Widths } from './width.ts';

/** A matrix ready for layout. */
export interface ShownMatrix {
  /** The names of rows and columns. */
  readonly names: readonly string[];
  /** Whole rows, also if not all columns are shown, because the largest value matters. */
  readonly rows: readonly (readonly number[])[];
  /** The number of columns to show. */
  readonly count: number;
  readonly palette: Palette;
  /** In cells; infinite if nothing is to be folded or rounded. */
  readonly width: number;
  /** Widths that are right for all names. */
  readonly widths: Widths;
}

const GAP = ' ';
/** Upper bounds of the shades, as parts of the largest mistake. */
const PARTS = [0.25, 0.5, 0.75, 1] as const;

/** A matrix laid out as numbers. */
export interface NumberMap {
  /** The number of pieces, one below the other. */
  readonly pieces: number;
  lines(): string[];
}

/**
 * Lays out a matrix as numbers: the diagonal is dim; the others, the mistakes that people look for, have a background by
 * value on a scale of their own or, without colours, a shade behind the number. If a row's largest value is off the
 * diagonal, it is marked. Columns that do not fit follow below, with a line that says which they are.
 */
export function numberMap(matrix: ShownMatrix, heads: readonly string[]): NumberMap {
  const { names, rows, count, palette, width, widths } = matrix;
  const top = rows.reduce((most, row) => Math.max(most, largestOf(row)), 0);
  const worst = rows.reduce((most, row, own) => Math.max(most, greatestMistake(row, own)), 0);
  // 16 colours are too few for a heat scale.
  const hasShades = palette.level < 2;
  const marks = hasShades ? 2 : 1;
  const number = numberFormat(rows, top, width);
  // Bounds are rounded as the cells are, so the legend is right for every cell; there is no entry for 0.
  const bounds = PARTS.map((part) => Number(number(worst * part)));
  const share = (row: number, column: number) => {
    const value = rows[row]?.[column] ?? 0;
    if (row === column || !Number.isFinite(value) || value <= 0) return 0;
    const printed = Number(number(value));
    return PARTS[bounds.findIndex((bound) => bound > 0 && printed <= bound)] ?? 0;
  };
  const marked = rows.map((row, own) => (isMistaken(row, own) ? greatestMistake(row, own) : null));
  const texts = rows.map((row, index) =>
    row.slice(0, count).map((value, column) => {
      const shade = hasShades ? shadeOf(share(index, column)).trim() : '';
      const mark = column !== index && value === marked[index] ? MARK : '';
      return number(value) + (shade + mark).padEnd(marks);
    }),
  );
  const side = names.reduce((most, name) => Math.max(most, widths.cells(name)), 0);
  const widest = heads.reduce((most, head) => Math.max(most, widths.cells(head)), 0);
  const cell = texts.reduce((most, row) => row.reduce((high, text) => Math.max(high, text.length), most), widest);
  const fitting = Math.min(count, Math.max(1, Math.floor((width - side) / (cell + GAP.length))));
  // Aligned with the numbers if there is room, not with their marks.
  const head = (text: string) => pad(pad(text, cell - marks, widths, 'right'), cell, widths, 'left');

  function piece(from: number, to: number): string[] {
    const above = heads.slice(from, to).map((text) => GAP + head(text));
    const body = names.map((name, index) => {
      const cells = (texts[index] ?? []).slice(from, to).map((text, at) => {
        const padded = text.padStart(cell);
        if (from + at !== index) return GAP + palette.heat(padded, share(index, from + at));
        // Nothing may follow the last number, not even a painted space.
        return (
          GAP +
          ' '.repeat(cell - text.length) +
          palette.dim(text.trimEnd()) +
          ' '.repeat(text.length - text.trimEnd().length)
        );
      });
      return (palette.heading(pad(name, side, widths, 'left')) + cells.join('')).trimEnd();
    });
    return [palette.heading((' '.repeat(side) + above.join('')).trimEnd()), ...body];
  }

  function legend(): string[] {
    const entries = PARTS.flatMap((part, at) => {
      const bound = bounds[at] ?? 0;
      if (bound <= (bounds[at - 1] ?? 0)) return [];
      const text = ` to ${number(worst * part)}`;
      const swatch = hasShades ? shadeOf(part).repeat(2) : palette.heat('  ', part);
      return [{ swatch, text: palette.dim(text), cells: 2 + text.length }];
    });
    return legendLines(entries, width);
  }

  return {
    pieces: Math.ceil(count / fitting),
    lines() {
      const lines: string[] = [];
      for (let from = 0; from < count; from += fitting) {
        const to = Math.min(count, from + fitting);
        if (from > 0) lines.push('');
        if (fitting < count) lines.push(palette.dim(columnsText(from + 1, to, count)));
        lines.push(...piece(from, to));
      }
      const isMarked = texts.some((row) => row.some((text) => text.includes(MARK)));
      return [
        ...lines,
        ...legend(),
        ...(isMarked ? proseLines(MARK_LEGEND, width).map((line) => palette.dim(line)) : []),
      ];
    },
  };
}

/** Says which columns follow. */
export function columnsText(from: number, to: number, count: number): string {
  return from === to ? `column ${from} of ${count}` : `columns ${from} to ${to} of ${count}`;
}

function largestOf(row: readonly number[]): number {
  return row.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), 0);
}

/** Formats counts as integers, and shares with the number of decimals that gives the largest three digits. */
function numberFormat(rows: readonly (readonly number[])[], top: number, width: number): (value: number) => string {
  const decimals = 2 - Math.floor(Math.log10(top));
  const areCounts = rows.every((row) => row.every(Number.isInteger));
  if (width === Number.POSITIVE_INFINITY || !(decimals >= 0 && decimals <= 6)) return shortFloat;
  if (areCounts) return (value) => shortFloat(Math.floor(value));
  return (value) => (value === 0 || !Number.isFinite(value) ? shortFloat(value) : value.toFixed(decimals));
}
