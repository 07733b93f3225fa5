import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { NamedValues } from '../expression/named-value.ts';
import { type KnownNames, lookupIn, resolveCondition, resolveNames } from '../expression/unknown-name.ts';
import type { Moment } from '../text/moment.ts';
import { listName } from '../text/name-list.ts';
import { FIELD_PATHS, JOB_FIELDS, jobField, metricField, metricOfField } from './job-row.ts';
import type { JobSelection } from './job-selection.ts';
import type { List } from './list.ts';
import type { JobRecord } from './record.ts';
import { sortByKeys } from './sort-keys.ts';

export interface ListedJob {
  readonly record: JobRecord;
  readonly summary: TypedRow | undefined;
}

/** A job as far as a selection needs it: one that names no field needs no record. */
export type KnownJob = Pick<ListedJob, 'summary'> & Partial<ListedJob>;

/** Receives what the user should know about a selection. */
export interface SelectionNotes {
  warn(text: string): void;
  note(text: string): void;
}

/** The positions of the jobs that fit a selection, in its order. Throws for a name that no job has. */
export function chooseJobs(jobs: List<KnownJob>, selection: JobSelection, notes: SelectionNotes): readonly number[] {
  if (jobs.length === 0) return [];
  const { filter, sort, optionName } = selection;
  const fits = fitsOf(jobs, selection);
  const fitting: number[] = [];
  for (let position = 0; position < jobs.length; position++) {
    if (fits(jobs.at(position) as KnownJob)) fitting.push(position);
  }
  for (const note of filter?.notes() ?? []) notes.note(`${optionName('filter')}: ${note}`);
  if (sort.length === 0) return fitting;
  const names = sort.map(({ name }) => name);
  const resolved = resolveNames(names, knownNames(jobs, names), { label: optionName('sort'), write: listName });
  return sortByKeys(fitting, sort, (index) => new NamedJob(jobs.at(index) as KnownJob), resolved);
}

function fitsOf(
  jobs: List<KnownJob>,
  { statuses, filter, since, until, optionName }: JobSelection,
): (job: KnownJob) => boolean {
  const resolved = filter && resolveCondition(filter, knownNames(jobs, [...filter.names]), optionName('filter'));
  return (job) => {
    if (filter && resolved && !filter.test(lookupIn(resolved, new NamedJob(job)))) return false;
    const { record } = job;
    if (record === undefined) return true;
    if (statuses?.has(record.status) === false) return false;
    return !(since || until) || isBetween(record.created_at, since, until);
  };
}

/** A job without a creation time is in no period. */
function isBetween(time: string | null, since: Moment | undefined, until: Moment | undefined): boolean {
  const created = time === null ? Number.NaN : Date.parse(time);
  if (Number.isNaN(created)) return false;
  if (since !== undefined && created < since.from) return false;
  return until === undefined || created <= until.from || created < until.to;
}

/** Everything that a condition or a sort key can name: the fields of a job and the metrics of its summary. */
class NamedJob implements NamedValues {
  readonly #record: JobRecord | undefined;
  readonly #summary: TypedRow | undefined;

  constructor({ record, summary }: KnownJob) {
    this.#record = record;
    this.#summary = summary;
  }

  get(name: string): TypedValue | undefined {
    const record = this.#record;
    if (record !== undefined && Object.hasOwn(record, name)) return jobField(record, name as keyof JobRecord);
    return name === 'id' ? undefined : this.#summary?.get(metricOfField(name));
  }
}

/** Looks for these names first; if a job has them all, no other name is needed. */
function knownNames(jobs: List<KnownJob>, names: readonly string[]): KnownNames {
  const columns = new Set<string>(JOB_FIELDS);
  for (const { summary } of jobs) {
    for (const name of summary?.keys() ?? []) if (name !== 'id') columns.add(metricField(name));
    if (names.every((name) => columns.has(name))) break;
  }
  return { columns, rows: () => jobs.map((job) => new NamedJob(job)), paths: FIELD_PATHS };
}
