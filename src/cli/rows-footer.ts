import { isSwjobError } from '../errors.ts';
import { type ScanOptions, silently, type TableSource } from '../job/instance.ts';
import { counted } from '../text/counted.ts';
import type { Run } from './run.ts';

/** What was printed of a table. */
export interface PrintedRows {
  readonly count: number;
  /** The names of the options that left out rows. */
  readonly narrowing: readonly string[];
  /** Whether the screen got only the first rows. */
  readonly isCut: boolean;
  /** The command that shows the rows of the table, without options. */
  readonly command: string;
  readonly scan: ScanOptions;
}

/** A note is not worth a longer wait. */
const MAX_COUNT_MS = 300;

/** The line below a table that says how many rows there are. */
export async function rowsFooter(run: Run, table: TableSource, printed: PrintedRows): Promise<string> {
  const { count, narrowing, isCut, command, scan } = printed;
  const { revision } = scan;
  const none =
    revision === undefined
      ? 'The table has no rows.'
      : `The table had no rows at revision ${revision}: ${command} shows the newest.`;
  if (narrowing.length === 0 && !isCut) return count === 0 ? none : rowsText(count);
  const total = await countRows(run, table, scan);
  if (total === null) return rowsText(count);
  const of = total.isComplete ? rowsText(total.count) : `more than ${rowsText(total.count)}`;
  if (total.count < count) return rowsText(count);
  if (total.isComplete && total.count === 0) return none;
  const conditions = narrowing.filter((name) => name !== '--limit' && name !== '--tail');
  if (count > 0 || conditions.length === 0) return `${count} of ${of}`;
  return `0 of ${of} fit ${conditions.join(' and ')}: ${command} --limit 10 shows the first.`;
}

function rowsText(count: number): string {
  return counted(count, 'row');
}

/** The number of rows, as far as it could be counted in time; null if damage prevents counting. */
async function countRows(
  { context }: Run,
  table: TableSource,
  { revision, skipDamaged }: ScanOptions,
): Promise<{ readonly count: number; readonly isComplete: boolean } | null> {
  const end = context.now() + MAX_COUNT_MS;
  let count = 0;
  try {
    const { column } = await table.key();
    for await (const batch of table.scan({ columns: [column], revision, skipDamaged: silently(skipDamaged) })) {
      count += batch.length;
      if (context.now() > end) return { count, isComplete: false };
    }
    return { count, isComplete: true };
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    return null;
  }
}
