import { findSelected } from '../job/find.ts';
import type { JobSource, ScanOptions } from '../job/instance.ts';
import { checkPage, type Pagination, paginationOf } from '../job/pagination.ts';
import type { JobRecord, JobStatus } from '../job/record.ts';
import type { Session } from '../session.ts';
import { resolveJob, resolveProject } from '../uri/resolve.ts';
import type { CreateOptions } from './create.ts';
import { infoOf, type JobInfo } from './info.ts';
import { processSession } from './process-session.ts';
import type { Project } from './project.ts';
import { type Row, rowOf } from './value.ts';

/** What `getTableRows` may be asked for; `limit`, `columns` and `revision` go beyond the Python SDK. */
export type TableRowsOptions = Pick<
  ScanOptions,
  'start' | 'end' | 'endInclusive' | 'keepNone' | 'columns' | 'limit' | 'revision' | 'signal'
>;

export interface ListOptions {
  /** A project URI; the current project of the current instance where it is not given. */
  readonly project?: string | Project;
  /** From 1. */
  readonly pageIndex?: number;
  /** Jobs a page. On a Server 20 where it is not given; on Standalone all jobs. */
  readonly pageSize?: number;
}

const SERVER_PAGE_SIZE = 20;

/**
 * A Starwhale job on a Standalone, Server or Cloud instance. Nothing is read before a method asks for it, so a job that
 * does not exist is noticed by the first of them; every method rejects with a `SwjobError`.
 */
export class Job {
  readonly #source: () => Promise<JobSource>;
  #uri: string;

  private constructor(uri: string, source: () => Promise<JobSource>) {
    this.#uri = uri;
    this.#source = source;
  }

  /** The job's URI as it was given; of a listed job in full. */
  get uri(): string {
    return this.#uri;
  }

  /** The job that a URI names, as `job(uri)` does. */
  static get(uri: string): Job {
    let found: Promise<JobSource> | undefined;
    return new Job(uri, () => {
      found ??= findByUri(uri, processSession());
      // A failure is not kept: the job may appear, the network come back.
      found.catch(() => {
        found = undefined;
      });
      return found;
    });
  }

  /** A page of the jobs of a project, newest first; removed jobs are left out. */
  static async list({ project = '', pageIndex = 1, pageSize }: ListOptions = {}): Promise<{
    jobs: Job[];
    pagination: Pagination;
  }> {
    const session = processSession();
    checkPage(pageIndex, pageSize);
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
   * Runs a job: on Standalone here and now, through the Starwhale engine, resolving when it has ended; on a Server by
   * request, resolving when it was taken. A parameter that the instance does not support is an error.
   */
  static async create(options: CreateOptions): Promise<Job> {
    const { createJob } = await import('./create.ts');
    return Job.get(await createJob(options, processSession()));
  }

  /** The job's state at this moment. */
  async status(): Promise<JobStatus> {
    return (await this.#source()).status();
  }

  /** The job with the same keys on every instance. */
  async record(): Promise<JobRecord> {
    return (await this.#source()).record();
  }

  /** The instance's own record of the job, its tasks and its report. */
  async info(): Promise<JobInfo> {
    return infoOf(await this.#source());
  }

  /** The job's row of the project's summary table; `{}` where it wrote none. */
  async summary(): Promise<Row> {
    const source = await this.#source();
    const row = await source.summary();
    return row === null ? {} : rowOf(row, source.artifacts);
  }

  /** The names of the job's tables by code point, without the summary table. */
  async tables(): Promise<string[]> {
    return [...(await (await this.#source()).tables())];
  }

  /**
   * The records of a table in key order, read as they are iterated: leaving the loop early ends the reading. `start` is
   * inclusive, `end` exclusive unless `endInclusive`; a bound that does not fit the table's keys is an error.
   */
  async *getTableRows(name: string, options: TableRowsOptions = {}): AsyncGenerator<Row, void, undefined> {
    const source = await this.#source();
    const table = await source.table(name);
    for await (const batch of table.scan(options)) {
      for (const row of batch) yield rowOf(row, source.artifacts);
    }
  }
}

/** The job that a URI names: `local/project/self/job/xm5wnup`, `xm5wnup`, `https://server/project/1/job/3`, … */
export function job(uri: string): Job {
  return Job.get(uri);
}

async function findByUri(uri: string, session: Session): Promise<JobSource> {
  const target = resolveJob(uri, { config: await session.config() });
  return findSelected(await session.instance(target.instance), target.project, target.job, 'any');
}
