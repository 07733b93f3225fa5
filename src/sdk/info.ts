import type { PlainData } from '../datastore/typed-value.ts';
import type { JobSource } from '../job/instance.ts';
import { reportOf } from '../job/report.ts';
import { rowOf } from './typed-rows.ts';
import type { Row } from './value.ts';

/** What the Python client's `info()` gives, in the instance's own words; `JobRecord` has the same keys everywhere. */
export interface JobInfo {
  /** The fields of the job's `_manifest.yaml`; null on a Server, and on Standalone for a job that has none. */
  readonly manifest: { readonly [field: string]: PlainData } | null;
  /** The Server's record, by the client's names (`job_status`) and in the Server's units; null on Standalone. */
  readonly job: ServerJob | null;
  /** The Server's records of the job's tasks; `[]` on Standalone. */
  readonly tasks: readonly { readonly [field: string]: PlainData }[];
  /** Null if the job has no summary. */
  readonly report: JobReport | null;
}

/** A Server's record of a job. */
export type ServerJob = {
  /** Names the job in the datastore; in dev mode without a password it is that, too. */
  readonly uuid: string;
} & { readonly [field: string]: PlainData };

/** What a job says about itself. */
export interface JobReport {
  /** The kind of evaluation, such as `multi_classification`; '' if the job names none. */
  readonly kind: string;
  /** The job's row of the project's summary table. */
  readonly summary: Row;
  /** Of a multi-classification: one row a label. */
  readonly labels?: readonly Row[];
  /** Of a multi-classification: the rows by true label, whose columns '0', '1', … are the predicted ones. */
  readonly confusion_matrix?: {
    /** One row a label, in the order of `labels`. */
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
