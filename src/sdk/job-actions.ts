import { setTimeout as delay } from 'node:timers/promises';
import { SwjobError, usageError } from '../errors.ts';
import type { ActionOptions, Instance, JobAction, JobScope, JobSource } from '../job/instance.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import type { ServerInstance } from '../server/instance.ts';
import type { JobWaitOptions } from './action-options.ts';
import { throwIfAborted } from './arguments.ts';
import type { FindJob } from './found-job.ts';

const USUAL_INTERVAL_MS = 2000;
/** Node fires timers that are longer than this at once. */
const LONGEST_PAUSE_MS = 2 ** 31 - 1;

export async function act(
  find: FindJob,
  action: JobAction,
  signal: AbortSignal | undefined,
  options: ActionOptions = {},
): Promise<void> {
  const { source, instance, project } = await find(action === 'recover' ? 'removed' : 'active');
  throwIfAborted(signal, `Job.${action}`);
  await instance.act(action, project, source.id, options);
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
  const { timeout = Number.POSITIVE_INFINITY, interval = USUAL_INTERVAL_MS } = options;
  const began = performance.now();
  for (;;) {
    throwIfAborted(options.signal, 'Job.wait');
    const found = await source();
    const status = await found.status();
    if (isFinal(status)) return status;
    const lost = (await found.lost?.()) ?? null;
    if (lost !== null) throw new SwjobError('not-final', `the job ${found.uri} will not finish: ${lost}`);
    const left = timeout - (performance.now() - began);
    if (left <= 0) throw new SwjobError('timeout', `the job ${found.uri} is still ${status} after ${timeout} ms`);
    // An abort only cuts the pause short: the next turn reports it.
    await delay(Math.min(interval, left, LONGEST_PAUSE_MS), undefined, { signal: options.signal }).catch(
      () => undefined,
    );
  }
}
