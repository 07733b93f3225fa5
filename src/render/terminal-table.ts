import { NONE, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import { displayText, isAbbreviated } from './cell-text.ts';
import { NO_COLORS, type Palette } from './color.ts';
import { type Column, holdsNumbers } from './column.ts';
import { type ColumnExtent, fitColumns, GAP, usualLeast } from './column-widths.ts';
import { visible } from './control-characters.ts';
import { typedJsonText } from './typed-json.ts';
import { type Widths, widthsFor } from './width.ts';

export interface TableLook {
  /** The terminal's width in cells. */
  readonly width: number;
  /** False for `--no-truncate`: everything is shown whole, however wide. */
  readonly truncate?: boolean;
  readonly typed?: boolean;
  readonly palette?: Palette;
}

/** What could not be shown, for the hint on stderr. */
export interface TableCuts {
  /** Whether a cell lost its end or a column is missing. */
  readonly cut: boolean;
  readonly hiddenColumns: readonly string[];
}

/** The hint that belongs under a table that was cut, null for one that was shown whole; `choice` is another way out. */
export function cutHint({ cut, hiddenColumns }: TableCuts, choice = ''): string | null {
  if (!cut) return null;
  if (hiddenColumns.length === 0) return 'Some cells were cut to fit the terminal: --no-truncate shows them whole.';
  const names = hiddenColumns.slice(0, 5).map(visible).join(', ') + (hiddenColumns.length > 5 ? ', …' : '');
  const count = hiddenColumns.length === 1 ? 'A column does' : `${hiddenColumns.length} columns do`;
  return `${count} not fit the terminal (${names}): --no-truncate shows everything${choice}.`;
}

/** A cell longer than this is cut before it is measured; no terminal is as wide. */
const LONGEST_CELL = 4000;

interface ShownColumn {
  readonly column: Column;
  readonly header: string;
  readonly right: boolean;
  /** In cells, null when it does not fit at all. */
  readonly width: number | null;
}

/**
 * A table on a terminal: padded columns, two cells apart, without borders. The first rows decide the widths, all later
 * ones are laid out by them.
 */
export class TerminalTable {
  readonly #columns: readonly Column[];
  readonly #look: TableLook;
  readonly #palette: Palette;
  #shown: readonly ShownColumn[] | undefined;
  #cellsCut = false;

  constructor(columns: readonly Column[], look: TableLook) {
    this.#columns = columns;
    this.#look = look;
    this.#palette = look.palette ?? NO_COLORS;
  }

  /** The lines of these rows without newlines; the first call decides the widths and puts the header before them. */
  async lines(rows: readonly TypedRow[]): Promise<string[]> {
    const texts = rows.map((row) => this.#columns.map((column) => this.#text(column, row)));
    const headers = this.#columns.map((column) => visible(column.header ?? column.name.toUpperCase()));
    const widths = await widthsFor(texts.flat().concat(this.#shown === undefined ? headers : []));
    const lines: string[] = [];
    if (this.#shown === undefined) {
      this.#shown = this.#fit(headers, texts, rows, widths);
      lines.push(this.#line(headers, undefined, widths));
    }
    texts.forEach((cells, index) => {
      lines.push(this.#line(cells, rows[index], widths));
    });
    return lines;
  }

  /** What was cut in the lines so far. */
  get cuts(): TableCuts {
    const hiddenColumns = (this.#shown ?? []).flatMap(({ width, column }) => (width === null ? [column.name] : []));
    return { cut: this.#cellsCut || hiddenColumns.length > 0, hiddenColumns };
  }

  #text(column: Column, row: TypedRow): string {
    const value = row.get(column.name) ?? NONE;
    const text = this.#rawText(column, value, row);
    if (this.#look.truncate !== false && isAbbreviated(value, text)) this.#cellsCut = true;
    if (this.#look.truncate === false || column.fixed === true || text.length <= LONGEST_CELL) return visible(text);
    this.#cellsCut = true;
    return `${visible(text.slice(0, LONGEST_CELL).replace(/[\ud800-\udbff]$/, ''))}…`;
  }

  #rawText(column: Column, value: TypedValue, row: TypedRow): string {
    if (this.#look.typed === true) return row.has(column.name) ? typedJsonText(value) : '';
    if (column.format !== undefined) return column.format(value, row);
    // `visible` comes after the cut, so that a long text is not escaped for nothing.
    return value.type === 'STRING' ? value.value : displayText(value, { full: this.#look.truncate === false });
  }

  #fit(
    headers: readonly string[],
    texts: readonly string[][],
    rows: readonly TypedRow[],
    widths: Widths,
  ): ShownColumn[] {
    const numeric = this.#columns.map(
      ({ name, format }) =>
        this.#look.typed !== true && format === undefined && holdsNumbers(rows.map((row) => row.get(name))),
    );
    const limit = this.#look.truncate === false ? undefined : this.#look.width;
    const extents = this.#columns.map((column, index): ColumnExtent => {
      const header = widths.cells(headers[index] ?? '');
      const enough = column.fixed === true ? undefined : limit;
      const natural = texts.reduce((most, cells) => Math.max(most, widths.cells(cells[index] ?? '', enough)), header);
      const isRight = column.align === 'right' || numeric[index] === true;
      const { importance, fixed = false, minWidth: least = usualLeast(isRight) } = column;
      return { natural, header, least, importance, fixed };
    });
    const fitted = limit === undefined ? extents.map(({ natural }) => natural) : fitColumns(extents, limit);
    return this.#columns.map((column, index) => ({
      column,
      header: headers[index] ?? '',
      right: column.align === undefined ? numeric[index] === true : column.align === 'right',
      width: fitted[index] ?? null,
    }));
  }

  /** One line; without a row, the header's. */
  #line(cells: readonly string[], row: TypedRow | undefined, widths: Widths): string {
    let line = '';
    let blank = 0;
    this.#shown?.forEach(({ column, right, width }, index) => {
      if (width === null) return;
      const text = this.#cut(cells[index] ?? '', column, width, widths);
      const padding = Math.max(0, width - widths.cells(text));
      if (right) blank += padding;
      if (text !== '') {
        line += ' '.repeat(blank) + this.#painted(text, column, row);
        blank = 0;
      }
      blank += (right ? 0 : padding) + GAP;
    });
    // A cell's own text may end in blanks.
    return line.trimEnd();
  }

  #cut(text: string, column: Column, width: number, widths: Widths): string {
    if (this.#look.truncate === false || column.fixed === true) return text;
    const kept = widths.truncate(text, width);
    if (kept !== text) this.#cellsCut = true;
    return kept;
  }

  #painted(text: string, column: Column, row: TypedRow | undefined): string {
    if (row === undefined) return this.#palette.heading(text);
    return column.paint?.(text, row.get(column.name) ?? NONE, this.#palette) ?? text;
  }
}
