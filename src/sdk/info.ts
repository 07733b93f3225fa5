import type { PlainData } from '../datastore/typed-value.ts';
import type { JobSource } from '../job/instance.ts';
import { reportOf } from '../job/report.ts';
import { type Row, rowOf } from './value.ts';

/** What the Python client's `info()` gives: `manifest` of a Standalone job, `job` of a Server's; the other is null. */
export interface JobInfo {
  readonly manifest: { readonly [field: string]: PlainData } | null;
  readonly job: ({ readonly uuid: string } & { readonly [field: string]: PlainData }) | null;
  readonly tasks: readonly { readonly [field: string]: PlainData }[];
  /** Null where the job has no summary. */
  readonly report: JobReport | null;
}

export interface JobReport {
  readonly kind: string;
  readonly summary: Row;
  /** Of a multi-classification: one row a label. */
  readonly labels?: readonly Row[];
  readonly confusion_matrix?: { readonly binarylabel: readonly Row[] };
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
