import { TAG } from '../../datastore/cell.ts';
import type { Expression } from '../../expression/expression.ts';
import { outcomeOf } from '../right-wrong.ts';
import type { PredictedLabels, RowOutcome } from './changes.ts';
import { BatchRow, type RowView } from './row-view.ts';
import { compareBytes } from './same-cell.ts';

/** Whether a row's prediction is right; null if the row does not say. */
export type Judge = (row: RowView) => boolean | null;

/** Judges rows by a condition; without one, by whether the predicted label is the true one. */
export function judgeOf(right: Expression | undefined): Judge {
  if (right !== undefined) return (row) => right.test(row.lookup);
  return (row) => labelsAgree(row) ?? outcomeOf(row.lookup)?.isRight ?? null;
}

/** A fast path for the usual case, both labels being strings in columns of their own: compares their bytes. */
function labelsAgree(row: RowView): boolean | undefined {
  if (!(row instanceof BatchRow)) return undefined;
  const { batch } = row;
  const truth = batch.column('input/label');
  const predicted = batch.column('output/label');
  if (truth?.tags[row.row] !== TAG.string || predicted?.tags[row.row] !== TAG.string) return undefined;
  return compareBytes(batch, truth.words, row.row, batch, predicted.words, row.row) === 0;
}

/** The labels of a row of both tables; null if either lacks them. */
export function labelsOf(base: RowView, job: RowView): PredictedLabels | null {
  const [old, predicted] = [outcomeOf(base.lookup), outcomeOf(job.lookup)];
  return old === null || predicted === null
    ? null
    : { truth: predicted.truth, old: old.predicted, new: predicted.predicted };
}

/** The outcome of a prediction that is right or wrong in the base and in the job; null if either is unknown. */
export function outcomeFrom(base: boolean | null, job: boolean | null): RowOutcome | null {
  if (base === null || job === null) return null;
  if (base) return job ? 'both_right' : 'broken';
  return job ? 'fixed' : 'both_wrong';
}
