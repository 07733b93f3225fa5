import { notFound } from '../errors.ts';
import type { TaskRecord } from '../job/server-records.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { ServerJobs } from './server-jobs.ts';

/** The tasks of a job, oldest first; or the one with this id or uuid, which has to exist. */
export async function chosenTasks(
  jobs: ServerJobs,
  project: string,
  job: string,
  task?: string,
): Promise<readonly TaskRecord[]> {
  const tasks = oldestFirst(await jobs.tasks(project, job));
  if (task === undefined) return tasks;
  const asked = tasks.filter(({ id, uuid }) => id === task || uuid === task);
  if (asked.length > 0) return asked;
  const ids = tasks.map(({ id }) => id);
  const hint = ids.length > 0 ? meantAndKnown(task, 'Its tasks', ids) : 'It has no tasks yet.';
  throw notFound(`the job ${job} has no task ${show(task)}`, hint);
}

/** Sorts tasks, which a server lists newest first. */
export function oldestFirst(tasks: readonly TaskRecord[]): readonly TaskRecord[] {
  return [...tasks].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}

/** Milliseconds from a task's start to its end; null if either is unknown, or the task runs. */
export function durationOf({ status, started_at, finished_at }: TaskRecord): number | null {
  if (status === 'RUNNING') return null;
  const duration = started_at && finished_at ? Date.parse(finished_at) - Date.parse(started_at) : -1;
  return duration >= 0 ? duration : null;
}
