import { rowFromPlain, TypedData, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import type { ComparedJob, MeasuredJob, MetricChange } from '../job/compare.ts';
import { packageText, shortVersions } from '../job/job-row.ts';
import type { JobRecord } from '../job/record.ts';
import { displayText } from '../render/cell-text.ts';
import { BETTER, changeText, WORSE } from '../render/change-text.ts';
import type { Palette } from '../render/color.ts';
import type { Column } from '../render/column.ts';
import { visible } from '../render/control-characters.ts';
import { durationText } from '../render/time.ts';
import { numbered, shortIds } from './short-ids.ts';

/** A property of jobs, shown above their metrics. */
interface Fact {
  readonly name: string;
  readonly of: (job: JobRecord) => string;
}

const FACTS: readonly Fact[] = [
  { name: 'id', of: ({ id }) => id.slice(0, 12) },
  { name: 'model', of: ({ model }) => (model === null ? '' : shortVersions(packageText(model))) },
  { name: 'handler', of: ({ handler }) => handler ?? '' },
  { name: 'datasets', of: datasetsText },
  { name: 'created', of: ({ created_at }) => created_at ?? '' },
  { name: 'status', of: ({ status }) => status },
  { name: 'duration', of: ({ duration_ms }) => (duration_ms === null ? '' : durationText(duration_ms)) },
];

function datasetsText({ datasets }: JobRecord): string {
  return datasets.map((each) => shortVersions(packageText(each))).join(', ');
}

/** One line with the facts that all jobs share; null if there are none. */
export function sameLine(jobs: readonly JobRecord[]): string | null {
  const same = FACTS.filter(({ of }) => new Set(jobs.map(of)).size === 1).flatMap(({ name, of }) => {
    const text = jobs[0] === undefined ? '' : of(jobs[0]);
    return text === '' ? [] : [`${name} ${text}`];
  });
  return same.length === 0 ? null : `The same for all: ${same.join(', ')}`;
}

/** A row for each fact in which the jobs differ, and one for each metric: the base, then value and change of each job. */
export function sideBySideRows(
  base: MeasuredJob,
  jobs: readonly ComparedJob[],
  names: readonly string[],
): readonly TypedRow[] {
  const all = [base.job, ...jobs.map(({ job }) => job)];
  const heads = headsOf(all);
  const facts = FACTS.filter(({ of }) => new Set(all.map(of)).size > 1).map(({ name, of }) =>
    rowFromPlain({ metric: name, ...Object.fromEntries(all.map((job, index) => [heads[index] ?? '', of(job)])) }),
  );
  const metrics = names.map((name) => {
    const row: Record<string, TypedData | string> = { metric: name };
    const first = jobs[0]?.metrics.get(name);
    if (first?.base) row[heads[0] ?? ''] = new TypedData(first.base);
    for (const [index, { metrics: own }] of jobs.entries()) {
      const change = own.get(name);
      const head = heads[index + 1] ?? '';
      if (change?.value) row[head] = new TypedData(change.value);
      const text = change === undefined ? '' : changeText(change);
      if (text !== '') row[changeColumn(head)] = text;
    }
    return rowFromPlain(row);
  });
  return [...facts, ...metrics];
}

/** One row per metric and job: for programs, and for more jobs than fit side by side. */
export function longRows(jobs: readonly ComparedJob[], names: readonly string[]): readonly TypedRow[] {
  return names.flatMap((name) =>
    jobs.flatMap(({ job, metrics }) => {
      const change = metrics.get(name);
      return change === undefined ? [] : [longRow(name, job, change)];
    }),
  );
}

function longRow(metric: string, job: JobRecord, { base, value, change, percent, better }: MetricChange): TypedRow {
  return rowFromPlain({
    metric,
    job: job.id,
    uri: job.uri,
    base: base === undefined ? null : new TypedData(base),
    value: value === undefined ? null : new TypedData(value),
    change,
    percent,
    better,
  });
}

/** Room for typical numbers and changes, such as `0.833333` above `60`, and `▲ +0.0832 (+10.5%)`. */
const NUMBER_CELLS = 9;
const CHANGE_CELLS = 18;

/** The columns of `sideBySideRows`. */
export function sideBySideColumns(base: MeasuredJob, jobs: readonly ComparedJob[]): readonly Column[] {
  const heads = headsOf([base.job, ...jobs.map(({ job }) => job)]);
  return [
    { name: 'metric', importance: 100, minWidth: 16 },
    ...heads.flatMap((name, index): Column[] => {
      const value: Column = {
        name,
        importance: 90 - index,
        align: 'point',
        minWidth: NUMBER_CELLS,
        format: valueText,
      };
      if (index === 0) return [value];
      return [
        value,
        {
          name: changeColumn(name),
          header: 'change',
          importance: 95 - index,
          align: 'right',
          minWidth: CHANGE_CELLS,
          paint: paintChange,
        },
      ];
    }),
  ];
}

/** The columns of `longRows`: a name is cut before a change, which fits beside it on 40 cells. */
export const LONG_COLUMNS: readonly Column[] = [
  { name: 'metric', importance: 100, minWidth: 6 },
  { name: 'job', importance: 95, fixed: true, format: (value) => displayText(value).slice(0, 12) },
  { name: 'base', importance: 80, align: 'point', minWidth: NUMBER_CELLS, format: valueText },
  { name: 'value', importance: 90, align: 'point', minWidth: NUMBER_CELLS, format: valueText },
  { name: 'text', header: 'change', importance: 95, align: 'right', minWidth: CHANGE_CELLS, paint: paintChange },
];

function valueText(value: TypedValue): string {
  return displayText(value);
}

function paintChange(text: string, _value: TypedValue, palette: Palette): string {
  if (text.includes(BETTER)) return palette.good(text);
  return text.includes(WORSE) ? palette.bad(text) : text;
}

function changeColumn(head: string): string {
  return `${head} change`;
}

/** The headings of the columns: `base`, then ids that are short but distinct, numbered if a job was named twice. */
function headsOf(jobs: readonly JobRecord[]): readonly string[] {
  const shorten = shortIds(jobs.map(({ id }) => id));
  return numbered(jobs.map(({ id }, index) => (index === 0 ? 'base' : visible(shorten(id)))));
}
