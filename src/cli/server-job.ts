import { type SwjobError, usageError } from '../errors.ts';
import type { Instance } from '../job/instance.ts';
import type { ServerInstance } from '../server/instance.ts';
import type { ServerJobs } from '../server/server-jobs.ts';
import { type FoundJob, findJob } from './jobs.ts';
import type { Run } from './run.ts';

export interface FoundServerJob extends FoundJob {
  /** The operations that only a Server has. */
  readonly jobs: ServerJobs;
}

/** Finds the job that a URI names; throws a usage error, which begins with `what`, unless it is on a Server. */
export async function findServerJob(run: Run, uri: string, what: string): Promise<FoundServerJob> {
  const found = await findJob(run, uri);
  return { ...found, jobs: serverJobsOf(found.instance, what) };
}

/** The operations that only a Server has; throws a usage error, which begins with `what`, on Standalone. */
export function serverJobsOf(instance: Instance, what: string): ServerJobs {
  if (isServerInstance(instance)) return instance.jobs;
  throw serverOnly(instance, what);
}

export function isServerInstance(instance: Instance): instance is ServerInstance {
  return instance.kind === 'server';
}

function serverOnly(instance: Instance, what: string): SwjobError {
  return usageError(
    `${what} works only with jobs on a Server or in the Cloud: ${instance.name} is Standalone`,
    'List the instances with swjob instance list; swjob help uris shows how to name a job on a Server.',
  );
}
