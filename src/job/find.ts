import { isNumberType } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import { counted } from '../text/counted.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { Instance, JobScope, JobSource, Summaries } from './instance.ts';
import { metricDirection } from './metric-direction.ts';
import type { JobRecord, JobStatus } from './record.ts';

/** The jobs that a selector is about. */
interface Among {
  readonly instance: Instance;
  readonly project: string;
  readonly removed: boolean;
  readonly status: JobStatus | undefined;
}

/** Finds the job that a selector names: by id, the newest or one before it, or the best by a metric. */
export async function findSelected(
  instance: Instance,
  project: string,
  selector: JobSelector,
  among: JobScope,
): Promise<JobSource> {
  if (selector.kind === 'id') return instance.findJob(project, selector.id, among);
  const removed = among === 'removed';
  const jobs = { instance, project, removed, status: selector.status };
  const id = selector.kind === 'best' ? await bestJob(jobs, selector.metric) : await newestJob(jobs, selector.before);
  return instance.findJob(project, id, removed ? 'removed' : 'active');
}

const PAGE_SIZE = 50;

/** The id of the newest job, or of that many before it. */
async function newestJob(among: Among, before = 0): Promise<string> {
  const { project, status } = among;
  let count = 0;
  for await (const job of allJobs(among)) if (count++ === before) return job.id;
  const isOf = status === undefined ? '' : ` whose status is ${status}`;
  if (count === 0) throw notFound(`the project ${project} has no job${isOf || 's'}`);
  throw notFound(
    `the project ${project} has only ${counted(count, 'job')}${isOf}: none is ${before} before the newest`,
  );
}

async function* allJobs(among: Among): AsyncGenerator<JobRecord> {
  for await (const job of ofAnyStatus(among)) if (among.status === undefined || job.status === among.status) yield job;
}

/** The jobs, newest first. Those of a Server come page by page; each page of a store takes nearly as long as all of it. */
async function* ofAnyStatus({ instance, project, removed }: Among): AsyncGenerator<JobRecord> {
  const first = { page: 1, size: PAGE_SIZE };
  if (instance.jobPages !== undefined && !removed) {
    for await (const { jobs } of instance.jobPages(project, first)) yield* jobs;
    return;
  }
  const { jobs, total } = await instance.listJobs(project, { ...first, removed });
  yield* jobs;
  if (total <= PAGE_SIZE) return;
  let index = 0;
  for (const job of (await instance.listJobs(project, { removed })).jobs) if (index++ >= PAGE_SIZE) yield job;
}

/** The id of the job with the largest value of a metric, or the smallest if lower is better; the newest of equal ones. */
async function bestJob(among: Among, metric: string): Promise<string> {
  const { instance, project, removed, status } = among;
  const summaries = await instance.summaries(project, undefined, [metric]);
  const choose = (uuids: readonly string[]) => placeOfBest(uuids, summaries, metric);
  if (status === undefined) {
    const best = (await instance.listJobs(project, { removed, choose })).jobs.at(0);
    if (best !== undefined) return best.id;
  } else {
    const fitting: Pick<JobRecord, 'id' | 'uuid'>[] = [];
    for await (const { id, uuid } of allJobs(among)) fitting.push({ id, uuid });
    const [best] = choose(fitting.map(({ uuid }) => uuid)).map((place) => fitting[place]);
    if (best !== undefined) return best.id;
  }
  const which = status === undefined ? 'job' : `job whose status is ${status}`;
  const numbers = await numericMetrics(among);
  const hint = numbers.size === 0 ? undefined : meantAndKnown(metric, 'The metrics are', numbers);
  throw notFound(`no ${which} of the project ${project} has a number ${show(metric)} in its summary`, hint);
}

/** The place of the job with the best value; empty if none has a number. */
function placeOfBest(uuids: readonly string[], summaries: Summaries, metric: string): readonly number[] {
  const isLower = metricDirection(metric) === 'lower';
  let best: { readonly place: number; readonly value: number } | undefined;
  for (const [place, uuid] of uuids.entries()) {
    const plain = summaries.get(uuid)?.get(metric)?.value;
    const value = typeof plain === 'number' || typeof plain === 'bigint' ? Number(plain) : Number.NaN;
    if (Number.isNaN(value)) continue;
    if (best === undefined || (isLower ? value < best.value : value > best.value)) best = { place, value };
  }
  return best === undefined ? [] : [best.place];
}

/** The metrics that are numbers in the summaries of these jobs. */
async function numericMetrics(among: Among): Promise<ReadonlySet<string>> {
  const summaries = await among.instance.summaries(among.project);
  const names = new Set<string>();
  for await (const job of allJobs(among)) {
    for (const [name, { type }] of summaries.get(job.uuid) ?? []) {
      if (name !== 'id' && isNumberType(type)) names.add(name);
    }
  }
  return names;
}
