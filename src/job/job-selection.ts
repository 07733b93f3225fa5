import type { TypedRow } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import { splitList } from '../text/list.ts';
import { MOMENT_ADVICE, type Moment, parseMoment } from '../text/moment.ts';
import { show } from '../text/show.ts';
import { parseStatusWord } from '../uri/job-selector.ts';
import type { Instance, JobPage, JobQuery, Summaries } from './instance.ts';
import { isReadFromFields, metricOfField } from './job-row.ts';
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

/** A job as far as a selection needs it: one that names no field needs no record. */
export type KnownJob = Pick<ListedJob, 'summary'> & Partial<ListedJob>;

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
  const { statuses, filter, sort, since, until } = selection;
  const names = [...(filter?.names ?? []), ...sort.map(({ name }) => name)];
  const named = names.filter((name) => !isReadFromFields(name));
  const wanted = metrics === 'all' ? undefined : [...new Set([...metrics, ...named.map(metricOfField)])];
  const summariesOf = async (uuids?: readonly string[]): Promise<Summaries> =>
    wanted?.length === 0 ? new Map() : instance.summaries(project, uuids, wanted);
  const list = async (query: JobQuery): Promise<JobPage> => {
    const listed = await instance.listJobs(project, { ...query, removed });
    for (const problem of listed.problems) notes.warn(problem.message);
    return listed;
  };
  const paging = size === undefined ? {} : { page, size };
  if (!needsAllJobs(selection)) {
    const { jobs, total } = await list(paging);
    const summaries = await summariesOf(jobs.map(({ uuid }) => uuid));
    return { jobs: listedJobs(jobs, summaries), summaries, total, all: total };
  }
  // Those of all jobs come first: what reading them takes is free again for the jobs.
  const summaries = await summariesOf();
  const { chooseJobs } = await import('./choose-jobs.ts');
  const choose = (jobs: List<KnownJob>) => chooseJobs(jobs, selection, notes);
  const needsFields = named.length < names.length || [statuses, since, until].some((each) => each !== undefined);
  if (needsFields) {
    const jobs = listedJobs((await list({})).jobs, summaries);
    const chosen = choose(jobs);
    const shown = size === undefined ? chosen : chosen.slice((page - 1) * size, page * size);
    const onPage = new LazyList(shown.length, (index) => jobs.at(shown[index] as number) as ListedJob);
    return { jobs: onPage, summaries, total: chosen.length, all: jobs.length };
  }
  let all = 0;
  const { jobs, total } = await list({
    ...paging,
    choose: (uuids) => {
      all = uuids.length;
      return choose(new LazyList(all, (index) => ({ summary: summaries.get(uuids[index] as string) })));
    },
  });
  return { jobs: listedJobs(jobs, summaries), summaries, total, all };
}

function listedJobs(jobs: List<JobRecord>, summaries: Summaries): List<ListedJob> {
  return new LazyList(jobs.length, (index) => {
    const record = jobs.at(index) as JobRecord;
    return { record, summary: summaries.get(record.uuid) };
  });
}
