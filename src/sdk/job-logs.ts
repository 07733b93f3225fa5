import { usageError } from '../errors.ts';
import type { EventRecord } from '../job/server-records.ts';
import type { SessionOptions } from '../session-options.ts';
import { throwIfAborted } from './arguments.ts';
import { type Callable, calledRows } from './called.ts';
import type { FindJob } from './found-job.ts';
import { onServer, serverJobsOf } from './job-actions.ts';
import { stateOf } from './job-state.ts';
import { checkedLogsOptions, type JobLogsOptions, type JobTask } from './log-options.ts';

export async function tasksOf(find: FindJob): Promise<readonly JobTask[]> {
  const { durationOf, oldestFirst } = await import('../server/chosen-tasks.ts');
  const tasks = await onServer(find, 'Job.tasks', (jobs, project, id) => jobs.tasks(project, id), 'any');
  return oldestFirst(tasks).map((task) => ({ ...task, duration_ms: durationOf(task) }));
}

export function eventsOf(find: FindJob): Promise<readonly EventRecord[]> {
  return onServer(find, 'Job.events', (jobs, project, id) => jobs.events(project, id), 'any');
}

/** Implements `Job.logs`; `of` is the method, for the stacks of errors. */
export function jobLogs(
  job: object,
  of: Callable,
  options: JobLogsOptions | null,
): AsyncGenerator<string, void, undefined> {
  const { uri, find, view } = stateOf(job);
  const call = { name: 'Job.logs', of, uri, signal: view.signal, options, check: checkedLogsOptions };
  return calledRows(call, (checked) => logLines(find, view.session.options, checked));
}

/** The lines of a job's logs, one log after the other. */
async function* logLines(
  find: FindJob,
  session: SessionOptions,
  { task, follow = false, signal: given }: JobLogsOptions,
): AsyncGenerator<string, void, undefined> {
  const { source, instance, project, target } = await find('any');
  if (target.kind === 'server') {
    const { chosenTasks } = await import('../server/chosen-tasks.ts');
    const jobs = serverJobsOf(instance, 'Job.logs');
    for (const { id } of await chosenTasks(jobs, project, source.id, task)) {
      yield* unlessAborted(jobs.logs(project, source.id, id, { follow, signal: given }), given);
    }
    return;
  }
  if (task !== undefined) throw usageError('task works on a Server only', 'A Standalone job has one log.');
  const { standaloneLogs } = await import('../engine/standalone-logs.ts');
  const { setTimeout: delay } = await import('node:timers/promises');
  // An abort only ends the pause: the next line, or the end, reports it.
  const sleep = (ms: number) => delay(ms, undefined, { signal: given }).catch(() => throwIfAborted(given, 'Job.logs'));
  const { removed } = await source.record();
  const { engine, runlogs, none } = standaloneLogs(session, target.root, source, removed, follow ? { sleep } : {});
  const logs = [...(engine === null ? [] : [engine]), ...runlogs()];
  if (logs.length === 0) throw none();
  for (const { lines } of logs) yield* unlessAborted(lines(), given);
}

async function* unlessAborted(lines: AsyncIterable<string>, given: AbortSignal | undefined): AsyncGenerator<string> {
  for await (const line of lines) {
    throwIfAborted(given, 'Job.logs');
    yield line;
  }
  throwIfAborted(given, 'Job.logs');
}
