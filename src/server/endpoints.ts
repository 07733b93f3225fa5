import { apiPath } from './api-path.ts';
import type { HttpClient } from './http.ts';
import {
  checked,
  type EventReply,
  eventReply,
  type JobReply,
  jobReply,
  listReply,
  type ProjectReply,
  pageReply,
  projectReply,
  type TaskReply,
  type TrashReply,
  taskReply,
  textsReply,
  trashReply,
} from './reply.ts';

// One function per endpoint. `project` is a name, an id or `owner:name`; `job` is an id or a uuid.

/** A checked record, together with everything that the server sent. */
export interface Raw<T> {
  readonly reply: T;
  readonly raw: unknown;
}

export interface Page<T> {
  readonly total: number;
  readonly list: readonly T[];
  /** The server's page size, which may be smaller than requested; null if it does not say. */
  readonly pageSize: number | null;
}

export async function getProject(http: HttpClient, project: string): Promise<ProjectReply> {
  return checked(projectReply, await http.json('GET', apiPath`project/${project}`), 'project');
}

export async function getProjects(
  http: HttpClient,
  pageNum: number,
  pageSize: number,
  signal?: AbortSignal,
): Promise<Page<ProjectReply>> {
  const data = await http.json('GET', apiPath`project`, { query: { pageNum, pageSize }, signal });
  const { list, ...page } = checked(pageReply, data, 'projects');
  return { ...page, list: list.map((raw) => checked(projectReply, raw, 'projects')) };
}

export async function getJobs(
  http: HttpClient,
  project: string,
  pageNum: number,
  pageSize: number,
  signal?: AbortSignal,
): Promise<Page<JobReply>> {
  const data = await http.json('GET', apiPath`project/${project}/job`, { query: { pageNum, pageSize }, signal });
  const { list, ...page } = checked(pageReply, data, 'jobs');
  return { ...page, list: list.map((raw) => checked(jobReply, raw, 'jobs')) };
}

export async function getJob(http: HttpClient, project: string, job: string): Promise<Raw<JobReply>> {
  const raw = await http.json('GET', apiPath`project/${project}/job/${job}`);
  return { reply: checked(jobReply, raw, 'job'), raw };
}

export async function getTasks(
  http: HttpClient,
  project: string,
  job: string,
  pageNum: number,
  pageSize: number,
): Promise<Page<Raw<TaskReply>>> {
  const data = await http.json('GET', apiPath`project/${project}/job/${job}/task`, { query: { pageNum, pageSize } });
  const { list, ...page } = checked(pageReply, data, 'tasks');
  return { ...page, list: list.map((raw) => ({ reply: checked(taskReply, raw, 'tasks'), raw })) };
}

export async function getTask(http: HttpClient, project: string, job: string, task: string): Promise<TaskReply> {
  return checked(taskReply, await http.json('GET', apiPath`project/${project}/job/${job}/task/${task}`), 'task');
}

export async function getEvents(http: HttpClient, project: string, job: string): Promise<readonly EventReply[]> {
  const data = await http.json('GET', apiPath`project/${project}/job/${job}/event`);
  return checked(listReply, data, 'events').map((raw) => checked(eventReply, raw, 'events'));
}

/** The server refuses with 400 if the job's state does not allow the action. */
export async function postAction(
  http: HttpClient,
  project: string,
  job: string,
  action: 'cancel' | 'pause' | 'resume',
): Promise<void> {
  await http.json('POST', apiPath`project/${project}/job/${job}/${action}`);
}

export async function deleteJob(http: HttpClient, project: string, job: string): Promise<void> {
  await http.json('DELETE', apiPath`project/${project}/job/${job}`);
}

export async function postPin(http: HttpClient, project: string, job: string, pinned: boolean): Promise<void> {
  await http.json('POST', apiPath`project/${project}/job/${job}/pin`, { json: { pinned } });
}

export async function putComment(http: HttpClient, project: string, job: string, comment: string): Promise<void> {
  await http.json('PUT', apiPath`project/${project}/job/${job}`, { json: { comment } });
}

/** Lists removed jobs; `name` is the beginning of a job's uuid. */
export async function getTrash(
  http: HttpClient,
  project: string,
  pageNum: number,
  pageSize: number,
  name?: string,
): Promise<Page<TrashReply>> {
  const query = { type: 'EVALUATION', pageNum, pageSize, ...(name === undefined ? {} : { name }) };
  const data = await http.json('GET', apiPath`project/${project}/trash`, { query });
  const { list, ...page } = checked(pageReply, data, 'trash');
  return { ...page, list: list.map((raw) => checked(trashReply, raw, 'trash')) };
}

export async function putTrash(http: HttpClient, project: string, trash: string): Promise<void> {
  await http.json('PUT', apiPath`project/${project}/trash/${trash}`);
}

/** Signed links, valid for a day, by their URIs. */
export async function signLinks(http: HttpClient, uris: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const options = { query: { expTimeMillis: 86_400_000 }, json: uris, idempotent: true };
  const data = await http.json('POST', apiPath`filestorage/sign-links`, options);
  const links = new Map<string, string>();
  for (const [uri, link] of Object.entries(data ?? {})) if (typeof link === 'string') links.set(uri, link);
  return links;
}

/** The names of a finished task's log files. */
export async function getLogFiles(http: HttpClient, task: string): Promise<readonly string[]> {
  return checked(textsReply, await http.json('GET', apiPath`log/offline/${task}`), 'log files');
}

export async function getLogFile(http: HttpClient, task: string, file: string): Promise<string> {
  return (await http.request('GET', apiPath`log/offline/${task}/${file}`)).body.toString('utf8');
}
