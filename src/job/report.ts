import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError } from '../errors.ts';
import type { JobSource } from './instance.ts';
import { labelsInOrder } from './label-order.ts';

/** What a job says about itself: its summary, and for a multi-classification the labels and the confusion matrix. */
export interface Report {
  /** The `kind` that the summary names, '' where it names none. */
  readonly kind: string;
  readonly summary: TypedRow;
  /** One row a label, in the order of the matrix. */
  readonly labels?: readonly TypedRow[];
  /** The rows of the matrix, the key column first; row n and column `n` belong to the n-th label, counted from 0. */
  readonly confusion_matrix?: { readonly binarylabel: readonly TypedRow[] };
}

const MULTI_CLASSIFICATION = 'multi_classification';

/** The report of a job; null where it has no summary. */
export async function reportOf(job: JobSource): Promise<Report | null> {
  const summary = await job.summary();
  if (summary === null) return null;
  const kind = textOf(summary.get('kind'));
  if (kind !== MULTI_CLASSIFICATION) return { kind, summary };
  const [labels, matrix] = [await rowsOf(job, 'labels'), await rowsOf(job, 'confusion_matrix/binarylabel')];
  return { kind, summary, labels: labelsInOrder(labels, matrix), confusion_matrix: { binarylabel: matrix } };
}

/** All rows of a table that the report needs; a job that failed half-way may lack it. */
async function rowsOf(job: JobSource, name: string): Promise<TypedRow[]> {
  const rows: TypedRow[] = [];
  try {
    const table = await job.table(name);
    for await (const batch of table.scan({})) rows.push(...batch);
  } catch (error) {
    if (!isSwjobError(error, 'not-found')) throw error;
  }
  return rows;
}

function textOf(value: TypedValue | undefined): string {
  return value?.type === 'STRING' ? value.value : '';
}
