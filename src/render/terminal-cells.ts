import { NONE, type TypedValue } from '../datastore/typed-value.ts';
import { displayText, isAbbreviated } from './cell-text.ts';
import type { Column, RowView } from './column.ts';
import { visible } from './control-characters.ts';
import { dictText } from './dict-text.ts';
import type { LineStyle } from './terminal-line.ts';
import { typedJsonText } from './typed-json.ts';
import { isPlain } from './width.ts';

/** A cell longer than this is cut before it is measured; no terminal is as wide. */
const LONGEST_CELL = 4000;

/** The texts of a table's cells, safe for a terminal, before they are cut to the widths of their columns. */
export class TerminalCells {
  /** Whether all texts since this was set are of ASCII characters and `…`: testing them again takes long. */
  arePlain = true;
  readonly #style: LineStyle;
  #anyCut = false;

  constructor(style: LineStyle) {
    this.#style = style;
  }

  /** Whether a part of a value was left out so far. */
  get anyCut(): boolean {
    return this.#anyCut;
  }

  /** The text of a cell; of one that has room for so many cells only, the rest of a long list may be missing. */
  text(column: Column, row: RowView, room?: number): string {
    return this.textOf(column, row.get(column.name) ?? NONE, row, room);
  }

  /** The text of a value of a row. */
  textOf(column: Column, value: TypedValue, row: RowView, room?: number): string {
    const text = this.#rawText(column, value, row, room);
    const isWhole = this.#style.truncate === false;
    if (!isWhole && isAbbreviated(value, text)) this.#anyCut = true;
    if (isWhole || column.fixed === true || text.length <= LONGEST_CELL)
      return isPlain(text) ? text : this.#visible(text);
    this.#anyCut = true;
    return this.#visible(`${text.slice(0, LONGEST_CELL).replace(/[\ud800-\udbff]$/, '')}…`);
  }

  #visible(text: string): string {
    const shown = visible(text);
    this.arePlain &&= isPlain(shown);
    return shown;
  }

  #rawText(column: Column, value: TypedValue, row: RowView, room?: number): string {
    if (this.#style.typed === true) return row.has(column.name) ? typedJsonText(value) : '';
    if (column.format !== undefined) return column.format(value, row);
    // It is made visible after the cut, so that a long text is not escaped for nothing.
    if (value.type === 'STRING') return value.value;
    const full = this.#style.truncate === false;
    const dict = value.type === 'MAP' ? dictText(value, { full }) : null;
    return dict ?? displayText(value, { full, room });
  }
}
