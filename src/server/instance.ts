import { notFound, SwjobError, usageError } from '../errors.ts';
import type { JobPage as AnyJobPage, Instance, JobQuery, JobScope, JobSource } from '../job/instance.ts';
import { chosenFrom, onPage } from '../job/list.ts';
import { byNewest, type JobRecord } from '../job/record.ts';
import { oneLine } from '../text/show.ts';
import { serverArtifacts } from './artifacts.ts';
import { getJob, getJobs, getProject, type Page, putTrash, type Raw } from './endpoints.ts';
import { isMissing } from './errors.ts';
import type { HttpClient } from './http.ts';
import { actOnServerJob } from './job-actions.ts';
import { isRemoved, type ProjectContext, removedJob, serverJob } from './job-source.ts';
import { jobRecord } from './jobs.ts';
import { type FetchJobs, type NewestPage, newestPage } from './newest-page.ts';
import { everyPage } from './pages.ts';
import type { JobReply, ProjectReply, TrashReply } from './reply.ts';
import { type ServerJobs, serverJobs } from './server-jobs.ts';
import { readSummaries, uuidOfNumber } from './summaries.ts';
import { allTrash, findTrash, removedRecord } from './trash.ts';
import { unknownJob, unknownProject } from './unknown.ts';

type JobPage = AnyJobPage<readonly JobRecord[]>;

export interface ServerInstanceOptions {
  readonly http: HttpClient;
  /** The alias in the config; null if it has none for this address. */
  readonly alias: string | null;
  /** `eval/summary` unless the environment renames it. */
  readonly summaryTable: string;
}

export interface ServerInstance extends Instance {
  readonly kind: 'server';
  readonly address: string;
  readonly jobs: ServerJobs;
  listJobs(project: string, query: JobQuery): Promise<JobPage>;
  readonly jobPages: NonNullable<Instance['jobPages']>;
}

/** How often to return to earlier pages without finding another job there, if the server's count keeps falling. */
const MAX_VAIN_RETURNS = 5;

/** A Server or Cloud instance, through its HTTP API. Projects are given by name, by number, or as `owner:name`. */
export function createServerInstance({ http, alias, summaryTable }: ServerInstanceOptions): ServerInstance {
  const name = alias ?? http.address;
  const artifacts = serverArtifacts(http);
  const projects = new Map<string, Promise<ProjectReply>>();

  const resolve = (project: string): Promise<ProjectReply> => {
    let found = projects.get(project);
    if (found === undefined) {
      const asked = http.apart(() => getProject(http, project));
      found = asked.catch(async (error: unknown) => {
        projects.delete(project);
        throw isMissing(error) ? await unknownProject(http, name, project, error) : error;
      });
      projects.set(project, found);
    }
    return found;
  };
  const open = async (project: string): Promise<ProjectContext> => {
    const reply = await resolve(project);
    const place = { instance: name, address: http.address, project: reply };
    const tableName = `project/${reply.id}/${summaryTable}`;
    return { http, artifacts, place, summary: { http, artifacts, tableName } };
  };

  const fetchJobs =
    (project: string): FetchJobs =>
    async (page, size) => {
      const [{ place }, { list, ...others }] = await together(open(project), getJobs(http, project, page, size));
      return { ...others, list: list.map((job) => jobRecord(job, place, false)) };
    };
  const all = async (project: string): Promise<readonly JobRecord[]> => {
    const list = everyPage({
      what: 'jobs',
      fetchPage: fetchJobs(project),
      identity: ({ id }: JobRecord) => id,
      warn: (text) => http.warn(text),
    });
    return Array.from(await list).sort(byNewest);
  };

  return {
    kind: 'server',
    name,
    address: http.address,
    jobs: serverJobs(http, resolve),

    async listJobs(project, query): Promise<JobPage> {
      if (query.removed) return pageOf(await removedRecords(await open(project)), query);
      const { page = 1, size, choose } = query;
      const one = size === undefined || choose ? null : await newestPage(fetchJobs(project), page, size);
      return one ? asJobPage(one) : pageOf(await all(project), query);
    },

    async *jobPages(project, { page: first, size }) {
      const fetch = fetchJobs(project);
      const seen = new Set<string>();
      let whole: readonly JobRecord[] | undefined;
      let arePinned = false;
      let counted = 0;
      let returns = 0;
      for (let page = first; ; page++) {
        const one: NewestPage | null =
          whole === undefined && !arePinned ? await newestPage(fetch, page, size, page > first) : null;
        arePinned ||= one?.arePinned === true;
        if (one === null && whole === undefined) {
          whole = await all(project);
          page = first;
        }
        const { jobs, total, problems } = one ? asJobPage(one) : pageOf(whole ?? [], { page, size });
        const removed = counted - total;
        counted = total;
        if (removed > 0 && page > first && returns < MAX_VAIN_RETURNS) {
          // Jobs removed in the meantime, perhaps by the caller, moved others to pages that were already read.
          page = Math.max(first, page - Math.ceil(removed / size)) - 1;
          returns++;
          continue;
        }
        // Jobs created in the meantime move older ones to the next page, where they appear again.
        const fresh = jobs.filter(({ id }) => !seen.has(id));
        for (const { id } of fresh) seen.add(id);
        if (fresh.length > 0) returns = 0;
        yield { jobs: fresh, total, problems };
        if (jobs.length === 0 || page * size >= total) return;
      }
    },

    async summaries(project, uuids) {
      return readSummaries((await open(project)).summary, uuids);
    },

    async findJob(project, id, among: JobScope): Promise<JobSource> {
      if (among === 'removed') {
        const context = await open(project);
        return removedJob(context, await findRemoved(context, id));
      }
      const [context, found] = await together(open(project), lookUp(http, project, id));
      if ('job' in found) {
        const byUuid = found.job.reply.uuid === id;
        if (among === 'active' && !byUuid && (await isRemoved(context, found.job.reply.uuid))) {
          throw notFound(`job ${id} of project ${oneLine(context.place.project.name)} is removed`, 'Recover it first.');
        }
        return serverJob(context, found.job, byUuid ? 'active' : null);
      }
      const trash = among === 'any' ? await findRemoved(context, id).catch(nullIfMissing) : null;
      if (trash !== null) return removedJob(context, trash);
      throw await unknownJob(http, context.place, id, found.missing);
    },

    async act(action, project, id, options = {}) {
      if (options.force) throw usageError('remove --force is not possible on a Server', 'Leave out --force.');
      if (action === 'recover') {
        const context = await open(project);
        await putTrash(http, context.place.project.id, (await findRemoved(context, id)).id);
        return null;
      }
      await actOnServerJob(http, project, id, action);
      return null;
    },

    close: () => http.close(),
  };
}

