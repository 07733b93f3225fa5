import { compareText } from '../datastore/keys.ts';
import type { JobSource, TableSource } from '../job/instance.ts';
import { unknownTable } from '../job/unknown-table.ts';
import type { ServerArtifacts } from './artifacts.ts';
import { listTables } from './datastore-endpoints.ts';
import { getJob, getTasks, type Raw } from './endpoints.ts';
import { isMissing, isServerError } from './errors.ts';
import type { HttpClient } from './http.ts';
import { type JobPlace, jobRecord, jobStatus, jobUri } from './jobs.ts';
import { everyPage } from './pages.ts';
import type { JobReply, TaskReply, TrashReply } from './reply.ts';
import { snakeCased } from './snake-case.ts';
import { readSummary, type SummaryTable } from './summaries.ts';
import { ServerTable } from './table.ts';
import { probeTable } from './table-info.ts';
import { removedRecord } from './trash.ts';

export interface ProjectContext {
  readonly http: HttpClient;
  readonly artifacts: ServerArtifacts;
  readonly place: JobPlace;
  readonly summary: SummaryTable;
}

/** A job fetched this recently answers one call of each function without being fetched again. */
const FRESH_MS = 1000;

/**
 * A job on a server.
 *
 * @param found null if the job was found by its number, which the server also finds for a removed job. Only looking it up by
 *   uuid then tells whether it is removed.
 */
export function serverJob(context: ProjectContext, fetched: Raw<JobReply>, found: 'active' | null): JobSource {
  const { http, place } = context;
  const { id, uuid } = fetched.reply;
  let latest = fetched;
  let fetchedAt = http.now();
  const answered = new Set<string>();
  const current = async (caller: string): Promise<Raw<JobReply>> => {
    if (answered.has(caller) || http.now() - fetchedAt > FRESH_MS) {
      latest = await getJob(http, place.project.id, id);
      fetchedAt = http.now();
      answered.clear();
    }
    answered.add(caller);
    return latest;
  };
  return {
    uri: jobUri(place, id),
    project: place.project.name,
    id,
    async record() {
      const [{ reply }, removed] = await Promise.all([current('record'), found === null && isRemoved(context, uuid)]);
      return jobRecord(reply, place, removed);
    },
    status: async () => jobStatus((await current('status')).reply.jobStatus),
    async details() {
      const [job, tasks] = await Promise.all([current('details'), allTasks(http, place.project.id, id)]);
      return { manifest: null, job: snakeCased(job.raw), tasks: tasks.map(({ raw }) => snakeCased(raw)) };
    },
    ...jobData(context, uuid),
    summary: () => readSummary(context.summary, uuid, ownSummaryTable(context, fetched.reply)),
  };
}

/** The table that the job's steps name for its summary, as those of a fine-tune space do; null if they name none. */
function ownSummaryTable({ place }: ProjectContext, { stepSpec }: JobReply): string | null {
  const named = /\bSW_EVALUATION_SUMMARY_TABLE["']?\s+value: *["']?([\w./-]+)/.exec(stepSpec ?? '')?.[1];
  return named === undefined ? null : `project/${place.project.id}/${named}`;
}

/** A job in the trash. Its tables and summary still exist. */
export function removedJob(context: ProjectContext, trash: TrashReply): Promise<JobSource> {
  const { place, summary } = context;
  const read = async () => removedRecord(trash, await readSummary(summary, trash.name), place);
  return read().then((first) => ({
    uri: first.uri,
    project: first.project,
    id: first.id,
    record: read,
    status: async () => (await read()).status,
    details: async () => ({ manifest: null, job: snakeCased(trash), tasks: [] }),
    ...jobData(context, trash.name),
  }));
}

/** Whether a job is removed: the server then no longer finds it by its uuid. */
export async function isRemoved({ http, place }: ProjectContext, uuid: string): Promise<boolean> {
  try {
    await getJob(http, place.project.id, uuid);
    return false;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

export function allTasks(http: HttpClient, project: string, job: string): Promise<readonly Raw<TaskReply>[]> {
  return everyPage({
    what: 'tasks',
    fetchPage: (page, size) => getTasks(http, project, job, page, size),
    identity: ({ reply }) => reply.id,
    warn: (text) => http.warn(text),
  });
}

type JobData = Pick<JobSource, 'uuid' | 'summary' | 'tables' | 'table' | 'artifacts'>;

function jobData(context: ProjectContext, uuid: string): JobData {
  const { http, artifacts, place, summary } = context;
  const prefix = `project/${place.project.id}/eval/${uuid.slice(0, 2)}/${uuid}/`;
  const tables = async (): Promise<readonly string[]> => {
    const names = await listTables(http, prefix);
    return names
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .sort(compareText);
  };
  return {
    uuid,
    summary: () => readSummary(summary, uuid),
    tables,
    async table(name): Promise<TableSource> {
      try {
        const tableName = prefix + name;
        return new ServerTable({ http, artifacts, name, tableName, info: await probeTable(http, tableName) });
      } catch (error) {
        if (!isServerError(error, 400, 404)) throw error;
        const names = await tables();
        if (names.includes(name)) throw error;
        throw unknownTable(name, names);
      }
    },
    artifacts,
  };
}
