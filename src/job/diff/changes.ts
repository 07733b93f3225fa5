import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import type { Difference, ValueChange } from './difference.ts';
import type { BatchRow } from './row-view.ts';

/** What became of a row. */
export type RowFate = 'equal' | 'changed' | 'added' | 'removed';

/** What became of a row's prediction. */
export type RowOutcome = 'both_right' | 'fixed' | 'broken' | 'both_wrong';

/** The true label of a row, and what both jobs predicted. */
export interface PredictedLabels {
  readonly truth: TypedValue;
  readonly old: TypedValue;
  readonly new: TypedValue;
}

/**
 * A row that differs, or is shown for its outcome. All but its fate and outcome is read from the tables when it is asked
 * for, which has to be before the next portion of rows is.
 */
export interface RowChange {
  /** The values that join it: that of the key, or those of the columns chosen. */
  readonly key: readonly TypedValue[];
  readonly change: RowFate;
  /** Null where nothing says what is right, or the row is in one table only. */
  readonly outcome: RowOutcome | null;
  /** The columns that differ; of a row in one table only, all that were compared. */
  readonly columns: ReadonlyMap<string, ValueChange>;
  /** What was predicted, where labels say what is right. */
  readonly labels: PredictedLabels | null;
  /** The whole rows, as far as they are read; null where a table has none. */
  readonly base: TypedRow | null;
  readonly job: TypedRow | null;
  /** Both rows in their batches and where they differ; undefined where there are no such batches. */
  readonly inBatches?: InBatches | undefined;
}

/** A row of both tables, each in a batch: cells can be printed from there without being read. */
export interface InBatches {
  readonly base: BatchRow;
  readonly job: BatchRow;
  readonly differences: readonly Difference[];
}

/** How many rows of two tables are equal, and how many are not. */
export interface DiffCounts {
  equal: number;
  changed: number;
  added: number;
  removed: number;
}

/** How many predictions were right in both jobs, in one of them, in none. */
export interface OutcomeCounts {
  both_right: number;
  fixed: number;
  broken: number;
  both_wrong: number;
}

/** What was counted of a diff. */
export class DiffTally {
  readonly counts: DiffCounts = { equal: 0, changed: 0, added: 0, removed: 0 };
  readonly outcomes: OutcomeCounts = { both_right: 0, fixed: 0, broken: 0, both_wrong: 0 };
  /** Of each column that was compared, in how many rows of both tables it differs. */
  readonly columns = new Map<string, number>();

  /** How many rows of both tables say what is right. */
  get judged(): number {
    const { both_right, fixed, broken, both_wrong } = this.outcomes;
    return both_right + fixed + broken + both_wrong;
  }
}
