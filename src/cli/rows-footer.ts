import { isSwjobError } from '../errors.ts';
import { type ScanOptions, silently, type TableSource } from '../job/instance.ts';
import { counted } from '../text/counted.ts';
import type { Run } from './run.ts';

/** What was printed of a table. */
export interface PrintedRows {
  readonly count: number;
  /** The options that left rows out, by their names. */
  readonly narrowing: readonly string[];
  /** The command that shows the rows of the table, without options. */
  readonly command: string;
  readonly scan: ScanOptions;
}

/** A note is not worth a longer wait. */
const LONGEST_COUNT_MS = 300;

/** The line under the rows of a table that says how many there are. */
export async function rowsFooter(run: Run, table: TableSource, printed: PrintedRows): Promise<string> {
  const { count, narrowing, command } = printed;
  if (narrowing.length === 0) return count === 0 ? 'The table has no rows.' : rowsText(count);
  const total = await countRows(run, table, printed.scan);
  if (total === null) return rowsText(count);
  const of = total.isWhole ? rowsText(total.count) : `more than ${rowsText(total.count)}`;
  if (total.count < count) return rowsText(count);
  if (total.isWhole && total.count === 0) return 'The table has no rows.';
  const conditions = narrowing.filter((name) => name !== '--limit' && name !== '--tail');
  if (count > 0 || conditions.length === 0) return `${count} of ${of}`;
  return `0 of ${of} fit ${conditions.join(' and ')}: ${command} --limit 10 shows the first.`;
}

function rowsText(count: number): string {
  return counted(count, 'row');
}

/** How many rows the table has, or had when the time was over; null where damage keeps them from being counted. */
async function countRows(
  { context }: Run,
  table: TableSource,
  { revision, skipDamaged }: ScanOptions,
): Promise<{ readonly count: number; readonly isWhole: boolean } | null> {
  const end = context.now() + LONGEST_COUNT_MS;
  let count = 0;
  try {
    const { column } = await table.key();
    for await (const batch of table.scan({ columns: [column], revision, skipDamaged: silently(skipDamaged) })) {
      count += batch.length;
      if (context.now() > end) return { count, isWhole: false };
    }
    return { count, isWhole: true };
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    return null;
  }
}
