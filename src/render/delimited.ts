import type { TypedValue } from '../datastore/typed-value.ts';
import { pipedCell, tabSeparatedCell } from './control-characters.ts';

/** Tells Excel that csv is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** `piped`: tab-separated, with control characters escaped, as the pipe may end at a terminal. */
export type DelimitedKind = 'csv' | 'tsv' | 'piped';

export function delimiterOf(kind: DelimitedKind): ',' | '\t' {
  return kind === 'csv' ? ',' : '\t';
}

/**
 * A text as one cell. The kernel knows the same rules: src/kernel/assembly/delimited-text.ts.
 */
export function delimitedCell(kind: DelimitedKind, text: string): string {
  if (kind === 'csv') return csvCell(text);
  return kind === 'piped' ? pipedCell(text) : tabSeparatedCell(text);
}

/** A line of cells, without its newline. */
export function delimitedLine(kind: DelimitedKind, cells: readonly string[]): string {
  // Readers that skip blank lines would lose an empty line.
  return cells.length === 1 && cells[0] === '' && kind === 'csv' ? '""' : cells.join(delimiterOf(kind));
}

/** The header line, with its newline; '' if there are no columns. */
export function delimitedHeader(kind: DelimitedKind, columns: readonly string[], isSafe = false): string {
  if (columns.length === 0) return '';
  const cells = columns.map((name) => delimitedCell(kind, isSafe ? guarded(name) : name));
  return `${delimitedLine(kind, cells)}\n`;
}

/** Characters that begin a formula in a spreadsheet, or that it skips before one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The text of a value, with an apostrophe in front if a spreadsheet would take it for a formula. */
export function guardedText(value: TypedValue, text: string): string {
  // A number may begin with a minus, base64 with a plus.
  return value.type === 'STRING' || value.type === 'BYTES' ? guarded(text) : text;
}

/** The same for a text. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

const NEEDS_QUOTES = /[",\r\n]|^[\s\ufeff]|\s$/;

/** Whether a text is quoted as a cell of csv. */
export function needsQuotes(text: string): boolean {
  return NEEDS_QUOTES.test(text);
}

function csvCell(text: string): string {
  return needsQuotes(text) ? `"${doubledQuotes(text)}"` : text;
}

/** The content of a quoted cell of csv. */
export function doubledQuotes(text: string): string {
  // `replaceAll` with a string takes ten times as much memory.
  return text.replace(/"/g, '""');
}
