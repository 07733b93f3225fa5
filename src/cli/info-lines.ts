import { rowFromPlain, type TypedRow } from '../datastore/typed-value.ts';
import type { JobDetails } from '../job/instance.ts';
import type { JobRecord } from '../job/record.ts';
import type { Report } from '../job/report.ts';
import { displayText, plainText } from '../render/cell-text.ts';
import type { Palette } from '../render/color.ts';
import { columnsFor } from '../render/column.ts';
import { heatMapLines } from '../render/heat-map.ts';
import { type PanelEntry, panelLines } from '../render/panel.ts';
import { cutHint, TerminalTable } from '../render/terminal-table.ts';
import { durationText, relativeTime } from '../render/time.ts';
import { fieldLines } from './fields.ts';
import { packageText, tableRecord } from './job-row.ts';
import { paintStatus } from './looks.ts';

export interface JobInformation {
  readonly record: JobRecord;
  readonly details: JobDetails;
  readonly report: Report | null;
}

interface Look {
  readonly palette: Palette;
  readonly width: number;
  /** `--max-report-cols`: so many labels of the confusion matrix. */
  readonly maxColumns: number | undefined;
  readonly now: number;
  /** Values are shown whole. */
  readonly full: boolean;
  /** Is told what could not be shown. */
  readonly onCut: (hint: string) => void;
}

/** A job for people: what it is, its tasks, its summary, and the confusion matrix of a multi-classification. */
export async function infoLines(job: JobInformation, look: Look): Promise<readonly string[]> {
  const { palette } = look;
  const lines = await panelLines(jobEntries(job.record, look), palette, look.width);
  lines.push(...(await taskLines(job.details, look)));
  if (job.report === null) return [...lines, '', palette.dim('No summary.')];
  const summary = Array.from(job.report.summary)
    .filter(([name]) => name !== 'id')
    .map(([name, value]) => ({ name, text: displayText(value, { full: look.full }) }));
  lines.push('', palette.heading('Summary'), ...(await panelLines(summary, palette, look.width)));
  lines.push(...(await labelLines(job.report, look)), ...(await matrixLines(job.report, look)));
  return lines;
}

function jobEntries(record: JobRecord, { palette, now }: Look): PanelEntry[] {
  const time = (iso: string | null) => (iso === null ? null : `${iso} (${relativeTime(iso, now)})`);
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
    ['Duration', record.duration_ms === null ? null : durationText(record.duration_ms)],
    ['Error', record.error_message],
    ['Comment', record.comment],
  ];
  return entries.flatMap(([name, text]) => {
    if (text === null) return [];
    return name === 'Status' ? [{ name, text, paint: (shown) => paintStatus(shown, palette) }] : [{ name, text }];
  });
}

async function taskLines({ tasks }: JobDetails, look: Look): Promise<string[]> {
  if (!Array.isArray(tasks) || tasks.length === 0) return [];
  const rows = tasks.flatMap((task) => {
    if (typeof task !== 'object' || task === null || Array.isArray(task) || 'typed' in task) return [];
    const fields = task as { readonly [name: string]: never };
    const { id = null, stepName = null, taskStatus = null, retryNum = null } = fields;
    return [rowFromPlain({ id, step: stepName, status: taskStatus, retries: retryNum })];
  });
  return ['', look.palette.heading('Tasks'), ...(await tableLines(rows, look))];
}

/** One line a label with its scores, in the order of the labels. */
async function labelLines({ labels }: Report, look: Look): Promise<string[]> {
  if (labels === undefined || labels.length === 0) return [];
  return ['', look.palette.heading('Labels'), ...(await tableLines(labels, look))];
}

async function tableLines(rows: readonly TypedRow[], { palette, width, full, onCut }: Look): Promise<string[]> {
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const table = new TerminalTable(columnsFor(names), { width, truncate: !full, palette });
  const lines = await table.lines(rows);
  const hint = cutHint(table.cuts);
  if (hint !== null) onCut(hint);
  return lines;
}

async function matrixLines({ labels, confusion_matrix }: Report, look: Look): Promise<string[]> {
  const rows = confusion_matrix?.binarylabel ?? [];
  if (rows.length === 0) return [];
  const matrix = rows.map((row) =>
    [...row.values()].slice(1).map(({ value }) => (typeof value === 'number' ? value : 0)),
  );
  const names = (labels ?? []).map((row) => plainText([...row.values()][0] ?? { type: 'STRING', value: '' }));
  const { palette, width, maxColumns } = look;
  const options = { width, palette, ...(maxColumns !== undefined && { maxLabels: maxColumns }) };
  return ['', palette.heading('Confusion matrix'), ...(await heatMapLines({ labels: names, matrix }, options))];
}

/** Name and value, a line each: the job's own fields, then its summary. */
export async function infoPiped({ record, report }: Omit<JobInformation, 'details'>): Promise<readonly string[]> {
  const summary = Array.from(report?.summary ?? [], ([name, value]) => [`summary/${name}`, value] as const);
  return fieldLines(new Map([...tableRecord(record), ...summary]));
}
