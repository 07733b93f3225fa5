import type { EventRecord, TaskRecord } from '../job/server-records.ts';
import { apiPath } from './api-path.ts';
import { getEvents, postPin, putComment } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import { allTasks } from './job-source.ts';
import { isoTime } from './jobs.ts';
import { type LogOptions, taskLog } from './logs.ts';
import type { EventReply, ProjectReply, TaskReply } from './reply.ts';

/** What only jobs on a Server have; `project` and `id` are as in `Instance`. */
export interface ServerJobs {
  tasks(project: string, id: string): Promise<readonly TaskRecord[]>;
  events(project: string, id: string): Promise<readonly EventRecord[]>;
  /** The lines of a task's log, without line breaks. */
  logs(project: string, id: string, taskId: string, options?: LogOptions): AsyncIterable<string>;
  pin(project: string, id: string, pinned: boolean): Promise<void>;
  comment(project: string, id: string, text: string): Promise<void>;
  /** The job's page in the web console. */
  consoleUrl(project: string, id: string): Promise<string>;
}

export function serverJobs(http: HttpClient, resolve: (project: string) => Promise<ProjectReply>): ServerJobs {
  return {
    tasks: async (project, id) => (await allTasks(http, project, id)).map(({ reply }) => taskRecord(reply)),
    events: async (project, id) => (await getEvents(http, project, id)).map(eventRecord),
    logs: (project, id, taskId, options) => taskLog(http, project, id, taskId, options),
    pin: (project, id, pinned) => postPin(http, project, id, pinned),
    comment: (project, id, text) => putComment(http, project, id, text),
    async consoleUrl(project, id) {
      // Throws if the id is invalid in a path.
      apiPath`job/${id}`;
      return `${http.address}/projects/${(await resolve(project)).id}/evaluations/${encodeURIComponent(id)}/results`;
    },
  };
}

function taskRecord(task: TaskReply): TaskRecord {
  return {
    id: task.id,
    uuid: task.uuid,
    step: task.stepName,
    status: task.taskStatus,
    started_at: isoTime(task.startedTime),
    // The server keeps that of a task that runs again.
    finished_at: task.taskStatus === 'RUNNING' ? null : isoTime(task.finishedTime),
    retries: task.retryNum,
    resource_pool: task.resourcePool,
    failed_reason: task.failedReason,
  };
}

function eventRecord(event: EventReply): EventRecord {
  return {
    id: event.id,
    time: isoTime(event.timestamp),
    type: event.eventType,
    source: event.source,
    resource: event.relatedResource?.eventResourceType ?? null,
    resource_id: event.relatedResource?.id ?? null,
    message: event.message,
    data: event.data,
  };
}
