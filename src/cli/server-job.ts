import { type SwjobError, usageError } from '../errors.ts';
import type { Instance, JobScope } from '../job/instance.ts';
import type { ServerInstance } from '../server/instance.ts';
import type { ServerJobs } from '../server/server-jobs.ts';
import { type FoundJob, findJob } from './jobs.ts';
import type { Run } from './run.ts';

export interface FoundServerJob extends FoundJob {
  /** What only a Server's jobs have. */
  readonly jobs: ServerJobs;
}

/** The job behind a URI for a command that needs a Server: one of a Standalone instance is wrong usage. */
export async function findServerJob(run: Run, uri: string, what: string, among?: JobScope): Promise<FoundServerJob> {
  const found = await findJob(run, uri, among);
  return { ...found, jobs: serverJobsOf(found.instance, what) };
}

/** What only a Server's jobs have; `what` begins the refusal of a Standalone instance. */
export function serverJobsOf(instance: Instance, what: string): ServerJobs {
  if (isServerInstance(instance)) return instance.jobs;
  throw serverOnly(instance, what);
}

export function isServerInstance(instance: Instance): instance is ServerInstance {
  return instance.kind === 'server';
}

function serverOnly(instance: Instance, what: string): SwjobError {
  return usageError(
    `${what} is for jobs on a Server or in the Cloud, and ${instance.name} is Standalone`,
    'swjob instance list shows the instances; swjob help uris, how to name a job of a Server.',
  );
}
