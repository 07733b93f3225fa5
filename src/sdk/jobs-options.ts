import type { JobStatus } from '../job/record.ts';
import { type Check, type Checks, checkOptions, filledText, list, optional, wrong } from './arguments.ts';
import { LIST_CHECKS, type ListOptions } from './job-options.ts';
import { Project } from './project.ts';

/** Which jobs `Starwhale.jobs` gives. With a status, filter, order or time, all jobs of the project are looked at first. */
export interface JobsOptions extends ListOptions {
  /** Only jobs of this status, or of one of these. */
  readonly status?: JobStatus | readonly JobStatus[] | undefined;
  /** Only jobs that fulfil this condition on fields and metrics, such as `accuracy > 0.8 and model == "clf"`. */
  readonly filter?: string | undefined;
  /** Fields and metrics to sort by, a minus for descending: `'-accuracy'`, `['model', '-created_at']`. */
  readonly sort?: string | readonly string[] | undefined;
  /** The metrics that `summary()` of these jobs gives, all unless given; they are read together with each page. */
  readonly metrics?: readonly string[] | undefined;
  /** Only jobs created at this time or later: a Date, or a string such as `7d` or `2026-11-20`. */
  readonly since?: Date | string | undefined;
  /** Only jobs created up to this time; a day alone means its end. */
  readonly until?: Date | string | undefined;
}

const words: Check<readonly string[]> = (value, name) =>
  typeof value === 'string' ? [filledText(value, name)] : list(filledText)(value, name);

const moment: Check<string> = (value, name) => {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(name, 'a Date or a string', value);
};

export interface CheckedJobsOptions extends ListOptions {
  readonly status?: readonly string[] | undefined;
  readonly filter?: string | undefined;
  readonly sort?: readonly string[] | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const JOBS_CHECKS: Checks<CheckedJobsOptions> = {
  ...LIST_CHECKS,
  status: optional(words),
  filter: optional(filledText),
  sort: optional(words),
  metrics: optional(list(filledText)),
  since: optional(moment),
  until: optional(moment),
};

/** The options of `Starwhale.jobs`, which a project alone may stand for. */
export function checkedJobsOptions(options: JobsOptions | Project | string | null): CheckedJobsOptions {
  const isProject = options instanceof Project || typeof options === 'string';
  return checkOptions(isProject ? { project: options } : (options ?? {}), 'Starwhale.jobs', JOBS_CHECKS);
}
