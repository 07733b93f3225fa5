import { setTimeout as delay } from 'node:timers/promises';
import { isSwjobError, SwjobError, usageError } from '../errors.ts';
import type { ActionOptions, Instance, JobAction, JobScope, JobSource } from '../job/instance.ts';
import { LAST_LOOK_MS, lookAt, patient } from '../job/patience.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import type { ServerInstance } from '../server/instance.ts';
import { eitherOf, MAX_TIMER_MS, withinTime } from '../signals.ts';
import type { JobWaitOptions } from './action-options.ts';
import { throwIfAborted } from './arguments.ts';
import { forCall } from './call-signals.ts';
import { actUnseen, type FindJob } from './found-job.ts';
import type { JobState } from './job-state.ts';

const USUAL_INTERVAL_MS = 2000;

export async function act(
  { find, view, uri }: Pick<JobState, 'find' | 'view' | 'uri'>,
  action: JobAction,
  signal: AbortSignal | undefined,
  options: ActionOptions = {},
): Promise<void> {
  const found = await find(action === 'recover' ? 'removed' : 'active').catch(async (error: unknown) => {
    const mayAct = isSwjobError(error, 'not-found') && (action === 'recover' || options.force === true);
    if (mayAct && (await actUnseen(view, uri, action, options))) return null;
    throw error;
  });
  if (found === null) return;
  throwIfAborted(signal, `Job.${action}`);
  await found.instance.act(action, found.project, found.source.id, options);
}

/** Calls what only Servers have; `what` is the function's name in the error for a Standalone job. */
export async function onServer<T>(
  find: FindJob,
  what: string,
  call: (jobs: ServerInstance['jobs'], project: string, id: string) => Promise<T>,
  among: JobScope = 'active',
): Promise<T> {
  const { source, instance, project } = await find(among);
  return call(serverJobsOf(instance, what), project, source.id);
}

export function serverJobsOf(instance: Instance, what: string): ServerInstance['jobs'] {
  if (instance.kind === 'server') return (instance as ServerInstance).jobs;
  throw usageError(
    `${what} is for jobs on a Server or in the Cloud, and ${instance.name} is Standalone`,
    'Name a job of a Server, such as srv/project/1/job/3.',
  );
}

/** Polls the job until it has finished, and resolves to its final status. */
export async function waitForEnd(source: () => Promise<JobSource>, options: JobWaitOptions): Promise<JobStatus> {
  const { timeout = Number.POSITIVE_INFINITY, interval = USUAL_INTERVAL_MS, signal } = options;
  const began = performance.now();
  const left = () => timeout - (performance.now() - began);
  let state = 'the server has not answered';
  const late = () => new SwjobError('timeout', `${state} after ${timeout} ms`);
  const take = () =>
    withinTime(Math.max(left(), LAST_LOOK_MS), late, (ended) =>
      forCall(eitherOf(signal, ended), async () => {
        const found = await source();
        return { uri: found.uri, ...(await lookAt(found)) };
      }),
    );
  // Once the server has answered, it may go away for a while.
  const again = patient(take, () => {});
  for (let look: typeof again = take; ; look = again) {
    throwIfAborted(signal, 'Job.wait');
    const seen = await look();
    if (seen !== null) {
      const { uri, status, lost } = seen;
      if (isFinal(status)) return status;
      if (lost !== null) throw new SwjobError('not-final', `the job ${uri} will not finish: ${lost}`);
      state = `the job ${uri} is still ${status}`;
    }
    const rest = left();
    if (rest <= 0) throw late();
    // An abort only cuts the pause short: the next turn reports it.
    await delay(Math.min(interval, rest, MAX_TIMER_MS), undefined, { signal }).catch(() => undefined);
  }
}
