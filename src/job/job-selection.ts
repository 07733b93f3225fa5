import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import type { NamedValues } from '../expression/named-value.ts';
import type { KnownNames } from '../expression/unknown-name.ts';
import { splitList } from '../text/list.ts';
import { MOMENT_ADVICE, type Moment, parseMoment } from '../text/moment.ts';
import { show } from '../text/show.ts';
import { parseStatusWord } from '../uri/job-selector.ts';
import type { Instance, Summaries } from './instance.ts';
import { FIELD_PATHS, isReadFromFields, JOB_FIELDS, jobField, metricField, metricOfField } from './job-row.ts';
import { LazyList, type List } from './list.ts';
import type { JobRecord, JobStatus } from './record.ts';
import type { SortKey } from './sort-batches.ts';

/** The options that select or sort jobs. Any of them needs a look at all jobs. */
export interface SelectionOptions {
  readonly status?: string[];
  readonly filter?: string;
  readonly sort?: string[];
  readonly since?: string;
  readonly until?: string;
}

/** The name of an option in messages. */
type OptionName = (name: keyof SelectionOptions) => string;

export interface JobSelection {
  readonly optionName: OptionName;
  readonly statuses: ReadonlySet<JobStatus> | undefined;
  readonly filter: Expression | undefined;
  readonly sort: readonly SortKey[];
  readonly since: Moment | undefined;
  readonly until: Moment | undefined;
}

export interface ListedJob {
  readonly record: JobRecord;
  readonly summary: TypedRow | undefined;
}

/** Receives what the user should know about a selection. */
export interface SelectionNotes {
  warn(text: string): void;
  note(text: string): void;
}

export interface Page {
  readonly page: number;
  /** Undefined means all jobs. */
  readonly size: number | undefined;
}

export interface SelectedJobs {
  readonly jobs: List<ListedJob>;
  /** The summaries that were read, of all jobs or of those on the page. */
  readonly summaries: Summaries;
  /** The number of jobs on all pages together. */
  readonly total: number;
  /** The number of jobs without a selection. */
  readonly all: number;
}

const FLAGS: OptionName = (name) => `--${name}`;

/** Reads the options; `now` in epoch milliseconds. */
export async function parseSelection(
  { status, filter, sort, since, until }: SelectionOptions,
  now: number,
  optionName = FLAGS,
): Promise<JobSelection> {
  return {
    optionName,
    statuses: status && new Set(splitList(status, optionName('status')).map(parseStatusWord)),
    filter: filter === undefined ? undefined : await parseFilter(filter, optionName('filter'), now),
    sort: sort === undefined ? [] : (await import('./sort-keys.ts')).parseSortKeys(sort, optionName('sort')),
    since: since === undefined ? undefined : momentOf(since, optionName('since'), now),
    until: until === undefined ? undefined : momentOf(until, optionName('until'), now),
  };
}

async function parseFilter(text: string, option: string, now: number): Promise<Expression> {
  const { parseExpression } = await import('../expression/expression.ts');
  const { jobMeanings } = await import('./job-meanings.ts');
  return parseExpression(text, option, jobMeanings(now));
}

function momentOf(text: string, option: string, now: number): Moment {
  const moment = parseMoment(text, now);
  if (moment === undefined) throw usageError(`${option} ${show(text)} is not a time`, MOMENT_ADVICE);
  return moment;
}

/** Whether a page can only be chosen from a list of all jobs. */
function needsAllJobs({ statuses, filter, sort, since, until }: JobSelection): boolean {
  return [statuses, filter, since, until].some((each) => each !== undefined) || sort.length > 0;
}

