import { rowFromPlain } from '../../datastore/typed-value.ts';
import { SwjobError, usageError } from '../../errors.ts';
import { isFinal, type JobStatus } from '../../job/record.ts';
import { parseDuration } from '../../text/duration.ts';
import { findJob } from '../jobs.ts';
import { paintStatus } from '../looks.ts';
import { printDocument } from '../present.ts';
import { progressOf } from '../progress.ts';
import type { Command, Run } from '../run.ts';

export interface StatusOptions {
  readonly wait?: boolean;
  readonly timeout?: string;
  readonly interval?: string;
  readonly exitStatus?: boolean;
}

const USUAL_INTERVAL_MS = 2000;

/** Prints a job's status in one word; with `--wait`, once it is final. */
export const status: Command<StatusOptions> = async ([uri = ''], options, run) => {
  const idle = options.wait
    ? undefined
    : (['timeout', 'interval'] as const).find((name) => options[name] !== undefined);
  if (idle !== undefined) throw usageError(`--${idle} needs --wait`, `Add --wait, or leave --${idle} out.`);
  const { source } = await findJob(run, uri);
  const now = options.wait ? await finalStatus(run, () => source.status(), options) : await source.status();
  await printDocument(run, {
    record: rowFromPlain({ uri: source.uri, status: now }),
    lines: async (palette) => [paintStatus(now, palette)],
    piped: async () => [now],
  });
  return options.exitStatus ? exitStatusOf(now) : undefined;
};

/** 0 for a job that succeeded, 9 for one that did not, 8 for one that is not final yet. */
export function exitStatusOf(status: JobStatus): number {
  if (status === 'SUCCESS') return 0;
  return isFinal(status) ? 9 : 8;
}

async function finalStatus(run: Run, ask: () => Promise<JobStatus>, options: StatusOptions): Promise<JobStatus> {
  const { context } = run;
  const interval = options.interval !== undefined ? parseDuration(options.interval, '--interval') : USUAL_INTERVAL_MS;
  const timeout =
    options.timeout !== undefined ? parseDuration(options.timeout, '--timeout') : Number.POSITIVE_INFINITY;
  const progress = progressOf(run, 'waiting');
  // Added up, so that a clock that is set back on the way makes the wait no longer.
  let waited = 0;
  let pause = 0;
  let asked = context.now();
  try {
    for (;;) {
      const status = await ask();
      if (isFinal(status)) return status;
      progress.update(`waiting: the job is ${status}`);
      const now = context.now();
      waited += Math.max(now - asked, pause);
      asked = now;
      if (waited >= timeout) throw new SwjobError('timeout', `the job is still ${status} after ${options.timeout}`);
      pause = Math.min(interval, timeout - waited);
      await context.sleep(pause);
    }
  } finally {
    progress.stop();
  }
}
