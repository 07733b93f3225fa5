import type { JobStatus } from '../job/record.ts';
import {
  type Check,
  type Checks,
  checkOptions,
  filledText,
  list,
  optional,
  signal,
  wholeNumber,
  wrong,
} from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';
import { Project, projectUri } from './project.ts';

/** Which jobs `Job.list` returns. Selecting by status, filter or time, and sorting, apply to all jobs, before paging. */
export interface ListOptions extends CallOptions {
  /** A Project or its URI; by default the current project of the current instance. */
  readonly project?: string | Project | undefined;
  /** The number of the page, counted from 1. */
  readonly pageIndex?: number | undefined;
  /** Jobs per page; by default 20 on a Server, all jobs on Standalone. */
  readonly pageSize?: number | undefined;
  /** Only jobs with this status, or one of these. */
  readonly status?: JobStatus | readonly JobStatus[] | undefined;
  /** Only jobs that match this condition on fields and metrics, such as `accuracy > 0.8 and model == "clf"`. */
  readonly filter?: string | undefined;
  /** Fields and metrics to sort by; a minus sorts descending: `'-accuracy'`, `['model', '-created_at']`. */
  readonly sort?: string | readonly string[] | undefined;
  /** The metrics that `summary()` of these jobs returns; all by default. They are read together for a page. */
  readonly metrics?: readonly string[] | undefined;
  /** Only jobs created at this time or later: a Date, or a string such as `7d` or `2026-11-20`. */
  readonly since?: Date | string | undefined;
  /** Only jobs created up to this time; a date without a time means the end of that day. */
  readonly until?: Date | string | undefined;
}

/** Which jobs `Starwhale.jobs` yields. It starts at `pageIndex`, and reads pages of 50 unless `pageSize` is given. */
export interface JobsOptions extends ListOptions {
  /** Yield at most this many jobs. */
  readonly limit?: number | undefined;
}

const words: Check<readonly string[]> = (value, name) => {
  if (typeof value === 'string') return [filledText(value, name)];
  if (!Array.isArray(value)) throw wrong(name, 'a string or an array of strings', value);
  return list(filledText)(value, name);
};

const moment: Check<string> = (value, name) => {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(name, 'a valid Date or a string', value);
};

export interface CheckedListOptions extends CallOptions {
  readonly project?: string | undefined;
  readonly pageIndex?: number | undefined;
  readonly pageSize?: number | undefined;
  readonly status?: readonly string[] | undefined;
  readonly filter?: string | undefined;
  readonly sort?: readonly string[] | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export interface CheckedJobsOptions extends CheckedListOptions {
  readonly limit?: number | undefined;
}

const LIST_CHECKS: Checks<CheckedListOptions> = {
  project: optional(projectUri),
  pageIndex: optional(wholeNumber(1)),
  pageSize: optional(wholeNumber(1)),
  status: optional(words),
  filter: optional(filledText),
  sort: optional(words),
  metrics: optional(list(filledText)),
  since: optional(moment),
  until: optional(moment),
  signal: optional(signal),
};
const JOBS_CHECKS: Checks<CheckedJobsOptions> = { ...LIST_CHECKS, limit: optional(wholeNumber(0)) };

export const listOptions: CheckedBy<CheckedListOptions> = (given, name) =>
  checkOptions(withProject(given), name, LIST_CHECKS);
export const jobsOptions: CheckedBy<CheckedJobsOptions> = (given, name) =>
  checkOptions(withProject(given), name, JOBS_CHECKS);

/** A project alone counts as options that name it. */
function withProject(given: unknown): unknown {
  return given instanceof Project || typeof given === 'string' ? { project: given } : (given ?? {});
}
