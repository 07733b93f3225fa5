import { SwjobError } from '../errors.ts';
import type { JobSource } from '../job/instance.ts';
import { LAST_LOOK_MS, type Look, patient } from '../job/patience.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import { withinTime } from '../signals.ts';
import { parseDuration } from '../text/duration.ts';
import type { Context } from './context.ts';
import type { Run } from './run.ts';

const DEFAULT_INTERVAL_MS = 2000;

export interface WaitOptions {
  readonly interval?: string;
  readonly timeout?: string;
}

/** The pauses between looks at a job, with a time limit. */
export class Waiting {
  readonly #context: Pick<Context, 'now' | 'sleep'>;
  readonly #interval: number;
  readonly #timeout: number;
  readonly #timeoutText: string | undefined;
  // A sum, so that setting the clock back does not prolong the wait.
  #waited = 0;
  #pause = 0;
  #asked: number;
  readonly #checked = new Set<JobSource>();

  constructor(context: Pick<Context, 'now' | 'sleep'>, { interval, timeout }: WaitOptions) {
    this.#context = context;
    this.#interval = interval === undefined ? DEFAULT_INTERVAL_MS : parseDuration(interval, '--interval');
    this.#timeout = timeout === undefined ? Number.POSITIVE_INFINITY : parseDuration(timeout, '--timeout');
    this.#timeoutText = timeout;
    this.#asked = context.now();
  }

  /** Warns, once, if nothing seems to work on a job that has not finished and no time limit ends the wait. */
  warnOfEndless(source: JobSource, warn: Run['warn']): void {
    if (this.#timeoutText !== undefined || this.#checked.has(source)) return;
    this.#checked.add(source);
    if (source.isUnattended?.() !== true) return;
    warn(`${source.uri}: no process on this machine works on it, so it may never finish (--timeout limits the wait)`);
  }

  /** Waits until the next look is due; throws after the time limit, with `still()` in the message. */
  async pause(still: () => string): Promise<void> {
    const now = this.#context.now();
    this.#waited = this.#passed(now);
    this.#asked = now;
    if (this.#waited >= this.#timeout) throw this.#late(still);
    this.#pause = Math.min(this.#interval, this.#timeout - this.#waited);
    await this.#context.sleep(this.#pause);
  }

  /** Takes a look; throws after the time limit, as a server may keep silent for longer, or ask for a longer pause. */
  async look<T>(take: () => Promise<T>, still: () => string): Promise<T> {
    const left = this.#timeout - this.#passed(this.#context.now());
    return withinTime(Math.max(left, LAST_LOOK_MS), () => this.#late(still), take);
  }

  #passed(now: number): number {
    return this.#waited + Math.max(now - this.#asked, this.#pause);
  }

  #late(still: () => string): SwjobError {
    return new SwjobError('timeout', `${still()} after ${this.#timeoutText}`);
  }
}

/** A look that returns null, after `onFailure`, if the server fails: the next look may succeed. */
export function patientLook<T>(
  look: () => Promise<T>,
  { verbose, warn }: Pick<Run, 'verbose' | 'warn'>,
  onFailure = (): void => {},
): () => Promise<T | null> {
  return patient(look, (error) => {
    if (verbose) warn(`${error.message}; trying again`);
    onFailure();
  });
}

export function hasEnded({ status, lost }: Look): boolean {
  return isFinal(status) || lost !== null;
}

/** 0 for a job that succeeded, 9 for one that failed or was cancelled, 8 for one that has not finished. */
export function exitStatusOf(status: JobStatus): number {
  if (status === 'SUCCESS') return 0;
  return isFinal(status) ? 9 : 8;
}
