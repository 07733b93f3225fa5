import { usageError } from '../errors.ts';
import type { JobSource } from '../job/instance.ts';
import type { JobRecord, JobStatus } from '../job/record.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';
import { forSeveral } from './call-signals.ts';
import { type Callable, called } from './called.ts';
import type { FindJob, View } from './found-job.ts';
import type { ListedSummaries } from './listed-summaries.ts';
import { failureOf } from './table-of-job.ts';

/** What a list returned about a job. */
export interface Listed {
  readonly record: JobRecord;
  /** Undefined once it has been returned: it may have changed since. */
  status: JobStatus | undefined;
  readonly summaries: ListedSummaries;
}

/** What a Job is made of. */
export interface JobOrigin {
  readonly uri: string;
  readonly view: View;
  readonly find: FindJob;
  readonly listed?: Listed | undefined;
}

/**
 * The state of a Job, kept outside of it, as private members would belong to its type: this way, an object with a Job's
 * public methods fits the type, such as a fake in a user's test.
 */
export class JobState {
  readonly uri: string;
  readonly view: View;
  readonly find: FindJob;
  listed: Listed | undefined;
  #found: Promise<JobSource> | undefined;

  constructor({ uri, view, find, listed }: JobOrigin) {
    this.uri = uri;
    this.view = view;
    this.find = find;
    this.listed = listed;
  }

  /** The job, looked up once. A failure is not cached: the job may appear later, the network may come back. */
  source(): Promise<JobSource> {
    if (this.#found === undefined) {
      const found = forSeveral(() => this.find('any'))
        .then(({ source }) => source)
        .catch((error: unknown) => {
          throw failureOf(this.uri, error);
        });
      this.#found = found;
      found.catch(() => {
        if (this.#found === found) this.#found = undefined;
      });
    }
    return this.#found;
  }

  refresh(): void {
    this.listed = undefined;
    this.#found = undefined;
  }
}

const STATES = new WeakMap<object, JobState>();

export function keepState(job: object, state: JobState): void {
  STATES.set(job, state);
}

/** What a Job is made of; undefined for an object that is not a Job of this library. */
export function keptState(job: object): JobState | undefined {
  return STATES.get(job);
}

/** The state of a Job; a usage error if a method is called without its Job. */
export function stateOf(job: object): JobState {
  const state = STATES.get(Object(job) as object);
  if (state === undefined) throw usageError('this is not a Job', 'Call methods on the job: job.status().');
  return state;
}

/** A method of Job, and the options that it was called with. */
export interface JobCall<Options extends CallOptions> {
  readonly of: Callable;
  readonly options: unknown;
  readonly check?: CheckedBy<Options> | undefined;
}

/** Runs the body of a method of Job. */
export function runOn<T, Options extends CallOptions = CallOptions>(
  job: object,
  { of, options, check }: JobCall<Options>,
  what: (state: JobState, options: Options) => Promise<T>,
): Promise<T> {
  const state = STATES.get(Object(job) as object);
  const call = { name: `Job.${of.name}`, of, uri: state?.uri, signal: state?.view.signal, options, check };
  return called<T, Options>(call, (checked) => what(state ?? stateOf(job), checked));
}

/** `runOn` for a method that changes the job: afterwards, what was cached is dropped. */
export function changeOn<Options extends CallOptions = CallOptions>(
  job: object,
  call: JobCall<Options>,
  what: (state: JobState, options: Options) => Promise<void>,
): Promise<void> {
  return runOn(job, call, async (state, options) => {
    await what(state, options);
    state.refresh();
  });
}
