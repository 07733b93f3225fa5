import type { Batch } from '../datastore/batch.ts';
import { isSwjobError, SwjobError, usageError } from '../errors.ts';
import type { ArtifactReader, JobSource } from '../job/instance.ts';
import { type Pagination, paginationOf } from '../job/pagination.ts';
import { PickleReader } from '../job/pickle-reader.ts';
import { pickledTable } from '../job/pickled-table.ts';
import type { JobRecord, JobStatus } from '../job/record.ts';
import { checkedRemoveOptions, checkedWaitOptions, type JobWaitOptions, type RemoveOptions } from './action-options.ts';
import { flag, text, throwIfAborted } from './arguments.ts';
import { batchRows } from './batch-values.ts';
import type { CreateOptions } from './create.ts';
import { type FindJob, findInView, projectIn, type View } from './found-job.ts';
import { infoOf, type JobInfo } from './info.ts';
import { act, onServer, waitForEnd } from './job-actions.ts';
import { checkedListOptions, checkedRowsOptions, type ListOptions, type TableRowsOptions } from './job-options.ts';
import { keepSource } from './job-source.ts';
import { ListedSummaries } from './listed-summaries.ts';
import { processSession } from './process-session.ts';
import type { Project } from './project.ts';
import { RowIterator } from './row-iterator.ts';
import { type TableBatch, tableBatch } from './table-batch.ts';
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

/** What a list told of a job. */
interface Listed {
  readonly record: JobRecord;
  /** Undefined once it was asked for: it may have changed since. */
  status: JobStatus | undefined;
  readonly summaries: ListedSummaries;
}

