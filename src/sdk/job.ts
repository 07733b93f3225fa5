import { isSwjobError, SwjobError, usageError } from '../errors.ts';
import { findSelected } from '../job/find.ts';
import type { JobSource } from '../job/instance.ts';
import { type Pagination, paginationOf } from '../job/pagination.ts';
import type { JobRecord, JobStatus } from '../job/record.ts';
import type { Session } from '../session.ts';
import { resolveJob, resolveProject } from '../uri/resolve.ts';
import { text, throwIfAborted } from './arguments.ts';
import type { CreateOptions } from './create.ts';
import { infoOf, type JobInfo } from './info.ts';
import { checkedListOptions, checkedRowsOptions, type ListOptions, type TableRowsOptions } from './job-options.ts';
import { processSession } from './process-session.ts';
import type { Project } from './project.ts';
import { rowOf } from './typed-rows.ts';
import type { Row } from './value.ts';

/** A page of jobs. */
export interface JobList {
  /** The jobs of this page, newest first. */
  readonly jobs: Job[];
  /** Where the page stands among all. */
  readonly pagination: Pagination;
}

const SERVER_PAGE_SIZE = 20;

/**
 * A Starwhale job on a Standalone, Server or Cloud instance. Nothing is read before a method asks for it, so a job that
 * does not exist is noticed by the first of them; every method rejects with a `SwjobError`. Instances, projects and
 * tokens are those of swcli's config file and environment (`SW_CLI_CONFIG`, `SW_LOCAL_STORAGE`, `SW_TOKEN`).
 *
 * @example
 * ```ts
 * import { job } from 'swjob';
 *
 * const found = job('qsrgiil7bkae');
 * console.log(await found.status()); // SUCCESS
 * console.log((await found.summary())['accuracy']); // 0.85
 * ```
 */
export class Job {
  readonly #source: () => Promise<JobSource>;
  #uri: string;

  private constructor(uri: string, source: () => Promise<JobSource>) {
    // JavaScript knows nothing of private constructors.
    if (typeof source !== 'function') throw usageError('a Job is not made with new', 'Call job(uri), or Job.create().');
    this.#uri = uri;
    this.#source = source;
  }

  /** The job's URI as it was given; of a listed or a new job in full. */
  get uri(): string {
    return this.#uri;
  }

  /**
   * The job that a URI names, as `job(uri)` does.
   *
   * @param uri a job URI in any of its forms
   */
  static get(uri: string): Job {
    const named = text(uri, "the job's URI");
    let found: Promise<JobSource> | undefined;
    return new Job(named, () => {
      found ??= findByUri(named, processSession());
      // A failure is not kept: the job may appear, the network come back.
      found.catch(() => {
        found = undefined;
      });
      return found;
    });
  }

