import { NONE, type TypedValue } from '../datastore/typed-value.ts';
import { displayText, isAbbreviated } from './cell-text.ts';
import { NO_COLORS, type Palette } from './color.ts';
import { type Column, holdsNumbers, type RowView } from './column.ts';
import { type ColumnExtent, fitColumns, GAP, usualLeast } from './column-widths.ts';
import { visible } from './control-characters.ts';
import { dictText } from './dict-text.ts';
import { blanksBehind, isNumber, type NumberPoint, pointOf } from './number-point.ts';
import { drawPage, PAGE_ROWS, type PageColumn } from './page-table.ts';
import type { TableCuts } from './table-cuts.ts';
import { typedJsonText } from './typed-json.ts';
import { SIMPLE_WIDTHS, type Widths, widthsFor } from './width.ts';

export interface TableLook {
  /** The terminal's width in cells. */
  readonly width: number;
  /** False for `--no-truncate`: everything is shown whole, however wide. */
  readonly truncate?: boolean;
  readonly typed?: boolean;
  /** Whether columns stay that are empty, though others are cut. */
  readonly keepEmpty?: boolean;
  /** Whether the table is a page of its own, such as a summary: cli-table3 draws it. Lists of any length stay ours. */
  readonly page?: boolean;
  readonly palette?: Palette;
}

/** A cell longer than this is cut before it is measured; no terminal is as wide. */
const LONGEST_CELL = 4000;

interface ShownColumn {
  readonly column: Column;
  readonly header: string;
  readonly right: boolean;
  /** In cells, null when it is not shown. */
  readonly width: number | null;
  /** Where its numbers align, null where they do not. */
  readonly point: NumberPoint | null;
}

