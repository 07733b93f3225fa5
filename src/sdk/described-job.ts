import type { JobRecord, JobStatus } from '../job/record.ts';
import type { CallOptions } from './call-options.ts';
import { infoOf, type JobInfo } from './info.ts';
import { showBy } from './inspected.ts';
import { type JobOrigin, JobState, keepState, runOn, stateOf } from './job-state.ts';
import { rowOf } from './typed-rows.ts';
import type { Row } from './value.ts';

/** What a Job says about itself: its URI, status, record, info and summary. */
export abstract class DescribedJob {
  /** Typed as an object: the package's public types do not show what a Job is made of. */
  protected constructor(origin: object) {
    keepState(this, new JobState(origin as JobOrigin));
    showBy(DescribedJob.prototype, inspectJob);
  }

  /** The job's URI as it was given; the full URI for a listed or a new job. */
  get uri(): string {
    return stateOf(this).uri;
  }

  /**
   * Reads the job's current status; UNKNOWN if the instance does not know it. For a listed job, the first call returns the
   * status from the list.
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
   * Reads the job's record, with the same keys on every instance: those that `swjob list --json` prints. A listed job
   * returns the record from the list until `refresh` is called.
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
   * Reads the instance's own record of the job, its tasks and its report.
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
   * Reads the job's row of the project's summary table, `id` first; `{}` if the job wrote none. The first call on any job
   * of a list reads the summaries of all of them at once.
   *
   * @typeParam Summary the expected shape; it is not checked
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
   * The job's URI.
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
   * What `JSON.stringify` prints: the URI, and for a listed job its record.
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

function inspectJob(this: DescribedJob): string {
  const { uri, listed } = stateOf(this);
  return `Job ${uri}${listed === undefined ? '' : ` (${listed.record.status})`}`;
}
