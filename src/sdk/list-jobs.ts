import { columnsOf, type TypedRow } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import type { ListedJob } from '../job/choose-jobs.ts';
import type { Instance, JobPage, Summaries } from '../job/instance.ts';
import { LazyList, type List } from '../job/list.ts';
import { type Pagination, paginationOf } from '../job/pagination.ts';
import type { JobRecord } from '../job/record.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { ProjectTarget } from '../uri/target.ts';
import { type FindJob, projectIn, type View } from './found-job.ts';
import type { JobOrigin } from './job-state.ts';
import type { CheckedJobsOptions, CheckedListOptions } from './jobs-options.ts';
import { ListedSummaries } from './listed-summaries.ts';

const SERVER_PAGE_SIZE = 20;
const ITERATED_PAGE_SIZE = 50;

type Make<Job> = (origin: JobOrigin) => Job;

export async function listPage<Job>(
  view: View,
  options: CheckedListOptions,
  make: Make<Job>,
): Promise<{ jobs: Job[]; pagination: Pagination }> {
  const { project = '', pageIndex = 1, pageSize, metrics } = options;
  const place = await placeIn(view, project);
  const size = pageSize ?? (place.instance.kind === 'server' ? SERVER_PAGE_SIZE : undefined);
  const page = size === undefined ? 1 : pageIndex;
  const { jobs, total } = hasSelection(options)
    ? await selected(place, options, { page, size })
    : await place.instance.listJobs(place.target.project, { page, ...(size !== undefined && { size }) });
  const known = await onlyMetrics(place, metrics);
  return { jobs: listed(place, jobs.slice(), make, known), pagination: paginationOf(total, page, size) };
}

/** The jobs of a project, read page by page; with a selection, all jobs are read first. */
export async function* iteratedJobs<Job>(
  view: View,
  options: CheckedJobsOptions,
  make: Make<Job>,
): AsyncGenerator<Job, void, undefined> {
  const { project = '', pageIndex = 1, pageSize = ITERATED_PAGE_SIZE, metrics, limit } = options;
  let left = limit ?? Number.POSITIVE_INFINITY;
  if (left === 0) return;
  const place = await placeIn(view, project);
  const known = await onlyMetrics(place, metrics);
  for await (const { jobs } of pagesOf(place, options, pageIndex, pageSize)) {
    const page = listed(place, jobs.slice(0, left), make, known);
    yield* page;
    left -= page.length;
    if (left === 0) return;
  }
}

async function* pagesOf(
  place: Place,
  options: CheckedJobsOptions,
  page: number,
  size: number,
): AsyncGenerator<Pick<JobPage, 'jobs'>> {
  const { instance, target } = place;
  if (!hasSelection(options) && instance.jobPages) return yield* instance.jobPages(target.project, { page, size });
  // A Standalone instance reads all jobs for any page, so one list is enough.
  const { jobs } = hasSelection(options)
    ? await selected(place, options, { page: 1, size: undefined })
    : await instance.listJobs(target.project, {});
  for (let at = (page - 1) * size; at < jobs.length; at += size) yield { jobs: jobs.slice(at, at + size) };
}

interface Place {
  readonly view: View;
  readonly instance: Instance;
  readonly target: ProjectTarget;
}

async function placeIn(view: View, project: string): Promise<Place> {
  const target = await projectIn(view, project);
  return { view, instance: await view.session.instance(target.instance), target };
}

/** Whether the options select or sort jobs, which needs a look at all of them. */
function hasSelection({ status, filter, sort, since, until }: CheckedListOptions): boolean {
  return [status, filter, sort, since, until].some((option) => option !== undefined);
}

async function selected(
  { instance, target }: Place,
  options: CheckedListOptions,
  page: { readonly page: number; readonly size: number | undefined },
): Promise<{ readonly jobs: List<JobRecord>; readonly total: number }> {
  const { parseSelection } = await import('../job/job-selection.ts');
  const { selectJobs } = await import('../job/select-jobs.ts');
  const selection = await parseSelection(options, Date.now(), (name) => name);
  const notes = { warn: () => undefined, note: () => undefined };
  const asked = { ...page, removed: false, metrics: [] };
  const { jobs, total } = await selectJobs(notes, instance, target.project, selection, asked);
  return { jobs: new LazyList(jobs.length, (index) => (jobs.at(index) as ListedJob).record), total };
}

/** The summaries of the project's jobs cut down to these metrics. A metric that no job has is an error. */
async function onlyMetrics(
  { instance, target }: Place,
  metrics: readonly string[] | undefined,
): Promise<Summaries | undefined> {
  if (metrics === undefined) return undefined;
  const summaries = await instance.summaries(target.project);
  const known = columnsOf(summaries.values());
  const unknown = metrics.find((name) => known.size > 0 && !known.has(name));
  if (unknown !== undefined) {
    known.delete('id');
    throw notFound(`no job has a metric ${show(unknown)}`, meantAndKnown(unknown, 'The metrics are', [...known]));
  }
  return new Map(Array.from(summaries, ([uuid, summary]) => [uuid, only(metrics, summary)]));
}

function only(metrics: readonly string[], summary: TypedRow): TypedRow {
  return new Map(
    metrics.flatMap((name) => {
      const value = summary.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Makes Jobs that remember what the list returned about them. */
function listed<Job>(
  { view, instance, target }: Place,
  records: readonly JobRecord[],
  make: Make<Job>,
  known: Summaries | undefined,
): Job[] {
  const uuids = records.map(({ uuid }) => uuid);
  const summaries = new ListedSummaries(instance, target.project, uuids, known);
  return records.map((record) => {
    const find: FindJob = async (among) => ({
      source: await instance.findJob(target.project, record.id, among),
      instance,
      project: target.project,
      target: target.instance,
    });
    return make({ uri: record.uri, view, find, listed: { record, status: record.status, summaries } });
  });
}
