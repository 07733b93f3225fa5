import { visible } from './control-characters.ts';

const MAX_NAME = 40;

/** What could not be shown, for the hint on stderr. */
export interface TableCuts {
  /** Whether a cell was cut or a column is missing. */
  readonly cut: boolean;
  readonly hiddenColumns: readonly string[];
}

/** The hint below a table that was cut; null if it was shown whole. `choice` names another way to see more. */
export function cutHint({ cut, hiddenColumns }: TableCuts, choice = ''): string | null {
  if (!cut) return null;
  if (hiddenColumns.length === 0) return 'Some cells were cut to fit the terminal: --no-truncate shows them whole.';
  const names = hiddenColumns.slice(0, 5).map(shortName).join(', ') + (hiddenColumns.length > 5 ? ', …' : '');
  const count = hiddenColumns.length === 1 ? 'A column does' : `${hiddenColumns.length} columns do`;
  return `${count} not fit the terminal (${names}): --no-truncate shows everything${choice}.`;
}

/** A name that cannot be longer than a line. */
function shortName(name: string): string {
  const letters = Array.from(visible(name));
  return letters.length <= MAX_NAME ? letters.join('') : `${letters.slice(0, MAX_NAME - 1).join('')}…`;
}
