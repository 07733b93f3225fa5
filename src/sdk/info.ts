import type { PlainData } from '../datastore/typed-value.ts';
import type { JobSource } from '../job/instance.ts';
import { reportOf } from '../job/report.ts';
import { rowOf } from './typed-rows.ts';
import type { Row } from './value.ts';

/** What the Python client's `info()` returns, in the instance's own form. `JobRecord` has the same keys everywhere. */
export interface JobInfo {
  /** The fields of the job's `_manifest.yaml`; null on a Server, and for a Standalone job without one. */
  readonly manifest: { readonly [field: string]: PlainData } | null;
  /** The Server's record, with the client's names (`job_status`) and the Server's units; null on Standalone. */
  readonly job: ServerJob | null;
  /** The Server's records of the job's tasks; `[]` on Standalone. */
  readonly tasks: readonly { readonly [field: string]: PlainData }[];
  /** What the job reports about its results; null if it has no summary. */
  readonly report: JobReport | null;
}

/** A Server's record of a job. */
export type ServerJob = {
  /** The job's name in the datastore; in dev mode without a password, also the password. */
  readonly uuid: string;
} & { readonly [field: string]: PlainData };

/** What a job reports about its results. */
export interface JobReport {
  /** The kind of evaluation, such as `multi_classification`; '' if the job does not name one. */
  readonly kind: string;
  /** The job's row of the project's summary table. */
  readonly summary: Row;
  /** Multi-classification only: one row per label. */
  readonly labels?: readonly Row[];
  /** Multi-classification only: a row for each true label; its columns '0', '1', … are the predicted labels. */
  readonly confusion_matrix?: {
    /** One row per label, in the order of `labels`. */
    readonly binarylabel: readonly Row[];
  };
}

export async function infoOf(source: JobSource): Promise<JobInfo> {
  const details = await source.details();
  const report = await reportOf(source);
  const rows = (list: readonly Parameters<typeof rowOf>[0][]) => list.map((row) => rowOf(row, source.artifacts));
  return {
    manifest: details.manifest as JobInfo['manifest'],
    job: details.job as JobInfo['job'],
    tasks: (details.tasks ?? []) as JobInfo['tasks'],
    report: report && {
      kind: report.kind,
      summary: rowOf(report.summary, source.artifacts),
      ...(report.labels && { labels: rows(report.labels) }),
      ...(report.confusion_matrix && { confusion_matrix: { binarylabel: rows(report.confusion_matrix.binarylabel) } }),
    },
  };
}
