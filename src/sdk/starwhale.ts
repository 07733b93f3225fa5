import { usageError } from '../errors.ts';
import { userHome } from '../files/user-home.ts';
import type { ProjectRecord } from '../job/project-record.ts';
import { checkOptions, text } from './arguments.ts';
import { type CallOptions, callOptions } from './call-options.ts';
import { signalsOf } from './call-signals.ts';
import { type Callable, called, calledNow } from './called.ts';
import { type CompareOptions, type Comparison, compareIn } from './compare.ts';
import { ConfiguredSession } from './configured-session.ts';
import type { CreateInProjectOptions } from './create-options.ts';
import { type Diff, diffIn } from './diff.ts';
import type { DiffOptions } from './diff-options.ts';
import type { View } from './found-job.ts';
import { showBy } from './inspected.ts';
import { createIn, type Job, type JobList, jobIn, jobsIn, listIn } from './job.ts';
import type { JobsOptions, ListOptions } from './jobs-options.ts';
import type { Project } from './project.ts';
import { STARWHALE_CHECKS, type StarwhaleOptions } from './starwhale-options.ts';

/**
 * A client with its own configuration. A program can have several: they do not share config, stores, tokens or
 * connections. The environment is read once, when the client is created, and the config file once, when a call needs it:
 * after a new login, create another client.
 *
 * @example
 * ```ts
 * import { Starwhale } from 'swjob';
 *
 * const starwhale = new Starwhale({ project: 'local/project/self' });
 * let succeeded = 0;
 * for await (const job of starwhale.jobs()) {
 *   if ((await job.status()) === 'SUCCESS') succeeded++;
 * }
 * console.log(succeeded > 0); // true
 * await starwhale.close();
 * ```
 *
 * @group Jobs
 */
export class Starwhale {
  readonly #view: View;

  /**
   * Creates a client.
   *
   * @param options what differs from the environment
   * @throws {@link SwjobError} `usage` for an invalid or unknown option
   */
  constructor(options: StarwhaleOptions = {}) {
    const given = calledNow({ name: 'Starwhale', of: Starwhale }, () => {
      const checked = checkOptions(options ?? {}, 'Starwhale', STARWHALE_CHECKS);
      if (checked.fetch === undefined || checked.dispatcher === undefined) return checked;
      throw usageError('fetch and dispatcher both send the requests', 'Give one of them.');
    });
    const { config, storage, token, project, timeout, maxRetries, signal, fetch, dispatcher } = given;
    const env = { ...process.env, ...(storage !== undefined && { SW_LOCAL_STORAGE: storage }) };
    const http = { requestTimeoutMs: timeout, maxRetries, fetch, dispatcher, calls: signalsOf(signal) };
    const environment = { env, home: userHome(env), pid: process.pid, configFile: config, http };
    const session = new ConfiguredSession(environment, token, project ?? '');
    this.#view = { session, project: project === '' ? undefined : project, signal };
    showBy(Starwhale.prototype, function () {
      return `Starwhale ${this.#view.project ?? ''}`.trimEnd();
    });
  }

