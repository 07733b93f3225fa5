import { columnsOf, type TypedRow } from '../datastore/typed-value.ts';
import type { ScanOptions, TableSource } from '../job/instance.ts';
import { displayText } from '../render/cell-text.ts';
import { holdsNumbers } from '../render/column.ts';
import { clip } from './clip.ts';
import type { ExcerptColumn, TableExcerpt } from './report-data.ts';

const MAX_ROWS = 1000;
const MAX_COLUMNS = 60;

/** The first rows and columns of a table as text, within about this many characters. */
export async function excerptOf(
  table: TableSource,
  room: number,
  skipDamaged: ScanOptions['skipDamaged'],
): Promise<TableExcerpt> {
  const rows: TypedRow[] = [];
  for await (const batch of table.scan({ limit: MAX_ROWS + 1, skipDamaged })) rows.push(...batch);
  const total = rows.length > MAX_ROWS ? (await table.stats({ skipDamaged })).rows : rows.length;
  return tableOf(table.name, rows.slice(0, MAX_ROWS), total, room);
}

/** Rows as text, within about this many characters. */
export function tableOf(name: string, rows: readonly TypedRow[], total: number, room: number): TableExcerpt {
  const all = [...columnsOf(rows)];
  const names = all.slice(0, MAX_COLUMNS);
  const columns = names.map(
    (column): ExcerptColumn => ({ name: clip(column), isNumeric: holdsNumbers(rows.map((row) => row.get(column))) }),
  );
  const texts: string[][] = [];
  let used = 0;
  for (const row of rows) {
    const cells = names.map((column) => cellText(row, column));
    used += cells.reduce((sum, text) => sum + text.length + CELL_MARKUP, 0);
    if (used > room && texts.length > 0) break;
    texts.push(cells);
  }
  return { name, columns, rows: texts, total, leftColumns: all.length - names.length };
}

/** The approximate size of a cell's markup. */
const CELL_MARKUP = 20;

function cellText(row: TypedRow, column: string): string {
  const value = row.get(column);
  return value === undefined ? '' : clip(displayText(value));
}