/** The jobs of a page. Filters and sorting apply to all jobs, before paging. */
export async function selectJobs(
  notes: SelectionNotes,
  instance: Instance,
  project: string,
  selection: JobSelection,
  { page, size, removed, metrics }: Page & { readonly removed: boolean; readonly metrics: readonly string[] | 'all' },
): Promise<SelectedJobs> {
  const { statuses, filter, sort, since, until, optionName } = selection;
  const seesAll = needsAllJobs(selection);
  const onePage = seesAll || size === undefined ? {} : { page, size };
  const named = [...(filter?.names ?? []), ...sort.map(({ name }) => name)].filter((name) => !isReadFromFields(name));
  const wanted = metrics === 'all' ? undefined : [...new Set([...metrics, ...named.map(metricOfField)])];
  const summariesOf = async (uuids?: readonly string[]): Promise<Summaries> =>
    wanted?.length === 0 ? new Map() : instance.summaries(project, uuids, wanted);
  // Those of all jobs come first: what reading them takes is free again for the jobs.
  const early = seesAll ? await summariesOf() : undefined;
  const listed = await instance.listJobs(project, { ...onePage, removed });
  for (const problem of listed.problems) notes.warn(problem.message);
  const summaries = early ?? (await summariesOf(listed.jobs.map(({ uuid }) => uuid)));
  const all = new LazyList(listed.jobs.length, (index) => {
    const record = listed.jobs.at(index) as JobRecord;
    return { record, summary: summaries.get(record.uuid) };
  });
  if (!seesAll) return { jobs: all, summaries, total: listed.total, all: listed.total };
  const fits = filter && (await filterOf(all, filter, optionName('filter')));
  const fitting: number[] = [];
  for (const [index, job] of all.entries()) {
    if (fits?.(job) === false || statuses?.has(job.record.status) === false) continue;
    if ((since || until) && !isBetween(job.record.created_at, since, until)) continue;
    fitting.push(index);
  }
  for (const note of filter?.notes() ?? []) notes.note(`${optionName('filter')}: ${note}`);
  const found = sort.length > 0 ? await sorted(fitting, sort, all, optionName('sort')) : fitting;
  const shown = size === undefined ? found : found.slice((page - 1) * size, page * size);
  const jobs = new LazyList(shown.length, (index) => all.at(shown[index] as number) as ListedJob);
  return { jobs, summaries, total: found.length, all: all.length };
}

async function filterOf(
  jobs: List<ListedJob>,
  filter: Expression,
  option: string,
): Promise<(job: ListedJob) => boolean> {
  if (jobs.length === 0) return () => true;
  const { lookupIn, resolveCondition } = await import('../expression/unknown-name.ts');
  const resolved = resolveCondition(filter, knownNames(jobs, [...filter.names]), option);
  return (job) => filter.test(lookupIn(resolved, new NamedJob(job)));
}

async function sorted(
  found: readonly number[],
  keys: readonly SortKey[],
  all: List<ListedJob>,
  option: string,
): Promise<readonly number[]> {
  if (all.length === 0) return found;
  const { resolveNames } = await import('../expression/unknown-name.ts');
  const { sortByKeys } = await import('./sort-keys.ts');
  const { listName } = await import('../text/name-list.ts');
  const names = keys.map(({ name }) => name);
  const resolved = resolveNames(names, knownNames(all, names), { label: option, write: listName });
  return sortByKeys(found, keys, (index) => new NamedJob(all.at(index) as ListedJob), resolved);
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
  readonly #job: ListedJob;

  constructor(job: ListedJob) {
    this.#job = job;
  }

  get(name: string): TypedValue | undefined {
    const { record, summary } = this.#job;
    if (Object.hasOwn(record, name)) return jobField(record, name as keyof JobRecord);
    return name === 'id' ? undefined : summary?.get(metricOfField(name));
  }
}

/** Looks for these names first; if a job has them all, no other name is needed. */
function knownNames(jobs: List<ListedJob>, names: readonly string[]): KnownNames {
  const columns = new Set<string>(JOB_FIELDS);
  for (const { summary } of jobs) {
    for (const name of summary?.keys() ?? []) if (name !== 'id') columns.add(metricField(name));
    if (names.every((name) => columns.has(name))) break;
  }
  return { columns, rows: () => jobs.map((job) => new NamedJob(job)), paths: FIELD_PATHS };
}