/** Keys that count on may grow by this many digits after the rows by which their column was measured. */
const SPARE_DIGITS = 3;

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
  /** Columns that are left out and that would have something to show. */
  readonly #hidden = new Set<string>();
  /** Columns that the measured rows left empty, which are left out rather than that others are cut. */
  #empty: readonly number[] = [];

  constructor(columns: readonly Column[], look: TableLook) {
    this.#columns = columns;
    this.#look = look;
    this.#palette = look.palette ?? NO_COLORS;
  }

  /**
   * The lines of these rows without newlines; the first call decides the widths and puts the header before them, with
   * `more` where rows will follow.
   */
  async lines(rows: readonly RowView[], more = false): Promise<string[]> {
    if (this.#shown !== undefined) return this.#later(rows, this.#shown);
    const texts = rows.map((row) => this.#columns.map((column) => this.#text(column, row)));
    const headers = this.#columns.map((column) => visible(column.header ?? column.name));
    const widths = await widthsFor(texts.flat().concat(headers));
    this.#shown = this.#fit(headers, texts, rows, widths, more);
    const isPage = this.#look.page === true && !more && rows.length <= PAGE_ROWS && widths === SIMPLE_WIDTHS;
    const page = isPage ? await this.#page([headers, ...texts], rows) : null;
    if (page !== null) return page;
    const lines = [this.#line(headers, undefined, widths)];
    texts.forEach((cells, index) => {
      lines.push(this.#line(cells, rows[index], widths));
    });
    return lines;
  }

  /** The lines of rows behind those that decided the widths: nothing but the columns that are shown is read. */
  async #later(rows: readonly RowView[], shown: readonly ShownColumn[]): Promise<string[]> {
    const texts = rows.map((row) =>
      shown.map(({ column, width }) =>
        width === null ? '' : this.#text(column, row, column.fixed === true ? undefined : width),
      ),
    );
    for (const index of this.#empty) {
      const column = this.#columns[index];
      if (column !== undefined && rows.some((row) => this.#text(column, row) !== '')) this.#hide(index);
    }
    this.#empty = this.#empty.filter((index) => !this.#hidden.has(this.#columns[index]?.name ?? ''));
    const widths = await widthsFor(texts.flat());
    return texts.map((cells, index) => this.#line(cells, rows[index], widths));
  }

  /** Takes note of a column that no row had when the widths were decided. */
  leaveOut(name: string): void {
    this.#hidden.add(name);
  }

  /** What was cut in the lines so far. */
  get cuts(): TableCuts {
    return { cut: this.#cellsCut || this.#hidden.size > 0, hiddenColumns: [...this.#hidden] };
  }

  #hide(index: number): void {
    const name = this.#columns[index]?.name;
    if (name !== undefined) this.#hidden.add(name);
  }

  /** The text of a cell; of one that has room for so many cells only, the rest of a long list may be missing. */
  #text(column: Column, row: RowView, room?: number): string {
    const value = row.get(column.name) ?? NONE;
    const text = this.#rawText(column, value, row, room);
    if (this.#look.truncate !== false && isAbbreviated(value, text)) this.#cellsCut = true;
    if (this.#look.truncate === false || column.fixed === true || text.length <= LONGEST_CELL) return visible(text);
    this.#cellsCut = true;
    return `${visible(text.slice(0, LONGEST_CELL).replace(/[\ud800-\udbff]$/, ''))}…`;
  }

  #rawText(column: Column, value: TypedValue, row: RowView, room?: number): string {
    if (this.#look.typed === true) return row.has(column.name) ? typedJsonText(value) : '';
    if (column.format !== undefined) return column.format(value, row);
    // `visible` comes after the cut, so that a long text is not escaped for nothing.
    if (value.type === 'STRING') return value.value;
    const full = this.#look.truncate === false;
    return dictText(value, { full }) ?? displayText(value, { full, room });
  }

  #fit(
    headers: readonly string[],
    texts: readonly string[][],
    rows: readonly RowView[],
    widths: Widths,
    more: boolean,
  ): ShownColumn[] {
    const limit = this.#look.truncate === false ? undefined : this.#look.width;
    const measured = this.#columns.map((column, index) => {
      const cells = texts.map((row) => row[index] ?? '');
      const { name, align, format, fixed = false } = column;
      const isNumeric =
        this.#look.typed !== true && format === undefined && holdsNumbers(rows.map((row) => row.get(name)));
      const right = align === undefined ? isNumeric : align !== 'left';
      const point = isNumeric || align === 'point' ? pointOf(cells) : null;
      const header = widths.cells(headers[index] ?? '');
      const enough = fixed ? undefined : limit;
      const widest = cells.reduce((most, text) => Math.max(most, widths.cells(text, enough)), header);
      const aligned = point === null ? widest : Math.max(widest, point.before + point.behind);
      const natural = aligned + (fixed && right && more ? SPARE_DIGITS : 0);
      const extent: ColumnExtent = {
        natural,
        header,
        least: column.minWidth ?? usualLeast(right),
        importance: column.importance,
        fixed,
      };
      return {
        column,
        header: headers[index] ?? '',
        right,
        point,
        extent,
        isEmpty: cells.every((text) => text === ''),
      };
    });
    const fitted = limit === undefined ? measured.map(({ extent }) => extent.natural) : this.#fitted(measured, limit);
    return measured.map(({ column, header, right, point }, index) => {
      const width = fitted[index] ?? null;
      const hasRoom = width !== null && point !== null && width >= point.before + point.behind;
      return { column, header, right, width, point: hasRoom ? point : null };
    });
  }

  /** The cells of each column; where not all have room, first those that are empty go. */
  #fitted(
    columns: readonly { readonly extent: ColumnExtent; readonly isEmpty: boolean }[],
    limit: number,
  ): (number | null)[] {
    const total = columns.reduce((sum, { extent }) => sum + extent.natural + GAP, -GAP);
    const needsRoom = total > limit && this.#look.keepEmpty !== true;
    const isLeftOut = ({ extent, isEmpty }: (typeof columns)[number]) => needsRoom && isEmpty && !extent.fixed;
    const kept = [...columns.keys()].filter((index) => !isLeftOut(columns[index] as (typeof columns)[number]));
    const chosen = kept.length === 0 ? [...columns.keys()] : kept;
    const widths = fitColumns(
      chosen.map((index) => columns[index]?.extent as ColumnExtent),
      limit,
    );
    const fitted: (number | null)[] = columns.map(() => null);
    chosen.forEach((index, at) => {
      fitted[index] = widths[at] ?? null;
      if (fitted[index] === null) this.#hide(index);
    });
    this.#empty = [...columns.keys()].filter((index) => !chosen.includes(index));
    return fitted;
  }

  /** All lines, the header's first, as cli-table3 draws them; null where a cell does not fit its column. */
  async #page(lines: readonly (readonly string[])[], rows: readonly RowView[]): Promise<string[] | null> {
    const widths = SIMPLE_WIDTHS;
    const shown = this.#shown?.map((one, index) => ({ ...one, index })).filter(({ width }) => width !== null) ?? [];
    const columns = shown.map(({ width, right }): PageColumn => ({ width: width ?? 0, right }));
    const total = columns.reduce((sum, { width }) => sum + width + GAP, -GAP);
    if (this.#look.truncate !== false && total > this.#look.width) return null;
    let fits = columns.every(({ width }) => width > 0);
    const cells = lines.map((texts, line) =>
      shown.map((one) => {
        const row = rows[line - 1];
        const text = this.#cut(texts[one.index] ?? '', one, one.width ?? 0, widths, row);
        const behind = ' '.repeat(one.point === null || row === undefined ? 0 : blanksBehind(text, one.point));
        fits &&= widths.cells(text) + behind.length <= (one.width ?? 0);
        return text === '' ? '' : this.#painted(text, one.column, row) + behind;
      }),
    );
    return fits ? drawPage(columns, cells) : null;
  }

  /** One line; without a row, the header's. A cell that is wider than its column pushes those behind it. */
  #line(cells: readonly string[], row: RowView | undefined, widths: Widths): string {
    const end = this.#look.truncate === false ? Number.POSITIVE_INFINITY : this.#look.width;
    let line = '';
    let used = 0;
    let start = 0;
    this.#shown?.forEach((shown, index) => {
      const { column, right, width, point } = shown;
      if (width === null) return;
      const free = used === 0 ? 0 : used + GAP;
      let text = this.#cut(cells[index] ?? '', shown, width, widths, row);
      let taken = widths.cells(text);
      const behind = point === null || row === undefined ? 0 : blanksBehind(text, point);
      const begin = Math.max(free, right ? start + width - taken - behind : start);
      start += width + GAP;
      if (begin + taken > end && column.fixed !== true) {
        text = widths.truncate(text, Math.max(0, end - begin));
        taken = widths.cells(text);
        this.#cellsCut = true;
      }
      if (text === '') return;
      line += ' '.repeat(begin - used) + this.#painted(text, column, row);
      used = begin + taken;
    });
    // A cell's own text may end in blanks.
    return line.trimEnd();
  }

  /** Numbers are not cut to a width that is theirs: one that lost its end misleads. */
  #cut(
    text: string,
    { column, right, point }: ShownColumn,
    width: number,
    widths: Widths,
    row: RowView | undefined,
  ): string {
    if (this.#look.truncate === false || column.fixed === true) return text;
    if (right && point !== null && isNumber(text)) return text;
    const kept = widths.truncate(text, width);
    if (kept === text) return text;
    this.#cellsCut = true;
    const value = column.format === undefined && this.#look.typed !== true ? row?.get(column.name) : undefined;
    // Members stay whole: a number that lost its end misleads.
    return (value && dictText(value, { cells: width, widths })) ?? kept;
  }

  #painted(text: string, column: Column, row: RowView | undefined): string {
    if (row === undefined) return this.#palette.heading(text);
    return column.paint?.(text, row.get(column.name) ?? NONE, this.#palette) ?? text;
  }
}
