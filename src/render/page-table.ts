import { GAP } from './column-widths.ts';

/** Maximum of rows on a page: cli-table3's time grows faster than the number of rows. */
export const PAGE_ROWS = 100;

export interface PageColumn {
  /** Width in cells. */
  readonly width: number;
  readonly right: boolean;
}

/**
 * The lines of a table without borders, with two cells between columns. Every cell must fit its column: cli-table3 drops
 * characters when it wraps wide ones, so it must never wrap or cut.
 */
export async function drawPage(
  columns: readonly PageColumn[],
  rows: readonly (readonly string[])[],
): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: { ...NO_BORDERS, middle: ' '.repeat(GAP) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
  });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd());
}

const NO_BORDERS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
};
