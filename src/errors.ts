/**
 * The kind of a failure:
 *
 * - `operation-failed`: it was tried and did not work, or the server refused it
 * - `usage`: a value that cannot be meant, such as a page 0 or a URI of no known form
 * - `not-found`: no such instance, project, job, table or column
 * - `ambiguous`: a prefix that matches several jobs; `hint` lists them
 * - `not-allowed`: not logged in, or not permitted
 * - `network`: the server or the way to it failed, after the retries that make sense
 * - `damaged`: a file of the store is damaged or of an unknown version; `message` names it
 * - `job-failed`: a job that `Job.create` ran ended in FAIL or CANCELED
 * - `interrupted`: an `AbortSignal` or Ctrl-C ended it
 * - `timeout`: the time of `Job.wait`, of a request or of an `AbortSignal` is over
 * - `not-final`: nothing runs the job any more, so it will not finish
 * - `assertion-false`: of the command line only
 */
export type ErrorCode =
  | 'operation-failed'
  | 'usage'
  | 'not-found'
  | 'ambiguous'
  | 'not-allowed'
  | 'network'
  | 'damaged'
  | 'not-final'
  | 'job-failed'
  | 'assertion-false'
  | 'timeout'
  | 'interrupted';

/** The exit status of the command line for each kind of failure; a number, once shipped, keeps its meaning. */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  'operation-failed': 1,
  usage: 2,
  'not-found': 3,
  ambiguous: 3,
  'not-allowed': 4,
  network: 5,
  damaged: 6,
  'not-final': 8,
  'job-failed': 9,
  'assertion-false': 10,
  timeout: 124,
  interrupted: 130,
};

/** What an error can say besides its message. */
export interface SwjobErrorOptions {
  /** What the user can do about it, one sentence or a short list. */
  readonly hint?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** The HTTP status of a Server's answer. */
  readonly status?: number | undefined;
  /** The URI of the job or project that was asked for. */
  readonly uri?: string | undefined;
}

/**
 * The one family of errors: every failure that swjob reports is one of these. Match on `code`; messages are for people
 * and may change.
 *
 * @example
 * ```ts
 * import { isSwjobError, job } from 'swjob';
 *
 * try {
 *   await job('nosuchjob').status();
 * } catch (error) {
 *   if (!isSwjobError(error, 'not-found')) throw error;
 *   console.log(error.exitCode); // 3
 *   console.log(error.message); // no job "nosuchjob" in the project self
 * }
 * ```
 */
export class SwjobError extends Error {
  /** The kind of failure. */
  readonly code: ErrorCode;
  /** What the command line would end with, from 1 to 130. */
  readonly exitCode: number;
  /** What can be done about it, one sentence or a short list; undefined if there is nothing to say. */
  readonly hint: string | undefined;
  /** The HTTP status, if a Server's answer is the error; else undefined. */
  readonly status: number | undefined;
  /** The URI that a call of the library was given; undefined if it was given none. */
  readonly uri: string | undefined;

  /**
   * An error of this kind, for programs that report their own in the same way.
   *
   * @param code the kind of failure
   * @param message one sentence, for people
   * @param options a hint, and the error that led to this one
   */
  constructor(code: ErrorCode, message: string, options: SwjobErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SwjobError';
    this.code = code;
    this.exitCode = EXIT_CODES[code];
    this.hint = options.hint;
    this.status = options.status;
    this.uri = options.uri;
  }

  /** What `JSON.stringify` prints: without it, an error has no message there. */
  toJSON(): Pick<SwjobError, 'name' | 'code' | 'message' | 'hint' | 'status' | 'uri'> {
    const { name, code, message, hint, status, uri } = this;
    return { name, code, message, hint, status, uri };
  }
}

/** An error of one kind, as `isSwjobError` narrows to it. */
export interface SwjobErrorOf<Code extends ErrorCode> extends SwjobError {
  /** The kind of failure. */
  readonly code: Code;
}

/**
 * True for every error that swjob itself raises, another copy of it in the same program included.
 *
 * @param error anything that was caught
 *
 * @example
 * ```ts
 * import { isSwjobError, Job } from 'swjob';
 *
 * const error = await Job.list('local/project/nosuch').catch((reason: unknown) => reason);
 * console.log(isSwjobError(error), isSwjobError(error, 'not-found'), isSwjobError(error, 'network')); // true true false
 * ```
 */
export function isSwjobError(error: unknown): error is SwjobError;
/**
 * The same for errors of one kind.
 *
 * @param error anything that was caught
 * @param code the kind that is asked for; any unless given
 */
export function isSwjobError<Code extends ErrorCode>(
  error: unknown,
  code: Code | undefined,
): error is SwjobErrorOf<Code>;
export function isSwjobError(error: unknown, code?: ErrorCode): boolean {
  if (!(error instanceof SwjobError) && !isOfAnotherCopy(error)) return false;
  return code === undefined || error.code === code;
}

/** A program may have two copies of swjob, whose classes differ. */
function isOfAnotherCopy(error: unknown): error is SwjobError {
  if (!(error instanceof Error) || error.name !== 'SwjobError' || !('code' in error)) return false;
  return typeof error.code === 'string' && Object.hasOwn(EXIT_CODES, error.code);
}

export const usageError = (message: string, hint?: string): SwjobError => new SwjobError('usage', message, { hint });
export const notFound = (message: string, hint?: string): SwjobError => new SwjobError('not-found', message, { hint });
export const damaged = (message: string, options: SwjobErrorOptions = {}): SwjobError =>
  new SwjobError('damaged', message, options);
