import { SwjobError } from '../errors.ts';
import type { JobSelector } from '../uri/job-selector.ts';
import type { Instance, JobScope, JobSource } from './instance.ts';
import type { JobRecord, JobStatus } from './record.ts';

/** The job of a project that a selector means: one by its id, or the newest (with a status). */
export async function findSelected(
  instance: Instance,
  project: string,
  selector: JobSelector,
  among: JobScope,
): Promise<JobSource> {
  if (selector.kind === 'id') return instance.findJob(project, selector.id, among);
  const { status } = selector;
  const removed = among === 'removed';
  const newest = await newestJob(instance, project, removed, status);
  if (newest !== undefined) return instance.findJob(project, newest.id, removed ? 'removed' : 'active');
  const what = status === undefined ? 'no jobs' : `no job whose status is ${status}`;
  throw new SwjobError('not-found', `the project ${project} has ${what}`);
}

const PAGE_SIZE = 50;

async function newestJob(
  instance: Instance,
  project: string,
  removed: boolean,
  status: JobStatus | undefined,
): Promise<JobRecord | undefined> {
  for (let page = 1; ; page++) {
    const { jobs, total } = await instance.listJobs(project, { page, size: PAGE_SIZE, removed });
    const fitting = jobs.find((job) => status === undefined || job.status === status);
    if (fitting !== undefined || jobs.length === 0 || page * PAGE_SIZE >= total) return fitting;
  }
}
