import type { Batch } from '../datastore/batch.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { Column } from './column.ts';
import type { TableCuts } from './table-cuts.ts';
import type { TableLook } from './terminal-table.ts';

/** Turns records into one output format. The calls are `begin` once, `rows` any number of times, `end` once. */
export interface RowWriter {
  /** Whether `begin` must be given all columns; a format that does not need them is never made to wait for them. */
  readonly needsColumns: boolean;
  /** Whether a column that comes later than the first thousand rows is left out, which is told at the end. */
  readonly leavesOutLate?: boolean;
  begin(columns: readonly string[]): Promise<void> | void;
  /** Writes these records through to the reader before it resolves; raises `ClosedOutput` when nobody reads any more. */
  rows(batch: readonly TypedRow[]): Promise<void>;
  /** The same of a batch of columns, of which nothing is read but what is shown; only where a writer gains by that. */
  batch?(batch: Batch): Promise<void>;
  end(): Promise<void>;
}

export interface RowWriterOptions {
  /** Cells and records carry their datastore types. */
  readonly typed?: boolean;
  /** Whether csv and tsv begin with the columns' names; default true, for `piped` false. */
  readonly header?: boolean;
  /** Whether csv and tsv guard against spreadsheets that run text as formulas. */
  readonly safe?: boolean;
  /** Whether csv begins with a byte order mark. */
  readonly bom?: boolean;
  /** Whether Markdown has all rows, however many there are. */
  readonly unbounded?: boolean;
  /** Whether the text goes to a terminal, where control characters are shown and not sent. */
  readonly toTerminal?: boolean;
  /** The look of known columns on a terminal. */
  readonly columns?: readonly Column[];
  /** The look of a terminal table. */
  readonly look?: Omit<TableLook, 'typed'>;
  /** Called at the end of a terminal table with what could not be shown. */
  readonly onCuts?: (cuts: TableCuts) => void;
}