  /**
   * Makes a Job from its URI, as the function `job` does.
   *
   * @param uri a job URI in any of its forms
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * const starwhale = new Starwhale({ project: 'local/project/self' });
   * console.log(await starwhale.job('irti').status()); // SUCCESS
   * ```
   */
  job(uri: string): Job {
    return jobIn(Starwhale.prototype.job, uri, this.#view);
  }

  /**
   * Lists a page of jobs, as `Job.list` does.
   *
   * @param options a project, a page, a selection; or just a project
   * @throws {@link SwjobError} as `Job.list` does
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * const starwhale = new Starwhale({ project: 'local/project/self' });
   * const { jobs, pagination } = await starwhale.listJobs({ status: 'SUCCESS', sort: '-accuracy', pageSize: 3 });
   * console.log(jobs.length, pagination.page); // 3 1
   * ```
   */
  listJobs(options: ListOptions | Project | string = {}): Promise<JobList> {
    return listIn(this.#view, 'Starwhale.listJobs', Starwhale.prototype.listJobs, options);
  }

  /**
   * Iterates over a project's jobs, newest first unless sorted. A page is read when the loop gets to it.
   *
   * @param options a project, a selection and an order, the first page and its size (50 by default); or just a project
   * @throws {@link SwjobError} `usage`, also for a condition that cannot be parsed; `not-found` if no job has a name that
   *   the condition uses; and as `Job.list` does
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * const starwhale = new Starwhale({ project: 'local/project/self' });
   * for await (const job of starwhale.jobs({ status: 'SUCCESS', filter: 'accuracy > 0.8', sort: '-accuracy' })) {
   *   console.log((await job.summary())['accuracy']); // 0.85
   *   break;
   * }
   * ```
   */
  jobs(options: JobsOptions | Project | string = {}): AsyncGenerator<Job, void, undefined> {
    return jobsIn(this.#view, Starwhale.prototype.jobs, options);
  }

  /**
   * Lists the projects of an instance.
   *
   * @param instance the alias or address of the instance; by default the current one
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `not-found` if the instance is unknown, `not-allowed`, `network`
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * const projects = await new Starwhale().projects('local');
   * console.log(projects.map(({ name }) => name).includes('self')); // true
   * ```
   */
  projects(instance = '', options: CallOptions = {}): Promise<readonly ProjectRecord[]> {
    const { session, signal } = this.#view;
    const call = { name: 'Starwhale.projects', of: Starwhale.prototype.projects, signal, options, check: callOptions };
    return called(call, async () => {
      const named = text(instance ?? '', 'the instance');
      const { projectsOf } = await import('../session-projects.ts');
      return projectsOf(session, named);
    });
  }

  /**
   * Runs a job, as `Job.create` does.
   *
   * @param options what to run; by default in the project of this client
   * @throws {@link SwjobError} as `Job.create` does
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * await using starwhale = new Starwhale({ project: 'srv/project/1' });
   * const job = await starwhale.create({
   *   model: 'clf',
   *   runHandler: 'evaluator:summarize',
   *   datasets: ['points'],
   *   runtime: 'pytorch',
   * });
   * console.log(await job.wait({ interval: 10 })); // SUCCESS
   * ```
   */
  create(options: CreateInProjectOptions): Promise<Job> {
    return createIn(this.#view, 'Starwhale.create', Starwhale.prototype.create, options);
  }

  /**
   * Compares the metrics of jobs with those of a base, as the function `compare` does.
   *
   * @param base the URI of a job, or a Job
   * @param jobs the jobs to compare with the base
   * @param options which metrics, which direction is better, and how far they may move
   * @throws {@link SwjobError} as `compare` does
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * const starwhale = new Starwhale({ project: 'local/project/self' });
   * const { jobs } = await starwhale.compare('27v6', 'qsrgiil7bkae', { metrics: ['accuracy'] });
   * console.log(jobs[0]?.metrics['accuracy']?.better); // null
   * ```
   */
  compare(
    base: Job | string,
    jobs: readonly (Job | string)[] | Job | string,
    options: CompareOptions = {},
  ): Promise<Comparison> {
    const call = this.#call('Starwhale.compare', Starwhale.prototype.compare);
    return compareIn(call, (uri) => this.job(uri), base, jobs, options);
  }

  /**
   * Compares a table of two jobs row by row, as the function `diff` does.
   *
   * @param base the URI of a job, or a Job
   * @param job the job to compare with it
   * @param options which table, which rows and columns, and how to match them
   * @throws {@link SwjobError} as `diff` does
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * const starwhale = new Starwhale({ project: 'local/project/self' });
   * console.log((await starwhale.diff('27v6', 'qsrgiil7bkae').counts()).equal); // 200
   * ```
   */
  diff(base: Job | string, job: Job | string, options: DiffOptions = {}): Diff {
    return diffIn(this.#call('Starwhale.diff', Starwhale.prototype.diff), (uri) => this.job(uri), base, job, options);
  }

  /** Closes the connections to Servers. */
  async close(): Promise<void> {
    await this.#view.session.close();
  }

  /** Closes the connections at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #call(name: string, of: Callable) {
    const { signal, project: uri } = this.#view;
    return { name, of, signal, uri };
  }
}
