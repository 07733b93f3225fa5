import { isNumberType, type TypedRow } from '../datastore/typed-value.ts';
import { isSwjobError, notFound, type SwjobError } from '../errors.ts';
import { counted } from '../text/counted.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { Instance, JobScope, JobSource, Summaries } from './instance.ts';
import { metricDirection } from './metric-direction.ts';
import { byNewest, type JobRecord, type JobStatus } from './record.ts';

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
  if (isSlowToList(among)) {
    const uuids = Array.from(summaries, ([uuid]) => uuid);
    const [place] = placeOfBest(uuids, summaries, metric);
    if (place === undefined) throw await noBest(among, metric);
    const best = metricOf(summaries, uuids[place] ?? '', metric);
    const equal = uuids.filter((uuid) => metricOf(summaries, uuid, metric) === best);
    const direct = equal.length > MAX_EQUAL ? undefined : await newestOf(among, equal);
    if (direct !== undefined) return direct.id;
  }
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
  throw await noBest(among, metric);
}

/** Maximum of jobs with the same best value that are asked for one by one. */
const MAX_EQUAL = 4;

/** Whether a list of all jobs takes long: a Server needs 5 ms for each. */
function isSlowToList({ instance, removed }: Among): boolean {
  return instance.jobPages !== undefined && !removed;
}

/** The newest of these jobs; undefined if one of them was removed, or none has the status. */
async function newestOf(
  { instance, project, status }: Among,
  uuids: readonly string[],
): Promise<JobRecord | undefined> {
  try {
    const found = uuids.map(async (uuid) => (await instance.findJob(project, uuid, 'active')).record());
    return (await Promise.all(found)).filter((job) => status === undefined || job.status === status).sort(byNewest)[0];
  } catch (error) {
    if (isSwjobError(error, 'not-found')) return undefined;
    throw error;
  }
}

async function noBest(among: Among, metric: string): Promise<SwjobError> {
  const { project, status } = among;
  const which = status === undefined ? 'job' : `job whose status is ${status}`;
  const numbers = await numericMetrics(among);
  const hint = numbers.length === 0 ? undefined : meantAndKnown(metric, 'The metrics are', numbers);
  return notFound(`no ${which} of the project ${project} has a number ${show(metric)} in its summary`, hint);
}

function metricOf(summaries: Summaries, uuid: string, metric: string): number {
  const plain = summaries.get(uuid)?.get(metric)?.value;
  return typeof plain === 'number' || typeof plain === 'bigint' ? Number(plain) : Number.NaN;
}

/** The place of the job with the best value; empty if none has a number. */
function placeOfBest(uuids: readonly string[], summaries: Summaries, metric: string): readonly number[] {
  const isLower = metricDirection(metric) === 'lower';
  let best: { readonly place: number; readonly value: number } | undefined;
  for (const [place, uuid] of uuids.entries()) {
    const value = metricOf(summaries, uuid, metric);
    if (Number.isNaN(value)) continue;
    if (best === undefined || (isLower ? value < best.value : value > best.value)) best = { place, value };
  }
  return best === undefined ? [] : [best.place];
}

/** The metrics that are numbers in the summaries of these jobs; those that a Server adds come last. */
async function numericMetrics(among: Among): Promise<readonly string[]> {
  const summaries = await among.instance.summaries(among.project);
  const names = new Set<string>();
  const add = (summary: TypedRow | undefined): void => {
    for (const [name, { type }] of summary ?? []) if (name !== 'id' && isNumberType(type)) names.add(name);
  };
  if (isSlowToList(among)) for (const [, summary] of summaries) add(summary);
  else for await (const { uuid } of allJobs(among)) add(summaries.get(uuid));
  return [...names].sort((a, b) => Number(a.startsWith('sys/')) - Number(b.startsWith('sys/')));
}
