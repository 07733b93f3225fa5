import type { TypedRow } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import type { Instance } from '../job/instance.ts';
import type { JobSelection } from '../job/job-selection.ts';
import { type Pagination, paginationOf } from '../job/pagination.ts';
import type { JobRecord } from '../job/record.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { ProjectTarget } from '../uri/target.ts';
import { type FindJob, projectIn, type View } from './found-job.ts';
import { checkedListOptions, type ListOptions } from './job-options.ts';
import type { JobOrigin } from './job-state.ts';
import { type CheckedJobsOptions, checkedJobsOptions, type JobsOptions } from './jobs-options.ts';
import { ListedSummaries } from './listed-summaries.ts';
import type { Project } from './project.ts';

const SERVER_PAGE_SIZE = 20;
const ITERATED_PAGE_SIZE = 50;

type Make<Job> = (origin: JobOrigin) => Job;

/** A page of the jobs of a project. */
export async function listPage<Job>(
  view: View,
  options: ListOptions | Project | string,
  make: Make<Job>,
): Promise<{ jobs: Job[]; pagination: Pagination }> {
  const { project = '', pageIndex = 1, pageSize } = checkedListOptions(options);
  const place = await placeIn(view, String(project));
  const size = pageSize ?? (place.instance.kind === 'server' ? SERVER_PAGE_SIZE : undefined);
  const page = size === undefined ? 1 : pageIndex;
  const { jobs, total } = await place.instance.listJobs(place.target.project, {
    page,
    ...(size !== undefined && { size }),
  });
  return { jobs: listed(place, jobs, make), pagination: paginationOf(total, page, size) };
}

/** The jobs that are asked for: page by page, or those that fit of all. */
export function selectedJobs<Job>(
  view: View,
  options: JobsOptions | Project | string,
  make: Make<Job>,
): AsyncGenerator<Job, void, undefined> {
  return iterated(view, checkedJobsOptions(options), make);
}

async function* iterated<Job>(
  view: View,
  { project = '', pageIndex = 1, pageSize = ITERATED_PAGE_SIZE, metrics, ...options }: CheckedJobsOptions,
  make: Make<Job>,
): AsyncGenerator<Job, void, undefined> {
  const place = await placeIn(view, String(project));
  if (Object.keys(options).length > 0) {
    const jobs = await selected(place, options);
    return yield* listed(place, jobs.slice((pageIndex - 1) * pageSize), make, await onlyMetrics(place, metrics));
  }
  const choose = await onlyMetrics(place, metrics);
  for (let page = pageIndex; ; page++) {
    const { jobs, total } = await place.instance.listJobs(place.target.project, { page, size: pageSize });
    yield* listed(place, jobs, make, choose);
    if (jobs.length === 0 || !paginationOf(total, page, pageSize).has_next) return;
  }
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

async function selected(
  { instance, target }: Place,
  { status, filter, sort, since, until }: CheckedJobsOptions,
): Promise<readonly JobRecord[]> {
  const { parseSelection, selectJobs } = await import('../job/job-selection.ts');
  const selection: JobSelection = await parseSelection(
    {
      ...(status && { status: [...status] }),
      ...(filter !== undefined && { filter }),
      ...(sort && { sort: [...sort] }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    },
    Date.now(),
    (name) => name,
  );
  const notes = { warn: () => undefined, note: () => undefined };
  const all = { page: 1, size: undefined, removed: false, readsSummaries: false };
  const { jobs } = await selectJobs(notes, instance, target.project, selection, all);
  return jobs.map(({ record }) => record);
}

type ChooseMetrics = (summary: TypedRow) => TypedRow;

/** Refuses a metric that no job of the project has. */
async function onlyMetrics(
  { instance, target }: Place,
  metrics: readonly string[] | undefined,
): Promise<ChooseMetrics | undefined> {
  if (metrics === undefined) return undefined;
  const known = new Set<string>();
  for (const summary of (await instance.summaries(target.project)).values()) {
    for (const name of summary.keys()) known.add(name);
  }
  const unknown = metrics.find((name) => known.size > 0 && !known.has(name));
  if (unknown !== undefined) {
    throw notFound(`no job has a metric ${show(unknown)}`, meantAndKnown(unknown, 'The metrics are', [...known]));
  }
  return (summary) =>
    new Map(
      metrics.flatMap((name) => {
        const value = summary.get(name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
}

/** Jobs that know what the list told of them. */
function listed<Job>(
  { view, instance, target }: Place,
  records: readonly JobRecord[],
  make: Make<Job>,
  choose?: ChooseMetrics,
): Job[] {
  const uuids = records.map(({ uuid }) => uuid);
  const summaries = new ListedSummaries(instance, target.project, uuids, choose);
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
