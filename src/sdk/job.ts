import { usageError } from '../errors.ts';
import type { Pagination } from '../job/pagination.ts';
import { ActingJob } from './acting-job.ts';
import { isOptions, text } from './arguments.ts';
import { type Callable, called, calledNow, calledRows } from './called.ts';
import { type CreateOptions, createOptions } from './create-options.ts';
import { findInView, type View } from './found-job.ts';
import type { JobOrigin } from './job-state.ts';
import { jobsOptions, type ListOptions, listOptions } from './jobs-options.ts';
import { iteratedJobs, listPage } from './list-jobs.ts';
import { processSession } from './process-session.ts';
import type { Project } from './project.ts';

/** A page of a list of jobs. */
export interface JobList {
  /** The jobs of this page, newest first. */
  readonly jobs: Job[];
  /** The position of the page among all pages. */
  readonly pagination: Pagination;
}

/**
 * Makes a Job from its URI. The job is looked up when a method first needs it.
 *
 * @param uri `local/project/self/job/xm5wnup`, `xm5wnup` or any prefix that matches one job, `@latest`, `@latest:success`,
 *   `srv/project/1/job/3`, `https://host/project/1/job/3`, an address copied from the web console, …: `swjob help uris`
 *   lists all forms
 *
 * @example
 * ```ts
 * import { job } from 'swjob';
 *
 * // The beginning of an id is enough if it matches only one job.
 * console.log(await job('irti').tables()); // [ 'objects', 'results', 'train/steps' ]
 * console.log(await job('srv/project/1/job/3').status()); // SUCCESS
 * ```
 *
 * @group Jobs
 */
export function job(uri: string): Job {
  return jobIn(job, uri);
}

/**
 * A Starwhale job on a Standalone, Server or Cloud instance. Nothing is read until a method needs it: if the job does not
 * exist, the first such method fails. Every failure is a `SwjobError`. Instances, projects and tokens come from swcli's
 * config file and the environment (`SW_CLI_CONFIG`, `SW_LOCAL_STORAGE`, `SW_TOKEN`).
 *
 * @example
 * ```ts
 * import { job } from 'swjob';
 *
 * const found = job('qsrgiil7bkae');
 * console.log(await found.status()); // SUCCESS
 * console.log((await found.summary())['accuracy']); // 0.85
 * ```
 *
 * @group Jobs
 */
export class Job extends ActingJob {
  private constructor(origin: JobOrigin) {
    // JavaScript does not enforce private constructors.
    if (typeof origin?.find !== 'function') {
      throw usageError('a Job is not made with new', 'Call job(uri), or Job.create().');
    }
    super(origin);
  }

  /**
   * Makes a Job from its URI, as `job(uri)` does.
   *
   * @param uri a job URI in any of its forms
   *
   * @example
   * ```ts
   * import { Job } from 'swjob';
   *
   * console.log(await Job.get('qsrgiil7bkae').status()); // SUCCESS
   * ```
   */
  static get(uri: string): Job {
    return jobIn(Job.get, uri);
  }

  /**
   * Lists a page of a project's jobs, newest first, without removed jobs.
   *
   * @param options a project, a page, a selection; or just a project, as a URI or a Project. By default all jobs of the
   *   current project, on a Server the first 20.
   * @throws {@link SwjobError} `usage` for a page or size below 1, `not-found`, `not-allowed`, `network`
   *
   * @example
   * ```ts
   * import { Job } from 'swjob';
   *
   * const { jobs, pagination } = await Job.list({ project: 'self', pageIndex: 2, pageSize: 5 });
   * console.log(jobs.length); // 5
   * console.log(pagination); // { total: 23, page: 2, size: 5, pages: 5, has_next: true }
   * ```
   */
  static list(options: ListOptions | Project | string = {}): Promise<JobList> {
    return listIn({ session: processSession() }, 'Job.list', Job.list, options);
  }

  /**
   * Runs a job. On Standalone it runs locally, in the Starwhale engine of a Python on this machine, and the promise resolves
   * when it has finished. On a Server it is submitted, and the promise resolves once the Server has accepted it. Model,
   * handler and datasets are looked up before anything is run or sent.
   *
   * @param options what to run
   * @returns the new job
   * @throws {@link SwjobError} `job-failed` if a Standalone job ends in FAIL (`uri` is that of the job), `not-found` if the
   *   model, handler or a dataset does not exist (the hint lists what does), `usage` for options that the instance cannot
   *   take, `interrupted` after an abort, and on a Server `not-allowed` or `network`
   *
   * @example
   * ```ts
   * import { Job } from 'swjob';
   *
   * const created = await Job.create({
   *   project: 'srv/project/1',
   *   model: 'clf',
   *   runHandler: 'evaluator:summarize',
   *   datasets: ['points'],
   *   runtime: 'pytorch',
   *   overwriteSpecs: { 'evaluator:summarize': { resources: '4GiB' } },
   * });
   * console.log(await created.status());
   * ```
   */
  static create(options: CreateOptions): Promise<Job> {
    return createIn({ session: processSession() }, 'Job.create', Job.create, options);
  }
}

/** Makes a Job from its URI in a view, by default that of the environment; `of` is the public function that was called. */
export function jobIn(of: Callable, uri: string, view?: View): Job {
  const named = calledNow({ name: of.name, of }, () => text(uri, "the job's URI"));
  // Without a view, each lookup reads the config anew.
  return make({
    uri: named,
    view: view ?? { session: processSession() },
    find: (among) => findInView(view ?? { session: processSession() }, named, among),
  });
}

/** The constructor is private because programs get Jobs by their URIs. */
function make(origin: JobOrigin): Job {
  return new (Job as unknown as new (origin: JobOrigin) => Job)(origin);
}

/** Implements `Job.list` in a view. */
export function listIn(view: View, name: string, of: Callable, options: unknown): Promise<JobList> {
  const call = { name, of, uri: view.project, signal: view.signal, options, check: listOptions };
  return called(call, (checked) => listPage(view, checked, make));
}

/** Implements `Starwhale.jobs` in a view. */
export function jobsIn(view: View, of: Callable, options: unknown): AsyncGenerator<Job, void, undefined> {
  const call = { name: 'Starwhale.jobs', of, uri: view.project, signal: view.signal, options, check: jobsOptions };
  return calledRows(call, (checked) => iteratedJobs(view, checked, make));
}

/** Implements `Job.create` in a view. */
export function createIn(view: View, name: string, of: Callable, options: unknown): Promise<Job> {
  const { signal, project: uri } = view;
  const given = uri !== undefined && isOptions(options) ? { ...options, project: options['project'] ?? uri } : options;
  const call = { name, of, uri, signal, options: given, check: createOptions, ends: 'by itself' as const };
  return called(call, async (checked) => {
    const { createJob } = await import('./create.ts');
    const created = await createJob(checked, view.session, name);
    return make({ uri: created, view, find: (among) => findInView(view, created, among) });
  });
}
