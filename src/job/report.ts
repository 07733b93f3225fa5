import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../errors.ts';
import type { JobSource } from './instance.ts';
import { labelsInOrder } from './label-order.ts';

/** What a job reports about its results: its summary, and for a multi-classification the labels and confusion matrix. */
export interface Report {
  /** The `kind` in the summary; '' if it has none. */
  readonly kind: string;
  readonly summary: TypedRow;
  /** One row per label, in the order of the matrix. */
  readonly labels?: readonly TypedRow[];
  /** The rows of the matrix, the key column first; row n and column `n` belong to the n-th label, counted from 0. */
  readonly confusion_matrix?: { readonly binarylabel: readonly TypedRow[] };
}

const MULTI_CLASSIFICATION = 'multi_classification';

/** Receives the error for each table that is damaged, or that a Server fails to read, which the report then lacks. */
type OnUnreadable = (error: SwjobError) => void;

/** The report of a job; null if it has no summary. */
export async function reportOf(job: JobSource, onUnreadable?: OnUnreadable): Promise<Report | null> {
  const summary = await unlessUnreadable(() => job.summary(), onUnreadable);
  if (summary === null || summary === undefined) return null;
  const kind = textOf(summary.get('kind'));
  if (kind !== MULTI_CLASSIFICATION) return { kind, summary };
  const labels = await unlessUnreadable(() => rowsOf(job, 'labels'), onUnreadable);
  const matrix = await unlessUnreadable(() => rowsOf(job, 'confusion_matrix/binarylabel'), onUnreadable);
  return {
    kind,
    summary,
    ...(labels && { labels: labelsInOrder(labels, matrix ?? []) }),
    ...(matrix && { confusion_matrix: { binarylabel: matrix } }),
  };
}

async function unlessUnreadable<Value>(
  read: () => Promise<Value>,
  onUnreadable: OnUnreadable | undefined,
): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    const isUnreadable =
      isSwjobError(error, 'damaged') || (isSwjobError(error, 'network') && error.status !== undefined);
    if (onUnreadable === undefined || !isUnreadable) throw error;
    onUnreadable(error);
    return undefined;
  }
}

/** All rows of a table of the report; a job that failed half-way may not have it. */
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
