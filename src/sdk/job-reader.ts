import type { EventRecord } from '../job/server-records.ts';
import { batchRows } from './batch-values.ts';
import type { CallOptions } from './call-options.ts';
import type { TableBatch } from './column-values.ts';
import { DescribedJob } from './described-job.ts';
import { eventsOf, jobLogs, tasksOf } from './job-logs.ts';
import type { TableRowsOptions } from './job-options.ts';
import { readTable } from './job-rows.ts';
import { runOn } from './job-state.ts';
import type { JobLogsOptions, JobTask } from './log-options.ts';
import { RowIterator } from './row-iterator.ts';
import { tableBatch } from './table-batch.ts';
import type { Row } from './value.ts';

/** What a Job wrote: its tables, tasks, logs and events. */
export abstract class JobReader extends DescribedJob {
  /**
   * Lists the names of the job's tables, sorted by code point, without the summary table.
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
   * Iterates over the records of a table in key order. They are read as the loop asks for them: no table is ever completely
   * in memory, and leaving the loop early stops reading.
   *
   * @typeParam Record the expected shape of a record; it is not checked
   * @param name the table's name, one of `tables()`
   * @param options a range of keys, columns, a revision; by default everything
   * @throws {@link SwjobError} `not-found` if the table or a column does not exist (the hint lists what does), `usage` for
   *   a bound that does not fit the keys, `damaged` for damaged data that is not skipped, `interrupted` after an abort, and
   *   as `status` does
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
   * Iterates over the records of a table in key order as batches of columns, a few hundred rows each. Numeric columns are
   * typed arrays, for fast computation. The next batch reuses the memory: read the columns of one before the next.
   *
   * @param name the table's name, one of `tables()`
   * @param options a range of keys, columns, a revision; by default everything
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
   * Lists the tasks of a job on a Server, oldest first.
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
   * Iterates over what the job printed, a string per line without its line break. On Standalone: the engine's saved output,
   * then the logs that its tasks left in its folder. On a Server: the logs of its tasks, one after the other.
   *
   * @param options which task, and whether to wait for more lines
   * @throws {@link SwjobError} `not-found` if the task or a log does not exist, `interrupted` after an abort, and as
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
   * Lists the events that a Server recorded for the job, as the Server returns them.
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
  events(options: CallOptions = {}): Promise<readonly EventRecord[]> {
    return runOn(this, { of: JobReader.prototype.events, options }, (state) => eventsOf(state.find));
  }
}
