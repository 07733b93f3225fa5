import type { Batch } from '../datastore/batch.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { Column } from './column.ts';
import type { TableCuts } from './table-cuts.ts';
import type { TableStyle } from './terminal-table.ts';

/** Turns records into one output format. The calls are `begin` once, `rows` any number of times, `end` once. */
export interface RowWriter {
  /** Whether `begin` needs all columns; other formats do not have to wait for them. */
  readonly needsColumns: boolean;
  /** Whether columns that appear after the first thousand rows are left out, and reported at the end. */
  readonly leavesOutLate?: boolean;
  begin(columns: readonly string[]): Promise<void> | void;
  /** Writes and flushes these records; throws `ClosedOutput` if nobody reads any more. */
  rows(batch: readonly TypedRow[]): Promise<void>;
  /** The same for a batch of columns, decoding only what is shown; absent if a writer does not gain from it. */
  batch?(batch: Batch): Promise<void>;
  end(): Promise<void>;
}

export interface RowWriterOptions {
  /** Whether values are printed with their datastore types. */
  readonly typed?: boolean;
  /** Whether csv and tsv begin with a header (default: true; for `piped`, false). */
  readonly header?: boolean | undefined;
  /** Whether csv and tsv guard against spreadsheets that run text as formulas. */
  readonly safe?: boolean;
  /** Whether csv begins with a byte order mark. */
  readonly bom?: boolean;
  /** Whether Markdown prints all rows, however many there are. */
  readonly unbounded?: boolean;
  /** Whether the text goes to a terminal: then control characters are escaped. */
  readonly toTerminal?: boolean;
  /** How known columns look on a terminal. */
  readonly columns?: readonly Column[] | undefined;
  /** How a terminal table looks. */
  readonly style?: Omit<TableStyle, 'typed'>;
  /** Called at the end of a terminal table with what could not be shown. */
  readonly onCuts?: (cuts: TableCuts) => void;
}
