import type { JobStatus } from '../job/record.ts';
import { type JobWaitOptions, type RemoveOptions, removeOptions, waitOptions } from './action-options.ts';
import { flag, text } from './arguments.ts';
import type { CallOptions } from './call-options.ts';
import { act, onServer, waitForEnd } from './job-actions.ts';
import { JobReader } from './job-reader.ts';
import { changeOn, runOn, stateOf } from './job-state.ts';

/** What changes a Job, or waits for it. */
export abstract class ActingJob extends JobReader {
  /**
   * Drops cached list and lookup results: the next call asks the instance again.
   *
   * @example
   * ```ts
   * import { Job } from 'swjob';
   *
   * const { jobs } = await Job.list({ pageSize: 1 });
   * for (const job of jobs) {
   *   job.refresh();
   *   console.log(await job.status());
   * }
   * ```
   */
  refresh(): void {
    stateOf(this).refresh();
  }

  /**
   * Waits until the job finishes, and resolves to its final status, whether SUCCESS, FAIL or CANCELED.
   *
   * @param options how long, how often to look, and a signal
   * @throws {@link SwjobError} `timeout`, `interrupted`, `not-final` if nothing is running the job any more, and as
   *   `status` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * console.log(await job('srv/project/1/job/3').wait({ timeout: 60_000 })); // SUCCESS
   * ```
   */
  wait(options: JobWaitOptions = {}): Promise<JobStatus> {
    const call = { of: ActingJob.prototype.wait, options, check: waitOptions };
    return runOn(this, call, async (state, checked) => {
      state.refresh();
      return waitForEnd(() => state.source(), checked);
    });
  }

  /**
   * Cancels the job.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `operation-failed` with the instance's reason if it refuses, and as `status` does
   *
   * @example
   * ```ts
   * import { isSwjobError, job } from 'swjob';
   *
   * try {
   *   await job('srv/project/1/job/3').cancel();
   * } catch (error) {
   *   // It has finished.
   *   if (!isSwjobError(error, 'operation-failed')) throw error;
   * }
   * ```
   */
  cancel(options: CallOptions = {}): Promise<void> {
    const call = { of: ActingJob.prototype.cancel, options };
    return changeOn(this, call, (job, { signal }) => act(job, 'cancel', signal));
  }

  /**
   * Pauses the job.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} as `cancel` does
   *
   * @example
   * ```ts
   * import { Job } from 'swjob';
   *
   * const { jobs } = await Job.list('srv/project/1');
   * for (const job of jobs) if ((await job.status()) === 'RUNNING') await job.pause();
   * ```
   */
  pause(options: CallOptions = {}): Promise<void> {
    const call = { of: ActingJob.prototype.pause, options };
    return changeOn(this, call, (job, { signal }) => act(job, 'pause', signal));
  }

  /**
   * Resumes the job after a pause.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} as `cancel` does
   *
   * @example
   * ```ts
   * import { Job } from 'swjob';
   *
   * const { jobs } = await Job.list('srv/project/1');
   * for (const job of jobs) if ((await job.status()) === 'PAUSED') await job.resume();
   * ```
   */
  resume(options: CallOptions = {}): Promise<void> {
    const call = { of: ActingJob.prototype.resume, options };
    return changeOn(this, call, (job, { signal }) => act(job, 'resume', signal));
  }

  /**
   * Moves the job to the trash; `recover` brings it back.
   *
   * @param options whether to delete it for good, and a signal
   * @throws {@link SwjobError} as `cancel` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const old = job('irti');
   * await old.remove();
   * console.log((await old.record()).removed); // true
   * await old.recover();
   * ```
   */
  remove(options: RemoveOptions = {}): Promise<void> {
    const call = { of: ActingJob.prototype.remove, options, check: removeOptions };
    return changeOn(this, call, (job, { signal, force = false }) => act(job, 'remove', signal, { force }));
  }

  /**
   * Brings the job back from the trash.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} as `cancel` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const old = job('irti');
   * await old.remove();
   * await old.recover();
   * console.log((await old.record()).removed); // false
   * ```
   */
  recover(options: CallOptions = {}): Promise<void> {
    const call = { of: ActingJob.prototype.recover, options };
    return changeOn(this, call, (job, { signal }) => act(job, 'recover', signal));
  }

  /**
   * Replaces the comment of a job on a Server.
   *
   * @param comment the new comment
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `usage` for a Standalone job, and as `cancel` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const best = job('srv/project/1/job/3');
   * await best.comment('baseline');
   * console.log((await best.record()).comment); // baseline
   * ```
   */
  comment(comment: string, options: CallOptions = {}): Promise<void> {
    return changeOn(this, { of: ActingJob.prototype.comment, options }, async ({ find }) => {
      const checked = text(comment, 'the comment');
      await onServer(find, 'Job.comment', (jobs, project, id) => jobs.comment(project, id, checked));
    });
  }

  /**
   * Pins a job on a Server: its web console then lists the job first.
   *
   * @param pinned false to unpin it
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `usage` for a Standalone job, and as `cancel` does
   *
   * @example
   * ```ts
   * import { job } from 'swjob';
   *
   * const best = job('srv/project/1/job/3');
   * await best.pin();
   * console.log((await best.record()).pinned); // true
   * await best.pin(false);
   * ```
   */
  pin(pinned = true, options: CallOptions = {}): Promise<void> {
    return changeOn(this, { of: ActingJob.prototype.pin, options }, async ({ find }) => {
      const checked = flag(pinned ?? true, 'pinned');
      await onServer(find, 'Job.pin', (jobs, project, id) => jobs.pin(project, id, checked));
    });
  }
}