/** Makes a Job; its constructor is private, as programs get jobs by their URIs. */
let make: (uri: string, find: FindJob, listed?: Listed) => Job;

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
  readonly #find: FindJob;
  readonly #uri: string;
  #found: Promise<JobSource> | undefined;
  #listed: Listed | undefined;

  private constructor(uri: string, find: FindJob, listed?: Listed) {
    // JavaScript knows nothing of private constructors.
    if (typeof find !== 'function') throw usageError('a Job is not made with new', 'Call job(uri), or Job.create().');
    this.#uri = uri;
    this.#find = find;
    this.#listed = listed;
    keepSource(this, () => this.#source());
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
    // The config is read when something is asked for, and again after a failure.
    return new Job(named, (among) => findInView({ session: processSession() }, named, among));
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
    return listIn({ session: processSession() }, options);
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
    return createIn({ session: processSession() }, options);
  }

  static {
    make = (uri, find, listed) => new Job(uri, find, listed);
    // What console.log shows.
    Object.defineProperty(Job.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: Job): string {
        const status = this.#listed?.record.status;
        return `Job ${this.#uri}${status === undefined ? '' : ` (${status})`}`;
      },
    });
  }

  /**
   * The job's state at this moment; UNKNOWN where nothing tells it. Of a listed job, the first call gives the state in
   * the list.
   *
   * @throws {@link SwjobError} `not-found`, `ambiguous`, `damaged`, `not-allowed`, `network`
   */
  async status(): Promise<JobStatus> {
    if (this.#listed?.status !== undefined) {
      const { status } = this.#listed;
      this.#listed.status = undefined;
      return status;
    }
    return (await this.#source()).status();
  }

  /**
   * The job with the same keys on every instance, as `swjob list --json` prints them. Of a listed job,
   * what the list told, until `refresh` is called.
   *
   * @throws {@link SwjobError} as `status` does
   */
  async record(): Promise<JobRecord> {
    return this.#listed?.record ?? (await this.#source()).record();
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
   * The job's row of the project's summary table, its `id` first; `{}` where it wrote none. Those of all jobs of a
   * list are read at once, when the first is asked for.
   *
   * @throws {@link SwjobError} as `status` does
   */
  async summary(): Promise<Row> {
    if (this.#listed !== undefined) {
      const row = await this.#listed.summaries.of(this.#listed.record.uuid);
      return row === undefined ? {} : rowOf(row, { read: async (link) => (await this.#source()).artifacts.read(link) });
    }
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
    const checked = checkedRowsOptions(options, 'getTableRows');
    return new RowIterator(this.#read(table, checked, batchRows), checked.signal);
  }

  /**
   * The records of a table in key order as columns, some hundreds of rows at a time: for those who compute. Numbers are
   * typed arrays. A batch is valid until the next one is asked for, as its memory is used again: `slice()` keeps values.
   *
   * @param name the table's name, one of `tables()`
   * @param options a range of keys, columns, a revision; without them everything
   * @throws {@link SwjobError} as `getTableRows` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * let sum = 0;
   * for await (const batch of job('qsrgiil7bkae').getTableBatches('labels', { columns: ['support'] })) {
   *   for (const value of batch.column('support') ?? []) sum += Number(value);
   * }
   * console.log(sum);
   * ```
   */
  getTableBatches(name: string, options: TableRowsOptions = {}): AsyncGenerator<TableBatch, void, undefined> {
    const table = text(name, "the table's name");
    return this.#read(table, checkedRowsOptions(options, 'getTableBatches'), tableBatch);
  }

  /** Forgets what a list or a lookup told: the next call asks the instance. */
  refresh(): void {
    this.#listed = undefined;
    this.#found = undefined;
  }

  /**
   * Waits until the job has finished, and gives its last status, whatever it is.
   *
   * @param options how long, how often to look, and a signal
   * @throws {@link SwjobError} `timeout`, `interrupted`, `not-final` for a job that nothing runs any more, and as
   *   `status` does
   */
  async wait(options: JobWaitOptions = {}): Promise<JobStatus> {
    const checked = checkedWaitOptions(options);
    throwIfAborted(checked.signal, 'Job.wait');
    this.refresh();
    return waitForEnd(() => this.#source(), checked);
  }

  /**
   * Cancels the job.
   *
   * @throws {@link SwjobError} `operation-failed` with the instance's reason where it refuses, and as `status` does
   */
  cancel(): Promise<void> {
    return this.#change(act(this.#find, 'cancel'));
  }

  /**
   * Pauses the job.
   *
   * @throws {@link SwjobError} as `cancel` does
   */
  pause(): Promise<void> {
    return this.#change(act(this.#find, 'pause'));
  }

  /**
   * Resumes the job after a pause.
   *
   * @throws {@link SwjobError} as `cancel` does
   */
  resume(): Promise<void> {
    return this.#change(act(this.#find, 'resume'));
  }

  /**
   * Moves the job to the trash, from where `recover` brings it back.
   *
   * @param options whether it is deleted for good
   * @throws {@link SwjobError} as `cancel` does
   */
  async remove(options: RemoveOptions = {}): Promise<void> {
    const { force = false } = checkedRemoveOptions(options);
    await this.#change(act(this.#find, 'remove', { force }));
  }

  /**
   * Brings the job back from the trash.
   *
   * @throws {@link SwjobError} as `cancel` does
   */
  recover(): Promise<void> {
    return this.#change(act(this.#find, 'recover'));
  }

  /**
   * Replaces the comment of a job on a Server.
   *
   * @param comment the new comment
   * @throws {@link SwjobError} `usage` for a Standalone job, and as `cancel` does
   */
  async comment(comment: string): Promise<void> {
    const checked = text(comment, 'the comment');
    await this.#change(onServer(this.#find, 'Job.comment', (jobs, project, id) => jobs.comment(project, id, checked)));
  }

  /**
   * Pins a job on a Server, so that its console shows it first.
   *
   * @param pinned false to unpin it
   * @throws {@link SwjobError} `usage` for a Standalone job, and as `cancel` does
   */
  async pin(pinned = true): Promise<void> {
    const checked = flag(pinned, 'pinned');
    await this.#change(onServer(this.#find, 'Job.pin', (jobs, project, id) => jobs.pin(project, id, checked)));
  }

  /** Its URI. */
  toString(): string {
    return this.#uri;
  }

  /** What `JSON.stringify` prints: the URI, and of a listed job its record too. */
  toJSON(): Pick<Job, 'uri'> & Partial<JobRecord> {
    return { ...this.#listed?.record, uri: this.#uri };
  }

  async #change(done: Promise<void>): Promise<void> {
    await done;
    this.refresh();
  }

  #source(): Promise<JobSource> {
    if (this.#found === undefined) {
      const found = this.#find('any').then(({ source }) => source);
      this.#found = found;
      // A failure is not kept: the job may appear, the network come back.
      found.catch(() => {
        if (this.#found === found) this.#found = undefined;
      });
    }
    return this.#found;
  }

  async *#read<T>(
    name: string,
    { unpickle, ...options }: TableRowsOptions,
    give: (batch: Batch, artifacts: ArtifactReader) => T,
  ): AsyncGenerator<T, void, undefined> {
    throwIfAborted(options.signal, 'the reading');
    const source = await this.#source();
    const stored = await source.table(name);
    const table = unpickle === true ? pickledTable(stored, new PickleReader()) : stored;
    try {
      for await (const batch of table.read(options)) yield give(batch, source.artifacts);
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

/** The job that a URI names in a view. */
export function jobIn(view: View, uri: string): Job {
  const named = text(uri, "the job's URI");
  return make(named, (among) => findInView(view, named, among));
}

/** A page of the jobs of a project in a view. */
export async function listIn(view: View, options: ListOptions | Project | string): Promise<JobList> {
  const { project = '', pageIndex = 1, pageSize } = checkedListOptions(options);
  const target = await projectIn(view, String(project));
  const instance = await view.session.instance(target.instance);
  const size = pageSize ?? (instance.kind === 'server' ? SERVER_PAGE_SIZE : undefined);
  const page = size === undefined ? 1 : pageIndex;
  const { jobs, total } = await instance.listJobs(target.project, { page, ...(size !== undefined && { size }) });
  const summaries = new ListedSummaries(
    instance,
    target.project,
    jobs.map(({ uuid }) => uuid),
  );
  return {
    jobs: jobs.map((record) => {
      const find: FindJob = async (among) => ({
        source: await instance.findJob(target.project, record.id, among),
        instance,
        project: target.project,
      });
      return make(record.uri, find, { record, status: record.status, summaries });
    }),
    pagination: paginationOf(total, page, size),
  };
}

/** Runs a job in a view. */
export async function createIn(view: View, options: CreateOptions): Promise<Job> {
  const { createJob } = await import('./create.ts');
  return jobIn(view, await createJob(options, view.session));
}
