import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import type { Difference, ValueChange } from './difference.ts';
import type { BatchRow } from './row-view.ts';

/** How a row differs between the base and the job. */
export type RowFate = 'equal' | 'changed' | 'added' | 'removed';

/** Whether a row's prediction is right in the base and in the job. */
export type RowOutcome = 'both_right' | 'fixed' | 'broken' | 'both_wrong';

/** The true label of a row, and the labels that both jobs predicted. */
export interface PredictedLabels {
  readonly truth: TypedValue;
  readonly old: TypedValue;
  readonly new: TypedValue;
}

/**
 * A row that differs, or is shown because of its outcome. Everything but `change` and `outcome` is read on demand, and only
 * until the next portion of rows is requested.
 */
export interface RowChange {
  /** The values that match the rows: that of the key, or those of the chosen columns. */
  readonly key: readonly TypedValue[];
  readonly change: RowFate;
  /** Null if the row does not say what is right, or is in one table only. */
  readonly outcome: RowOutcome | null;
  /** The columns that differ; all compared columns for a row in one table only. */
  readonly columns: ReadonlyMap<string, ValueChange>;
  /** The labels; null if a condition decides what is right, or the row has no outcome. */
  readonly labels: PredictedLabels | null;
  /** The whole rows, as far as columns are read; null for the table that lacks the row. */
  readonly base: TypedRow | null;
  readonly job: TypedRow | null;
  /** Both rows in their batches, and where they differ; undefined if either row is not in a batch. */
  readonly inBatches?: InBatches | undefined;
}

/** A row of both tables, each in a batch: its cells can be printed without decoding. */
export interface InBatches {
  readonly base: BatchRow;
  readonly job: BatchRow;
  readonly differences: readonly Difference[];
}

/** How many rows of two tables are equal, and how many differ. */
export interface DiffCounts {
  equal: number;
  changed: number;
  added: number;
  removed: number;
}

/** How many predictions were right in both jobs, in one of them, or in neither. */
export interface OutcomeCounts {
  both_right: number;
  fixed: number;
  broken: number;
  both_wrong: number;
}

/** The counts of a diff. */
export class DiffTally {
  readonly counts: DiffCounts = { equal: 0, changed: 0, added: 0, removed: 0 };
  readonly outcomes: OutcomeCounts = { both_right: 0, fixed: 0, broken: 0, both_wrong: 0 };
  /** For each compared column, how many rows of both tables differ in it. */
  readonly columns = new Map<string, number>();

  /** How many rows of both tables have an outcome. */
  get judged(): number {
    const { both_right, fixed, broken, both_wrong } = this.outcomes;
    return both_right + fixed + broken + both_wrong;
  }
}