  /**
   * A page of the jobs of a project, newest first; removed jobs are left out.
   *
   * @param options a project and a page; without them all jobs of the current project, on a Server the first 20. A
   *   project alone, as a URI or a Project, is an option too.
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
  static async list(options: ListOptions | Project | string = {}): Promise<JobList> {
    const { project = '', pageIndex = 1, pageSize } = checkedListOptions(options);
    const session = processSession();
    const target = resolveProject(String(project), { config: await session.config() });
    const instance = await session.instance(target.instance);
    const size = pageSize ?? (instance.kind === 'server' ? SERVER_PAGE_SIZE : undefined);
    const page = size === undefined ? 1 : pageIndex;
    const { jobs, total } = await instance.listJobs(target.project, { page, ...(size !== undefined && { size }) });
    return {
      jobs: jobs.map(({ uri, id }) => new Job(uri, () => instance.findJob(target.project, id, 'active'))),
      pagination: paginationOf(total, page, size),
    };
  }

  /**
   * Runs a job: on Standalone here and now, through the Starwhale engine of a Python on this machine, resolving when it
   * has ended; on a Server by request, resolving as soon as it was taken. Model, handler and datasets are looked up
   * before anything is run or sent.
   *
   * @param options what it is made of
   * @returns the new job
   * @throws {@link SwjobError} `job-failed` where a Standalone job ended in FAIL, `not-found` for a model, handler or
   *   dataset that is not there (the hint lists those that are), `usage` for what the instance cannot take,
   *   `interrupted` after an abort, and `not-allowed` or `network` of a Server
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
  static async create(options: CreateOptions): Promise<Job> {
    const { createJob } = await import('./create.ts');
    return Job.get(await createJob(options, processSession()));
  }

  /**
   * The job's state at this moment; UNKNOWN where nothing tells it.
   *
   * @throws {@link SwjobError} `not-found`, `ambiguous`, `damaged`, `not-allowed`, `network`
   */
  async status(): Promise<JobStatus> {
    return (await this.#source()).status();
  }

  /**
   * The job with the same keys on every instance, as `swjob list --json` prints them.
   *
   * @throws {@link SwjobError} as `status` does
   */
  async record(): Promise<JobRecord> {
    return (await this.#source()).record();
  }

  /**
   * The instance's own record of the job, its tasks and its report.
   *
   * @throws {@link SwjobError} as `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const { manifest, report } = await job('qsrgiil7bkae').info();
   * console.log(manifest?.handler_name); // evaluator:summarize
   * console.log(report?.labels?.map((label) => label.id)); // [ 'ant', 'bee', 'cat', 'dog' ]
   * ```
   */
  async info(): Promise<JobInfo> {
    return infoOf(await this.#source());
  }

  /**
   * The job's row of the project's summary table, its `id` first; `{}` where it wrote none.
   *
   * @throws {@link SwjobError} as `status` does
   */
  async summary(): Promise<Row> {
    const source = await this.#source();
    const row = await source.summary();
    return row === null ? {} : rowOf(row, source.artifacts);
  }

  /**
   * The names of the job's tables by code point, without the summary table.
   *
   * @throws {@link SwjobError} as `status` does
   */
  async tables(): Promise<string[]> {
    return [...(await (await this.#source()).tables())];
  }

  /**
   * The records of a table in key order, read as they are iterated: no table is in memory as a whole, and leaving the
   * loop early ends the reading.
   *
   * @param name the table's name, one of `tables()`
   * @param options a range of keys, columns, a revision; without them everything
   * @throws {@link SwjobError} `not-found` for a table or column that is not there (the hint lists those that are),
   *   `usage` for a bound that does not fit the keys, `damaged` where a block is, `interrupted` after an abort, and as
   *   `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * for await (const row of job('qsrgiil7bkae').getTableRows('labels', { start: 'bee', end: 'dog' })) {
   *   console.log(row.id, row.precision, row.support);
   * }
   * ```
   */
  getTableRows(name: string, options: TableRowsOptions = {}): AsyncGenerator<Row, void, undefined> {
    const table = text(name, "the table's name");
    return this.#rows(table, checkedRowsOptions(options));
  }

  async *#rows(name: string, options: TableRowsOptions): AsyncGenerator<Row, void, undefined> {
    throwIfAborted(options.signal, 'the reading');
    const source = await this.#source();
    const table = await source.table(name);
    try {
      for await (const batch of table.scan(options)) {
        for (const row of batch) yield rowOf(row, source.artifacts);
      }
    } catch (error) {
      if (options.signal?.aborted !== true || isSwjobError(error)) throw error;
      throw new SwjobError('interrupted', 'the reading was interrupted', { cause: error });
    }
  }
}

/**
 * The job that a URI names; it is looked up when a method asks for something.
 *
 * @param uri `local/project/self/job/xm5wnup`, `xm5wnup` or any prefix that fits one job, `@latest`, `@latest:success`,
 *   `srv/project/1/job/3`, `https://host/project/1/job/3`, an address pasted from the web console, …: `swjob help uris`
 *   lists all forms
 *
 * @example
 * ```ts
 * import { job } from 'swjob';
 *
 * // The beginning of an id is enough where it fits one job.
 * console.log(await job('irti').tables()); // [ 'objects', 'results', 'train/steps' ]
 * console.log(await job('srv/project/1/job/3').status()); // SUCCESS
 * ```
 */
export function job(uri: string): Job {
  return Job.get(uri);
}

async function findByUri(uri: string, session: Session): Promise<JobSource> {
  const target = resolveJob(uri, { config: await session.config() });
  return findSelected(await session.instance(target.instance), target.project, target.job, 'any');
}
