import { mapFromRow, rowFromPlain, TypedData, type TypedValue } from '../datastore/typed-value.ts';
import type { ComparedJob, MeasuredJob } from '../job/compare.ts';
import type { Breach } from '../job/gate.ts';
import { jobRow } from '../job/job-row.ts';
import { printDocument } from './print-document.ts';
import type { Run } from './run.ts';

/** Prints `compare --json`: the base, the other jobs with the changes of their metrics, and the gates that were broken. */
export async function printComparison(
  run: Run,
  base: MeasuredJob,
  jobs: readonly ComparedJob[],
  names: readonly string[],
  breaches: readonly Breach[],
): Promise<void> {
  const typed = (value: TypedValue | undefined) => (value === undefined ? null : new TypedData(value));
  const record = rowFromPlain({
    base: new TypedData(mapFromRow(jobRow(base.job))),
    jobs: jobs.map(({ job, metrics }) => ({
      job: new TypedData(mapFromRow(jobRow(job))),
      metrics: Object.fromEntries(
        names.flatMap((name) => {
          const change = metrics.get(name);
          if (change === undefined) return [];
          return [
            [
              name,
              {
                base: typed(change.base),
                value: typed(change.value),
                change: change.change,
                percent: change.percent,
                better: change.better,
              },
            ],
          ];
        }),
      ),
    })),
    breaches: breaches.map(({ job, rule, change }) => ({
      job: job.id,
      metric: rule.metric,
      rule: rule.kind,
      limit: rule.amount,
      unit: rule.isPercent ? '%' : null,
      base: typed(change.base),
      value: typed(change.value),
      change: change.change,
      percent: change.percent,
    })),
  });
  await printDocument(run, { record, lines: () => [] });
}
