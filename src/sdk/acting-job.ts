import type { JobStatus } from '../job/record.ts';
import { checkedRemoveOptions, checkedWaitOptions, type JobWaitOptions, type RemoveOptions } from './action-options.ts';
import { flag, text, throwIfAborted } from './arguments.ts';
import { act, onServer, waitForEnd } from './job-actions.ts';
import { JobReader } from './job-reader.ts';
import { stateOf } from './job-state.ts';

/** What is done with a Job, beside reading it. */
export abstract class ActingJob extends JobReader {
  /**
   * Forgets what a list or a lookup told: the next call asks the instance.
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
   * Waits until the job has finished, and gives its last status, whatever it is.
   *
   * @param options how long, how often to look, and a signal
   * @throws {@link SwjobError} `timeout`, `interrupted`, `not-final` for a job that nothing runs any more, and as
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
    const state = stateOf(this);
    return state.run(async () => {
      const { signal = state.view.signal, ...checked } = checkedWaitOptions(options);
      throwIfAborted(signal, 'Job.wait');
      state.refresh();
      return waitForEnd(() => state.source(), { ...checked, signal });
    });
  }

  /**
   * Cancels the job.
   *
   * @throws {@link SwjobError} `operation-failed` with the instance's reason where it refuses, and as `status` does
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
  cancel(): Promise<void> {
    const state = stateOf(this);
    return state.change(() => act(state.find, 'cancel'));
  }

  /**
   * Pauses the job.
   *
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
  pause(): Promise<void> {
    const state = stateOf(this);
    return state.change(() => act(state.find, 'pause'));
  }

  /**
   * Resumes the job after a pause.
   *
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
  resume(): Promise<void> {
    const state = stateOf(this);
    return state.change(() => act(state.find, 'resume'));
  }

  /**
   * Moves the job to the trash, from where `recover` brings it back.
   *
   * @param options whether it is deleted for good
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
    const state = stateOf(this);
    return state.change(async () => act(state.find, 'remove', { force: checkedRemoveOptions(options).force ?? false }));
  }

  /**
   * Brings the job back from the trash.
   *
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
  recover(): Promise<void> {
    const state = stateOf(this);
    return state.change(() => act(state.find, 'recover'));
  }

  /**
   * Replaces the comment of a job on a Server.
   *
   * @param comment the new comment
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
  comment(comment: string): Promise<void> {
    const state = stateOf(this);
    return state.change(async () => {
      const checked = text(comment, 'the comment');
      await onServer(state.find, 'Job.comment', (jobs, project, id) => jobs.comment(project, id, checked));
    });
  }

  /**
   * Pins a job on a Server, so that its console shows it first.
   *
   * @param pinned false to unpin it
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
  pin(pinned = true): Promise<void> {
    const state = stateOf(this);
    return state.change(async () => {
      const checked = flag(pinned ?? true, 'pinned');
      await onServer(state.find, 'Job.pin', (jobs, project, id) => jobs.pin(project, id, checked));
    });
  }
}
