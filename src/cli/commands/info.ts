import { type MixedData, mapFromRow, rowFromPlain, TypedData, type TypedRow } from '../../datastore/typed-value.ts';
import type { JobDetails } from '../../job/instance.ts';
import { jobRow } from '../../job/job-row.ts';
import type { JobStatus } from '../../job/record.ts';
import { type Report, reportOf } from '../../job/report.ts';
import { parseCount } from '../../text/number.ts';
import { shellWord } from '../../text/shell-word.ts';
import { infoLines, infoPiped } from '../info-lines.ts';
import { findJob } from '../jobs.ts';
import { printDocument } from '../print-document.ts';
import type { Command } from '../run.ts';
import { isForPeople } from '../screen.ts';

export interface InfoOptions {
  readonly maxReportCols?: string;
  readonly counts?: boolean;
  readonly web?: boolean;
}

/** Prints everything about a job. */
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
  let exitCode: number | undefined;
  const report = await reportOf(source, (error) => {
    exitCode = error.exitCode;
    run.warn(error.message);
  });
  const hints = new Set<string>();
  await printDocument(run, {
    record: infoRecord(jobRow(record), details, report),
    id: record.id,
    lines: async (palette, width) => {
      const style = {
        palette,
        width,
        maxColumns,
        counts: options.counts ?? false,
        now: run.context.now(),
        utc: run.output.utc,
        full: !run.output.truncate,
        onCut: (hint: string) => hints.add(hint),
      };
      const lines = await infoLines({ record, details, report }, style);
      const { readableTables, tableListLines } = await import('../table-list-lines.ts');
      return [...lines, ...(await tableListLines(await readableTables(source), shellWord(uri), style))];
    },
    piped: () => infoPiped({ record, report }),
  });
  for (const hint of hints) run.note(hint);
  const next = isForPeople(run) ? nextCommand(record.status, shellWord(uri)) : null;
  if (next !== null) run.note(next);
  return exitCode;
};

/** The command that helps next with a job that failed, or has not finished; null for any other. */
function nextCommand(status: JobStatus, job: string): string | null {
  if (status === 'FAIL') return `swjob logs ${job} --failed shows its log from the error on, if a log was kept.`;
  if (status === 'PAUSED') return `swjob resume ${job} continues it.`;
  return status === 'RUNNING' || status === 'CREATED' || status === 'READY'
    ? `swjob watch ${job} follows it until it finishes.`
    : null;
}

/** The job's keys, followed by those of the client's own `job info`. */
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
