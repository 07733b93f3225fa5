import { NONE } from '../datastore/typed-value.ts';
import type { Palette } from './color.ts';
import type { Column, RowView } from './column.ts';
import { GAP } from './column-widths.ts';
import { dictText } from './dict-text.ts';
import { blanksBehind, isNumber, type NumberPoint } from './number-point.ts';
import type { Widths } from './width.ts';

/** A column that a table shows. */
export interface ShownColumn {
  readonly column: Column;
  readonly right: boolean;
  /** In cells. */
  readonly width: number;
  /** Where its numbers align, null where they do not. */
  readonly point: NumberPoint | null;
}

export interface LineStyle {
  /** The terminal's width in cells. */
  readonly width: number;
  readonly truncate?: boolean;
  readonly typed?: boolean;
}

/** Lays out lines of columns whose widths are decided. */
export class TerminalLines {
  readonly #columns: readonly ShownColumn[];
  readonly #style: LineStyle;
  readonly #palette: Palette;
  #anyCut = false;

  constructor(columns: readonly ShownColumn[], style: LineStyle, palette: Palette) {
    this.#columns = columns;
    this.#style = style;
    this.#palette = palette;
  }

  /** Whether a cell lost its end so far. */
  get anyCut(): boolean {
    return this.#anyCut;
  }

  /**
   * One line of these texts, one for each column; without a row, the header's. A cell that is wider than its column
   * pushes those behind it.
   */
  line(texts: readonly string[], row: RowView | undefined, widths: Widths): string {
    const end = this.#style.truncate === false ? Number.POSITIVE_INFINITY : this.#style.width;
    let line = '';
    let used = 0;
    let start = 0;
    for (let index = 0; index < this.#columns.length; index++) {
      const shown = this.#columns[index] as ShownColumn;
      const { column, right, width, point } = shown;
      let text = texts[index] ?? '';
      let taken = widths.cells(text);
      if (taken > width) {
        text = this.#cut(text, shown, widths, row);
        taken = widths.cells(text);
      }
      const behind = point === null || row === undefined ? 0 : blanksBehind(text, point);
      const begin = Math.max(used === 0 ? 0 : used + GAP, right ? start + width - taken - behind : start);
      start += width + GAP;
      if (begin + taken > end && column.fixed !== true) {
        text = widths.truncate(text, Math.max(0, end - begin));
        taken = widths.cells(text);
        this.#anyCut = true;
      }
      if (text === '') continue;
      line += blanks(begin - used) + this.#painted(text, column, row);
      used = begin + taken;
    }
    // A cell's own text may end in blanks.
    return line.trimEnd();
  }

  /** The cells of a line whose columns stand on their own; null where one does not fit its column. */
  cells(texts: readonly string[], row: RowView | undefined, widths: Widths): string[] | null {
    const cells: string[] = [];
    for (const [index, shown] of this.#columns.entries()) {
      const given = texts[index] ?? '';
      const text = widths.cells(given) > shown.width ? this.#cut(given, shown, widths, row) : given;
      const behind = shown.point === null || row === undefined ? 0 : blanksBehind(text, shown.point);
      if (widths.cells(text) + behind > shown.width) return null;
      cells.push(text === '' ? '' : this.#painted(text, shown.column, row) + blanks(behind));
    }
    return cells;
  }

  /** A text that is wider than its column. Numbers are not cut to a width that is theirs: one that lost its end misleads. */
  #cut(text: string, { column, right, width, point }: ShownColumn, widths: Widths, row: RowView | undefined): string {
    if (this.#style.truncate === false || column.fixed === true) return text;
    if (right && point !== null && isNumber(text)) return text;
    this.#anyCut = true;
    const value = column.format === undefined && this.#style.typed !== true ? row?.get(column.name) : undefined;
    // Members stay whole: a number that lost its end misleads.
    return (value && dictText(value, { cells: width, widths })) ?? widths.truncate(text, width);
  }

  #painted(text: string, column: Column, row: RowView | undefined): string {
    if (row === undefined) return this.#palette.heading(text);
    return column.paint?.(text, row.get(column.name) ?? NONE, this.#palette) ?? text;
  }
}

const BLANKS = Array.from({ length: 64 }, (_, count) => ' '.repeat(count));

function blanks(count: number): string {
  return BLANKS[count] ?? ' '.repeat(count);
}
