import { wrong } from './arguments.ts';
import type { Job } from './job.ts';
import { type JobState, keptState } from './job-state.ts';

/** Makes a Job from a URI. */
export type JobOf = (uri: string) => Job;

/** A job that an argument names, and what looks it up. */
export type GivenJob = Pick<JobState, 'uri' | 'source'>;

/** The job that an argument names; `name` is what messages call the argument. Nothing is read yet. */
export function givenJob(value: unknown, name: string, jobOf: JobOf): GivenJob {
  const job = typeof value === 'string' && value !== '' ? jobOf(value) : value;
  const state = typeof job === 'object' && job !== null ? keptState(job) : undefined;
  if (state !== undefined) return state;
  throw wrong(name, 'the URI of a job or a Job', value);
}
