import { userHome } from '../files/user-home.ts';
import type { ProjectRecord } from '../job/project-record.ts';
import { type Checks, checkOptions, filledText, optional, text, wholeNumber } from './arguments.ts';
import { called, calledRows } from './called.ts';
import { type CompareOptions, type Comparison, compareIn } from './compare.ts';
import { ConfiguredSession } from './configured-session.ts';
import type { CreateOptions } from './create.ts';
import { type Diff, type DiffOptions, diffIn } from './diff.ts';
import type { View } from './found-job.ts';
import { createIn, type Job, type JobList, jobIn, jobsIn, listIn } from './job.ts';
import type { ListOptions } from './job-options.ts';
import type { JobsOptions } from './jobs-options.ts';
import { type Project, projectUri } from './project.ts';

/** What a `Starwhale` sees instead of what the environment names. */
export interface StarwhaleOptions {
  /** The path of swcli's config file, which must exist; else `$SW_CLI_CONFIG`, else `~/.config/starwhale/config.yaml`. */
  readonly config?: string | undefined;
  /** The folder of the Standalone instance; else `$SW_LOCAL_STORAGE`, else that of the config. */
  readonly storage?: string | undefined;
  /** The token for the Server of `project`, else of the current instance; it is sent to no other. */
  readonly token?: string | undefined;
  /** Milliseconds that a Server has to answer each request; 60,000 unless given. */
  readonly timeout?: number | undefined;
  /** The project of jobs and calls that name none; else the current one. */
  readonly project?: string | Project | undefined;
}

const CHECKS: Checks<Omit<StarwhaleOptions, 'project'> & { readonly project?: string | undefined }> = {
  config: optional(filledText),
  storage: optional(filledText),
  token: optional(filledText),
  timeout: optional(wholeNumber(1)),
  project: optional(projectUri),
};

/**
 * One configured view of Starwhale's instances. A program can have several: they share neither config, stores, tokens
 * nor connections. The environment is read once, when it is made.
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
   * A view of these instances.
   *
   * @param options what differs from the environment
   * @throws {@link SwjobError} `usage` for an option that is wrong or unknown
   */
  constructor(options: StarwhaleOptions = {}) {
    const { config, storage, token, timeout, project } = checkOptions(options ?? {}, 'Starwhale', CHECKS);
    const env = { ...process.env, ...(storage !== undefined && { SW_LOCAL_STORAGE: storage }) };
    const session = new ConfiguredSession(
      { env, home: userHome(env), pid: process.pid, configFile: config, http: { requestTimeoutMs: timeout } },
      token,
      project ?? '',
    );
    this.#view = { session, project: project === '' ? undefined : project };
  }

  /**
   * The job that a URI names, as the function `job` gives it.
   *
   * @param uri a job URI in any of its forms
   */
  job(uri: string): Job {
    return jobIn(this.#view, uri);
  }

  /**
   * A page of jobs, as `Job.list` gives it.
   *
   * @param options a project and a page
   * @throws {@link SwjobError} as `Job.list` does
   */
  listJobs(options: ListOptions | Project | string = {}): Promise<JobList> {
    return this.#call(() => listIn(this.#view, options));
  }

  /**
   * All jobs of a project, newest first, or those that fit. A page is read when the loop gets to it.
   *
   * @param options a project, the page to begin with and the jobs a page, 50 unless given; which jobs, and in which order
   * @throws {@link SwjobError} `usage`, also for a condition that does not parse; `not-found` for a name in it that no job
   *   has; and as `Job.list` does
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
    const jobs = jobsIn(this.#view, options);
    return calledRows(() => jobs, this.#view.signal, this.#view.project);
  }

  /**
   * The projects of an instance.
   *
   * @param instance its alias or address; the current one unless given
   * @throws {@link SwjobError} `not-found` for an instance that is not there, `not-allowed`, `network`
   *
   * @example
   * ```ts
   * import { Starwhale } from 'swjob';
   *
   * const projects = await new Starwhale().projects('local');
   * console.log(projects.map(({ name }) => name).includes('self')); // true
   * ```
   */
  projects(instance = ''): Promise<readonly ProjectRecord[]> {
    return this.#call(async () => {
      const named = text(instance ?? '', 'the instance');
      const { projectsOf } = await import('../session-projects.ts');
      return projectsOf(this.#view.session, named);
    });
  }

  /**
   * Runs a job, as `Job.create` does.
   *
   * @param options what it is made of
   * @throws {@link SwjobError} as `Job.create` does
   */
  create(options: CreateOptions): Promise<Job> {
    return this.#call(() => createIn(this.#view, options));
  }

  /**
   * Metrics of jobs beside those of a base, as the function `compare` gives them.
   *
   * @param base the URI of a job, or a Job
   * @param jobs the jobs to compare with it
   * @param options which metrics, what is better, and how far they may move
   * @throws {@link SwjobError} as `compare` does
   */
  compare(
    base: Job | string,
    jobs: readonly (Job | string)[] | Job | string,
    options: CompareOptions = {},
  ): Promise<Comparison> {
    return this.#call(() => compareIn((uri) => this.job(uri), base, jobs, options));
  }

  /**
   * A table of two jobs row by row, as the function `diff` gives it.
   *
   * @param base the URI of a job, or a Job
   * @param job the job to compare with it
   * @param options which table, and what of it
   * @throws {@link SwjobError} as `diff` does
   */
  diff(base: Job | string, job: Job | string, options: DiffOptions = {}): Diff {
    return diffIn((uri) => this.job(uri), base, job, options);
  }

  /** Closes the connections to Servers. */
  async close(): Promise<void> {
    await this.#view.session.close();
  }

  /** Closes the connections at the end of the block of an `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #call<T>(what: () => Promise<T>): Promise<T> {
    return called(what, this.#view.signal, this.#view.project);
  }
}
