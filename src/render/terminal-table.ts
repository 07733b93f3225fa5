import { NO_COLORS, type Palette } from './color.ts';
import type { Column, RowView } from './column.ts';
import { fitColumns, GAP } from './column-widths.ts';
import { columnTexts, FIRST_SCREEN, type MeasuredColumn, measureColumn } from './measured-column.ts';
import { drawPage, PAGE_ROWS } from './page-table.ts';
import type { TableCuts } from './table-cuts.ts';
import { TerminalCells } from './terminal-cells.ts';
import { type LineStyle, type ShownColumn, TerminalLines } from './terminal-line.ts';
import { isPlain, PLAIN_WIDTHS, SIMPLE_WIDTHS, type Widths, widthsFor } from './width.ts';

export interface TableStyle extends LineStyle {
  /** Whether columns stay that are empty, though others are cut. */
  readonly keepEmpty?: boolean;
  /** Whether the table is a page of its own, such as a summary: cli-table3 draws it. Lists of any length stay ours. */
  readonly page?: boolean;
  readonly palette?: Palette;
}

/** How the rows behind the first ones are laid out. */
interface Layout {
  readonly columns: readonly ShownColumn[];
  readonly lines: TerminalLines;
}

/**
 * A table on a terminal: padded columns, two cells apart, without borders. The first rows decide the widths, all later
 * ones are laid out by them.
 */
export class TerminalTable {
  readonly #columns: readonly Column[];
  readonly #style: TableStyle;
  readonly #palette: Palette;
  readonly #cells: TerminalCells;
  #layout: Layout | undefined;
  /** Columns that are left out and that would have something to show. */
  readonly #hidden = new Set<string>();
  /** Columns that the measured rows left empty, which are left out rather than that others are cut. */
  #empty: readonly Column[] = [];

  constructor(columns: readonly Column[], style: TableStyle) {
    this.#columns = columns;
    this.#style = style;
    this.#palette = style.palette ?? NO_COLORS;
    this.#cells = new TerminalCells(style);
  }

  /**
   * The lines of these rows without newlines; the first call decides the widths and puts the header before them, with
   * `more` where rows will follow.
   */
  async lines(rows: readonly RowView[], more = false): Promise<string[]> {
    const lines: string[] = [];
    for await (const part of this.parts(rows, more)) for (const line of part) lines.push(line);
    return lines;
  }

  /** The same lines, those of the first screen as soon as they are drawn. */
  async *parts(rows: readonly RowView[], more = false): AsyncGenerator<string[]> {
    if (this.#layout !== undefined) {
      yield await this.#later(rows, this.#layout);
      return;
    }
    const texts = this.#columns.map((column) => columnTexts(column, rows, this.#cells, this.#style));
    const widths =
      this.#cells.arePlain && texts.every(({ header }) => isPlain(header))
        ? PLAIN_WIDTHS
        : await widthsFor(texts.flatMap((column) => [column.header, ...column.texts]));
    const fitted = this.#fit(texts.map((column) => measureColumn(column, widths, this.#style, more)));
    const columns = fitted.filter((column) => column !== null);
    const shown = texts.filter((_, index) => fitted[index] !== null);
    const lines = new TerminalLines(columns, this.#style, this.#palette);
    this.#layout = { columns, lines };
    const textsAt = (index: number) => shown.map((column) => (index < 0 ? column.header : (column.texts[index] ?? '')));
    const first = [-1, ...rows.slice(0, FIRST_SCREEN).keys()];
    const isPage = this.#style.page === true && !more && rows.length <= PAGE_ROWS;
    const page = isPage ? await this.#page(this.#layout, first.map(textsAt), rows, widths) : null;
    if (page !== null) yield page;
    else {
      yield first.map((index) => lines.line(textsAt(index), rows[index], widths));
      if (rows.length > FIRST_SCREEN) yield await this.#later(rows.slice(FIRST_SCREEN), this.#layout);
    }
  }

  /** The lines of rows behind those that decided the widths: nothing but the columns that are shown is read. */
  async #later(rows: readonly RowView[], { columns, lines }: Layout): Promise<string[]> {
    const drawn: string[] = [];
    for (const row of rows) {
      this.#cells.arePlain = true;
      const texts = columns.map(({ column, width }) =>
        this.#cells.text(column, row, column.fixed === true ? undefined : width),
      );
      drawn.push(lines.line(texts, row, this.#cells.arePlain ? PLAIN_WIDTHS : await widthsFor(texts)));
    }
    for (const column of this.#empty) {
      if (rows.some((row) => this.#cells.text(column, row) !== '')) this.#hidden.add(column.name);
    }
    this.#empty = this.#empty.filter(({ name }) => !this.#hidden.has(name));
    return drawn;
  }

  /** Takes note of a column that no row had when the widths were decided. */
  leaveOut(name: string): void {
    this.#hidden.add(name);
  }

  /** What was cut in the lines so far. */
  get cuts(): TableCuts {
    const anyCut = this.#cells.anyCut || this.#layout?.lines.anyCut === true;
    return { cut: anyCut || this.#hidden.size > 0, hiddenColumns: [...this.#hidden] };
  }

  /** How each column is shown, null where it is not. */
  #fit(measured: readonly MeasuredColumn[]): (ShownColumn | null)[] {
    const limit = this.#style.truncate === false ? undefined : this.#style.width;
    const fitted = limit === undefined ? measured.map(({ extent }) => extent.natural) : this.#fitted(measured, limit);
    return measured.map(({ column, right, point }, index) => {
      const width = fitted[index] ?? null;
      if (width === null) return null;
      const hasRoom = point !== null && width >= point.before + point.behind;
      return { column, right, width, point: hasRoom ? point : null };
    });
  }

  /** The cells of each column; where not all have room, first those that are empty go. */
  #fitted(columns: readonly MeasuredColumn[], limit: number): (number | null)[] {
    const total = columns.reduce((sum, { extent }) => sum + extent.natural + GAP, -GAP);
    const needsRoom = total > limit && this.#style.keepEmpty !== true;
    const isLeftOut = ({ extent, isEmpty }: MeasuredColumn) => needsRoom && isEmpty && !extent.fixed;
    const kept = [...columns.keys()].filter((index) => !isLeftOut(columns[index] as MeasuredColumn));
    const chosen = kept.length === 0 ? [...columns.keys()] : kept;
    const widths = fitColumns(
      chosen.map((index) => (columns[index] as MeasuredColumn).extent),
      limit,
    );
    const fitted: (number | null)[] = columns.map(() => null);
    chosen.forEach((index, at) => {
      fitted[index] = widths[at] ?? null;
      const name = this.#columns[index]?.name;
      if (fitted[index] === null && name !== undefined) this.#hidden.add(name);
    });
    this.#empty = this.#columns.filter((_, index) => !chosen.includes(index));
    return fitted;
  }

  /** All lines, the header's first, as cli-table3 draws them; null where a cell does not fit its column. */
  async #page(
    { columns, lines }: Layout,
    texts: readonly (readonly string[])[],
    rows: readonly RowView[],
    widths: Widths,
  ): Promise<string[] | null> {
    if (widths !== PLAIN_WIDTHS && widths !== SIMPLE_WIDTHS) return null;
    const total = columns.reduce((sum, { width }) => sum + width + GAP, -GAP);
    if (this.#style.truncate !== false && total > this.#style.width) return null;
    if (columns.some(({ width }) => width === 0)) return null;
    const cells = texts.map((line, index) => lines.cells(line, rows[index - 1], widths));
    const fitting = cells.filter((line) => line !== null);
    return fitting.length < cells.length ? null : drawPage(columns, fitting);
  }
}
