import type { JobRecord, JobStatus } from '../job/record.ts';
import type { CallOptions } from './call-options.ts';
import { infoOf, type JobInfo } from './info.ts';
import { showBy } from './inspected.ts';
import { type JobOrigin, JobState, keepState, runOn, stateOf } from './job-state.ts';
import { rowOf } from './typed-rows.ts';
import type { Row } from './value.ts';

/** What a Job says about itself: its URI, status, record, info and summary. */
export abstract class DescribedJob {
  /** What a Job is made of is no business of the types of the package. */
  protected constructor(origin: object) {
    keepState(this, new JobState(origin as JobOrigin));
    showBy(DescribedJob.prototype, shown);
  }

  /** The job's URI as it was given; of a listed or a new job in full. */
  get uri(): string {
    return stateOf(this).uri;
  }

  /**
   * The job's state at this moment; UNKNOWN if it is not known. Of a listed job, the first call gives the state in
   * the list.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `not-found`, `ambiguous`, `damaged`, `not-allowed`, `network`, `timeout`
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * console.log(await job('@latest').status()); // SUCCESS
   * ```
   */
  status(options: CallOptions = {}): Promise<JobStatus> {
    return runOn(this, { of: DescribedJob.prototype.status, options }, async (state) => {
      const status = state.listed?.status;
      if (status === undefined || state.listed === undefined) return (await state.source()).status();
      state.listed.status = undefined;
      return status;
    });
  }

  /**
   * The job with the same keys on every instance, as `swjob list --json` prints them. Of a listed job,
   * what the list returned, until `refresh` is called.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} as `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const { handler, model } = await job('qsrgiil7bkae').record();
   * console.log(handler, model?.name); // evaluator:summarize clf
   * ```
   */
  record(options: CallOptions = {}): Promise<JobRecord> {
    return runOn(
      this,
      { of: DescribedJob.prototype.record, options },
      async (state) => state.listed?.record ?? (await state.source()).record(),
    );
  }

  /**
   * The instance's own record of the job, its tasks and its report.
   *
   * @param options a signal that ends the call
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
  info(options: CallOptions = {}): Promise<JobInfo> {
    return runOn(this, { of: DescribedJob.prototype.info, options }, async (state) => infoOf(await state.source()));
  }

  /**
   * The job's row of the project's summary table, its `id` first; `{}` where it wrote none. Those of all jobs of a
   * list are read at once, when the first is asked for.
   *
   * @typeParam Summary the shape that the program expects; it is not checked
   * @param options a signal that ends the call
   * @throws {@link SwjobError} as `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const { accuracy } = await job('qsrgiil7bkae').summary<{ accuracy: number }>();
   * console.log(accuracy.toFixed(1)); // 0.8
   * ```
   */
  summary<Summary extends object = Row>(options: CallOptions = {}): Promise<Summary> {
    return runOn(this, { of: DescribedJob.prototype.summary, options }, async (state) => {
      const { listed } = state;
      const source = listed === undefined ? await state.source() : null;
      const row = source === null ? await listed?.summaries.of(listed.record.uuid) : await source.summary();
      const artifacts = source?.artifacts ?? { read: async (link) => (await state.source()).artifacts.read(link) };
      return (row ? rowOf(row, artifacts) : {}) as Summary;
    });
  }

  /**
   * Its URI.
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * console.log(`${job('irti')}`); // irti
   * ```
   */
  toString(): string {
    return this.uri;
  }

  /**
   * What `JSON.stringify` prints: the URI, and of a listed job its record too.
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * console.log(JSON.stringify(job('irti'))); // {"uri":"irti"}
   * ```
   */
  toJSON(): Pick<JobRecord, 'uri'> & Partial<JobRecord> {
    const { uri, listed } = stateOf(this);
    return { ...listed?.record, uri };
  }
}

function shown(this: DescribedJob): string {
  const { uri, listed } = stateOf(this);
  return `Job ${uri}${listed === undefined ? '' : ` (${listed.record.status})`}`;
}
