import type { JobSource } from '../job/instance.ts';
import { wrong } from './arguments.ts';
import type { Job } from './job.ts';
import { keptSource } from './job-state.ts';

/** Makes a Job from a URI. */
export type JobOf = (uri: string) => Job;

/** What finds the job that an argument names; `name` is what messages call the argument. Nothing is read yet. */
export function givenJob(value: unknown, name: string, jobOf: JobOf): () => Promise<JobSource> {
  const job = typeof value === 'string' && value !== '' ? jobOf(value) : value;
  const source = typeof job === 'object' && job !== null ? keptSource(job) : undefined;
  if (source !== undefined) return source;
  throw wrong(name, 'the URI of a job or a Job', value);
}
