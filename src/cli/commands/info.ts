import { type MixedData, mapFromRow, rowFromPlain, TypedData, type TypedRow } from '../../datastore/typed-value.ts';
import type { JobDetails } from '../../job/instance.ts';
import { type Report, reportOf } from '../../job/report.ts';
import { parseCount } from '../../text/number.ts';
import { infoLines, infoPiped } from '../info-lines.ts';
import { jobRow } from '../job-row.ts';
import { findJob } from '../jobs.ts';
import { printDocument } from '../present.ts';
import type { Command } from '../run.ts';
import { isForPeople } from '../screen.ts';

export interface InfoOptions {
  readonly maxReportCols?: string;
  readonly counts?: boolean;
  readonly web?: boolean;
}

/** Prints everything that is known of a job. */
export const info: Command<InfoOptions> = async ([uri = ''], options, run) => {
  const maxColumns =
    options.maxReportCols === undefined ? undefined : parseCount(options.maxReportCols, '--max-report-cols');
  const found = await findJob(run, uri);
  if (options.web) {
    await (await import('./open.ts')).openJobPage(run, found);
    return undefined;
  }
  const { source } = found;
  const record = await source.record();
  const details = await source.details();
  const report = await reportOf(source);
  const hints = new Set<string>();
  await printDocument(run, {
    record: infoRecord(jobRow(record), details, report),
    id: record.id,
    lines: (palette, width) =>
      infoLines(
        { record, details, report },
        {
          palette,
          width,
          maxColumns,
          counts: options.counts ?? false,
          now: run.context.now(),
          utc: run.output.utc,
          full: !run.output.truncate,
          onCut: (hint) => hints.add(hint),
        },
      ),
    piped: () => infoPiped({ record, report }),
  });
  for (const hint of hints) run.note(hint);
  if (record.status === 'FAIL' && isForPeople(run)) {
    run.note(`swjob logs ${record.id} shows what it printed, where that was kept.`);
  }
  return undefined;
};

/** The job's keys, and beside them the shape of the client's own `job info`. */
function infoRecord(job: TypedRow, details: JobDetails, report: Report | null): TypedRow {
  const shape = rowFromPlain({
    manifest: details.manifest,
    job: details.job,
    tasks: details.tasks,
    report: report && plainReport(report),
  });
  return new Map([...job, ...shape]);
}

function plainReport({ kind, summary, labels, confusion_matrix }: Report): MixedData {
  const rows = (list: readonly TypedRow[]) => list.map((row) => new TypedData(mapFromRow(row)));
  return {
    kind,
    summary: new TypedData(mapFromRow(summary)),
    ...(labels && { labels: rows(labels) }),
    ...(confusion_matrix && { confusion_matrix: { binarylabel: rows(confusion_matrix.binarylabel) } }),
  };
}
