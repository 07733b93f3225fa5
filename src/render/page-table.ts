import { GAP } from './column-widths.ts';

/** A page has no more rows: the time that cli-table3 takes grows faster than they do. */
export const PAGE_ROWS = 100;

export interface PageColumn {
  /** In cells. */
  readonly width: number;
  readonly right: boolean;
}

/**
 * The lines of a table without borders, the columns two cells apart. Every cell fits its column: cli-table3 drops
 * characters where it has to wrap wide ones, so it never wraps or cuts.
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
