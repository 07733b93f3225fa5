import { batchRows } from './batch-values.ts';
import type { CallOptions } from './call-options.ts';
import type { TableBatch } from './column-values.ts';
import { DescribedJob } from './described-job.ts';
import { eventsOf, jobLogs, tasksOf } from './job-logs.ts';
import type { TableRowsOptions } from './job-options.ts';
import { readTable } from './job-rows.ts';
import { runOn } from './job-state.ts';
import type { JobEvent, JobLogsOptions, JobTask } from './log-options.ts';
import { RowIterator } from './row-iterator.ts';
import { tableBatch } from './table-batch.ts';
import type { Row } from './value.ts';

/** What a Job wrote: its tables, tasks, logs and events. */
export abstract class JobReader extends DescribedJob {
  /**
   * The names of the job's tables by code point, without the summary table.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} as `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * console.log((await job('qsrgiil7bkae').tables()).includes('labels')); // true
   * ```
   */
  tables(options: CallOptions = {}): Promise<string[]> {
    return runOn(this, { of: JobReader.prototype.tables, options }, async (state) => [
      ...(await (await state.source()).tables()),
    ]);
  }

  /**
   * The records of a table in key order, read as they are iterated: no table is in memory as a whole, and leaving the
   * loop early ends the reading.
   *
   * @typeParam Record the shape of a record that the program expects; it is not checked
   * @param name the table's name, one of `tables()`
   * @param options a range of keys, columns, a revision; without them everything
   * @throws {@link SwjobError} `not-found` for a table or column that is not there (the hint lists those that are),
   *   `usage` for a bound that does not fit the keys, `damaged` if a block is, `interrupted` after an abort, and as
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
  getTableRows<Record extends object = Row>(
    name: string,
    options: TableRowsOptions = {},
  ): AsyncGenerator<Record, void, undefined> {
    const of = JobReader.prototype.getTableRows;
    const { rows, signal } = readTable(this, of, name, options, batchRows);
    return new RowIterator(rows, signal) as AsyncGenerator<unknown> as AsyncGenerator<Record>;
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
    return readTable(this, JobReader.prototype.getTableBatches, name, options, tableBatch).rows;
  }

  /**
   * The tasks of a job on a Server, in the order in which they were made.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `usage` for a Standalone job, and as `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const tasks = await job('srv/project/1/job/3').tasks();
   * console.log(tasks.every(({ status }) => status === 'SUCCESS')); // true
   * ```
   */
  tasks(options: CallOptions = {}): Promise<readonly JobTask[]> {
    return runOn(this, { of: JobReader.prototype.tasks, options }, (state) => tasksOf(state.find));
  }

  /**
   * What the job printed, line by line, without line ends: on Standalone what was kept of its engine, else what its tasks
   * left in its folder; on a Server the logs of its tasks, one after the other.
   *
   * @param options which task, and whether to follow it
   * @throws {@link SwjobError} `not-found` for a task or log that is not there, `interrupted` after an abort, and as
   *   `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * for await (const line of job('srv/project/1/job/3').logs()) {
   *   if (/error/i.test(line)) console.log(line);
   * }
   * ```
   */
  logs(options: JobLogsOptions = {}): AsyncGenerator<string, void, undefined> {
    return jobLogs(this, JobReader.prototype.logs, options);
  }

  /**
   * The events that a Server recorded for the job, unchanged.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `usage` for a Standalone job, and as `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * for (const { type, message } of await job('srv/project/1/job/3').events()) {
   *   if (type === 'ERROR') console.log(message);
   * }
   * ```
   */
  events(options: CallOptions = {}): Promise<readonly JobEvent[]> {
    return runOn(this, { of: JobReader.prototype.events, options }, (state) => eventsOf(state.find));
  }
}
