import { userHome } from '../files/user-home.ts';
import { type Checks, checkOptions, filledText, optional, wholeNumber } from './arguments.ts';
import { type CompareOptions, type Comparison, compareIn } from './compare.ts';
import { ConfiguredSession } from './configured-session.ts';
import type { CreateOptions } from './create.ts';
import { type Diff, type DiffOptions, diffIn } from './diff.ts';
import type { View } from './found-job.ts';
import { createIn, type Job, type JobList, jobIn, listIn } from './job.ts';
import { checkedListOptions, type ListOptions } from './job-options.ts';
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

const PAGE_SIZE = 50;

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
  async listJobs(options: ListOptions | Project | string = {}): Promise<JobList> {
    return listIn(this.#view, options);
  }

  /**
   * All jobs of a project, newest first. A page is read when the loop gets to it.
   *
   * @param options a project, the page to begin with and the jobs a page, 50 unless given
   * @throws {@link SwjobError} as `Job.list` does
   */
  jobs(options: ListOptions | Project | string = {}): AsyncGenerator<Job, void, undefined> {
    return this.#jobs(checkedListOptions(options));
  }

  /**
   * Runs a job, as `Job.create` does.
   *
   * @param options what it is made of
   * @throws {@link SwjobError} as `Job.create` does
   */
  async create(options: CreateOptions): Promise<Job> {
    return createIn(this.#view, options);
  }

  /**
   * Metrics of jobs beside those of a base, as the function `compare` gives them.
   *
   * @param base the URI of a job, or a Job
   * @param jobs the jobs to compare with it
   * @param options which metrics, what is better, and how far they may move
   * @throws {@link SwjobError} as `compare` does
   */
  async compare(
    base: Job | string,
    jobs: readonly (Job | string)[] | Job | string,
    options: CompareOptions = {},
  ): Promise<Comparison> {
    return compareIn((uri) => this.job(uri), base, jobs, options);
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

  async *#jobs({ project, pageIndex = 1, pageSize = PAGE_SIZE }: ListOptions): AsyncGenerator<Job, void, undefined> {
    for (let page = pageIndex; ; page++) {
      const { jobs, pagination } = await listIn(this.#view, { project, pageIndex: page, pageSize });
      yield* jobs;
      if (jobs.length === 0 || !pagination.has_next) return;
    }
  }
}
