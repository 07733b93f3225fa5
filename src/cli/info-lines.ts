import { isObject, own } from '../datastore/schema.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { JobDetails } from '../job/instance.ts';
import { elapsedOf, packageText, tableRecord } from '../job/job-row.ts';
import type { JobRecord } from '../job/record.ts';
import type { Report } from '../job/report.ts';
import { columnsFor } from '../render/column.ts';
import { type PanelEntry, panelLines } from '../render/panel.ts';
import { cutHint } from '../render/table-cuts.ts';
import { TerminalTable } from '../render/terminal-table.ts';
import { durationText, relativeTime, zonedTime } from '../render/time.ts';
import { abbreviationHint, fieldLines, panelEntries } from './fields.ts';
import { paintStatus } from './paint-status.ts';
import type { ReportStyle } from './report-lines.ts';
import { metricsOf } from './summary-fields.ts';

export interface JobInformation {
  readonly record: JobRecord;
  readonly details: JobDetails;
  readonly report: Report | null;
}

interface InfoStyle extends ReportStyle {
  readonly now: number;
  /** Whether times are in UTC instead of the local zone. */
  readonly utc: boolean;
}

/** A job for people: what it is, its tasks, its summary, and the confusion matrix of a multi-classification. */
export async function infoLines(job: JobInformation, style: InfoStyle): Promise<readonly string[]> {
  const { palette } = style;
  const lines = await panelLines(jobEntries(job, style), palette, style.width);
  lines.push(...(await taskLines(job.details, style)));
  if (job.report === null) return [...lines, '', palette.dim('No summary.')];
  lines.push(...(await summaryLines(job.report.summary, style)));
  if (job.report.labels === undefined) return lines;
  const { reportLines } = await import('./report-lines.ts');
  return [...lines, ...(await reportLines(job.report, style))];
}

function jobEntries({ record, details }: JobInformation, { palette, now, utc }: InfoStyle): PanelEntry[] {
  const time = (iso: string | null) => (iso === null ? null : `${zonedTime(iso, utc)} (${relativeTime(iso, now)})`);
  const elapsed = elapsedOf(record, now);
  const entries: (readonly [string, string | null])[] = [
    ['Job', record.id],
    ['URI', record.uri],
    ['UUID', record.uuid === record.id ? null : record.uuid],
    ['Status', record.status],
    ['Removed', record.removed ? 'yes, swjob recover brings it back' : null],
    ['Project', record.project],
    ['Model', record.model && packageText(record.model)],
    ['Handler', record.handler],
    ['Datasets', record.datasets.length > 0 ? record.datasets.map(packageText).join('\n') : null],
    ['Runtime', record.runtime && packageText(record.runtime)],
    ['Resource pool', record.resource_pool],
    ['Owner', record.owner],
    ['Created', time(record.created_at)],
    ['Finished', time(record.finished_at)],
    ['Duration', elapsed === null ? null : durationText(elapsed)],
    ['Error', record.error_message],
    ['Comment', record.comment],
    ['Open', exposedLinks(details, record.uri)],
  ];
  return entries.flatMap(([name, text]) => {
    if (text === null) return [];
    return name === 'Status' ? [{ name, text, paint: (shown) => paintStatus(shown, palette) }] : [{ name, text }];
  });
}

/** What a running job of a Server serves: VS Code in dev mode, or a page of a handler. A link lacks the Server's address. */
function exposedLinks({ job }: JobDetails, uri: string): string | null {
  const links = isObject(job) ? own(job, 'exposed_links') : null;
  const lines = (Array.isArray(links) ? links : []).flatMap((exposed: unknown) => {
    const [name, link] = isObject(exposed) ? [own(exposed, 'name'), own(exposed, 'link')] : [];
    if (typeof link !== 'string') return [];
    const address = uri.slice(0, uri.lastIndexOf('/project/'));
    const whole = link.startsWith('/') ? address + link : link;
    return URL.canParse(whole) ? [`${new URL(whole)} (${name})`] : [];
  });
  return lines.length > 0 ? lines.join('\n') : null;
}

async function taskLines({ tasks }: JobDetails, { palette, width, full, now, onCut }: InfoStyle): Promise<string[]> {
  if (!Array.isArray(tasks) || tasks.length === 0) return [];
  const { SHOWN_TASK_COLUMNS, taskColumns, taskRows, tasksOfDetails } = await import('./task-table.ts');
  const names = SHOWN_TASK_COLUMNS.filter((name) => name !== 'failed_reason');
  const rows = taskRows(tasksOfDetails(tasks));
  const table = new TerminalTable(columnsFor(names, taskColumns(now)), { width, truncate: !full, palette });
  const lines = await table.lines(rows);
  const hint = cutHint(table.cuts);
  if (hint !== null) onCut(hint);
  // Reasons are what the reader came for: they are never cut.
  const reasons = rows.flatMap((row) => {
    const reason = row.get('failed_reason')?.value;
    return typeof reason === 'string' ? [{ name: `Task ${row.get('id')?.value}`, text: reason }] : [];
  });
  if (reasons.length > 0) lines.push('', ...(await panelLines(reasons, palette, width)));
  return ['', palette.heading('Tasks'), ...lines];
}

async function summaryLines(summary: TypedRow, { palette, width, full, onCut }: InfoStyle): Promise<string[]> {
  const { metrics, hint } = metricsOf([summary]);
  const fields = Array.from((full ? undefined : metrics[0]) ?? summary).filter(([name]) => name !== 'id');
  const hints = full ? [] : [hint, abbreviationHint(fields.map(([, value]) => value))];
  for (const each of hints) if (each !== null) onCut(each);
  const entries = panelEntries(fields, full);
  if (entries.length === 0) return ['', palette.dim('No summary.')];
  return ['', palette.heading('Summary'), ...(await panelLines(entries, palette, width))];
}

/** Tab-separated names and values, one per line: the job's own fields, then its summary. */
export async function infoPiped({ record, report }: Omit<JobInformation, 'details'>): Promise<readonly string[]> {
  const summary = Array.from(report?.summary ?? [], ([name, value]) => [`summary/${name}`, value] as const);
  return fieldLines(new Map([...tableRecord(record), ...summary]));
}