/** Waits for both; if both fail, the failure about the project is the one to report. */
async function together<A, B>(project: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([project, other]);
  return [await project, await other];
}

async function lookUp(
  http: HttpClient,
  project: string,
  id: string,
): Promise<{ readonly job: Raw<JobReply> } | { readonly missing: Error }> {
  try {
    return { job: await getJob(http, project, id) };
  } catch (error) {
    if (isMissing(error)) return { missing: error };
    throw error;
  }
}

/** The entry in the trash for a job's number or uuid. */
async function findRemoved(context: ProjectContext, id: string): Promise<TrashReply> {
  const { http, place, summary } = context;
  let uuid: string | null = id;
  if (/^\d+$/.test(id)) {
    const found = await lookUp(http, place.project.id, id);
    uuid = 'job' in found ? found.job.reply.uuid : await uuidOfNumber(summary, id);
  }
  const trash = uuid === null ? null : await findTrash(http, place.project.id, uuid);
  if (trash !== null) return trash;
  throw notFound(`no removed job ${id} in project ${oneLine(place.project.name)}`, 'swjob list --removed shows them.');
}

/** For users who may not see the trash, the job does not exist. */
function nullIfMissing(error: unknown): null {
  if (error instanceof SwjobError && (error.code === 'not-found' || error.code === 'not-allowed')) return null;
  throw error;
}

async function removedRecords(context: ProjectContext): Promise<readonly JobRecord[]> {
  const trash = await allTrash(context.http, context.place.project.id);
  if (trash.length === 0) return [];
  const summaries = await readSummaries(
    context.summary,
    trash.map((entry) => entry.name),
  );
  return trash.map((entry) => removedRecord(entry, summaries.get(entry.name) ?? null, context.place)).sort(byNewest);
}

function asJobPage({ list, total }: Page<JobRecord>): JobPage {
  return { jobs: list, total, problems: [] };
}

function pageOf(jobs: readonly JobRecord[], query: JobQuery): JobPage {
  const chosen = chosenFrom(jobs, query.choose, ({ uuid }) => uuid);
  return { jobs: onPage(chosen, query), total: chosen.length, problems: [] };
}
