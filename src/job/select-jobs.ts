import type { KnownJob, ListedJob, SelectionNotes } from './choose-jobs.ts';
import type { Instance, JobPage, JobQuery, Summaries } from './instance.ts';
import { isReadFromFields, metricOfField } from './job-row.ts';
import type { JobSelection } from './job-selection.ts';
import { LazyList, type List, onPage } from './list.ts';
import type { JobRecord } from './record.ts';

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

/** The jobs of a page. Filters and sorting apply to all jobs, before paging. */
export async function selectJobs(
  notes: SelectionNotes,
  instance: Instance,
  project: string,
  selection: JobSelection,
  { page, size, removed, metrics }: Page & { readonly removed: boolean; readonly metrics: readonly string[] | 'all' },
): Promise<SelectedJobs> {
  const { filter, sort } = selection;
  const names = [...(filter?.names ?? []), ...sort.map(({ name }) => name)];
  const named = names.filter((name) => !isReadFromFields(name));
  const wanted = metrics === 'all' ? undefined : [...new Set([...metrics, ...named.map(metricOfField)])];
  const summariesOf = async (uuids?: readonly string[]): Promise<Summaries> =>
    wanted?.length === 0 ? new Map() : instance.summaries(project, uuids, wanted);
  const list: ListJobs = async (query) => {
    const listed = await instance.listJobs(project, { ...query, removed });
    for (const problem of listed.problems) notes.warn(problem.message);
    return listed;
  };
  if (!needsAllJobs(selection)) {
    const { jobs, total } = await list(pagingOf({ page, size }));
    const summaries = await summariesOf(jobs.map(({ uuid }) => uuid));
    return { jobs: listedJobs(jobs, summaries), summaries, total, all: total };
  }
  // Those of all jobs come first: what reading them takes is free again for the jobs.
  const summaries = await summariesOf();
  const { chooseJobs } = await import('./choose-jobs.ts');
  const choose = (jobs: List<KnownJob>) => chooseJobs(jobs, selection, notes);
  const select = named.length === names.length && !limitsFields(selection) ? selectBySummaries : selectByFields;
  return select(list, summaries, choose, { page, size });
}

/** Whether a page can only be chosen from a list of all jobs. */
function needsAllJobs(selection: JobSelection): boolean {
  return limitsFields(selection) || selection.filter !== undefined || selection.sort.length > 0;
}

function limitsFields({ statuses, since, until }: JobSelection): boolean {
  return [statuses, since, until].some((each) => each !== undefined);
}

type ListJobs = (query: JobQuery) => Promise<JobPage>;
type Choose = (jobs: List<KnownJob>) => readonly number[];

async function selectByFields(
  list: ListJobs,
  summaries: Summaries,
  choose: Choose,
  asked: Page,
): Promise<SelectedJobs> {
  const jobs = listedJobs((await list({})).jobs, summaries);
  const chosen = choose(jobs);
  const shown = onPage(chosen, asked);
  const listed = new LazyList(shown.length, (index) => jobs.at(shown[index] as number) as ListedJob);
  return { jobs: listed, summaries, total: chosen.length, all: jobs.length };
}

/** Needs only the ids of all jobs, and the records of those on the page. */
async function selectBySummaries(
  list: ListJobs,
  summaries: Summaries,
  choose: Choose,
  asked: Page,
): Promise<SelectedJobs> {
  let all = 0;
  const { jobs, total } = await list({
    ...pagingOf(asked),
    choose: (uuids) => {
      all = uuids.length;
      return choose(new LazyList(all, (index) => ({ summary: summaries.get(uuids[index] as string) })));
    },
  });
  return { jobs: listedJobs(jobs, summaries), summaries, total, all };
}

function pagingOf({ page, size }: Page): JobQuery {
  return size === undefined ? {} : { page, size };
}

function listedJobs(jobs: List<JobRecord>, summaries: Summaries): List<ListedJob> {
  return new LazyList(jobs.length, (index) => {
    const record = jobs.at(index) as JobRecord;
    return { record, summary: summaries.get(record.uuid) };
  });
}
