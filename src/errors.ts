/**
 * The kind of a failure:
 *
 * - `operation-failed`: an operation failed, or the server refused it
 * - `usage`: an invalid argument, such as page 0 or a malformed URI
 * - `not-found`: no such instance, project, job, table or column
 * - `ambiguous`: a prefix that matches several jobs; `hint` lists them
 * - `not-allowed`: not logged in, or not permitted
 * - `network`: the server or the network failed, even after retries
 * - `damaged`: a file of the store is damaged or of an unknown version; `message` names it
 * - `job-failed`: a job that `Job.create` ran ended in FAIL or CANCELED
 * - `interrupted`: an `AbortSignal` or Ctrl-C ended the call
 * - `timeout`: `Job.wait`, a request or an `AbortSignal.timeout` ran out of time
 * - `not-final`: nothing is running the job any more, so it will not finish
 * - `assertion-false`: only on the command line
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

/** The exit status of the command line for each kind of failure. A released number keeps its meaning. */
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

/** What an error has besides its message. */
export interface SwjobErrorOptions {
  /** What the user can do about it, one sentence or a short list. */
  readonly hint?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** The HTTP status of a Server's response. */
  readonly status?: number | undefined;
  /** The URI of the job or project that the call was about. */
  readonly uri?: string | undefined;
}

/**
 * Every failure that swjob reports is a `SwjobError`. Match on `code`: messages are for people, and may change.
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
  /** The exit status of the command line for this error, from 1 to 130. */
  readonly exitCode: number;
  /** What to do about it, in a sentence or a short list; undefined if there is nothing to suggest. */
  readonly hint: string | undefined;
  /** The HTTP status if a Server's response caused the error; else undefined. */
  readonly status: number | undefined;
  /** The URI that the call was given, or that of the Standalone job that it ran; undefined if there is none. */
  readonly uri: string | undefined;

  /**
   * Creates an error, for programs that report their own failures in the same way.
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

  /** What `JSON.stringify` prints; it would omit the message of a plain Error. */
  toJSON(): Pick<SwjobError, 'name' | 'code' | 'message' | 'hint' | 'status' | 'uri'> {
    const { name, code, message, hint, status, uri } = this;
    return { name, code, message, hint, status, uri };
  }
}

/** A SwjobError with one code, which `isSwjobError` narrows to. */
export interface SwjobErrorOf<Code extends ErrorCode> extends SwjobError {
  /** The kind of failure. */
  readonly code: Code;
}

/**
 * Whether an error comes from swjob, including from another copy of it in the same program.
 *
 * @param error any caught value
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
 * Whether an error comes from swjob and has this code.
 *
 * @param error any caught value
 * @param code the kind of failure; by default any
 */
export function isSwjobError<Code extends ErrorCode>(
  error: unknown,
  code: Code | undefined,
): error is SwjobErrorOf<Code>;
export function isSwjobError(error: unknown, code?: ErrorCode): boolean {
  if (!(error instanceof SwjobError) && !isOfAnotherCopy(error)) return false;
  return code === undefined || error.code === code;
}

/** Whether a Server refused the token, as when it expires during a command: nothing else will succeed with it. */
export function isTokenRefused({ code, status }: SwjobError): boolean {
  return code === 'not-allowed' && status === 401;
}

/**
 * Whether a caught value is an error. In Jest and other programs with `vm` contexts, the errors of Node itself are no
 * instances of the program's `Error`.
 */
export function isError(value: unknown): value is Error {
  if (value instanceof Error) return true;
  if (typeof value !== 'object' || value === null) return false;
  return 'name' in value && typeof value.name === 'string' && 'message' in value && typeof value.message === 'string';
}

/** What is wrong, of any caught value. */
export function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}

/** The code of a system error, such as `ENOENT`; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A program may load two copies of swjob, whose classes differ. */
function isOfAnotherCopy(error: unknown): error is SwjobError {
  if (!isError(error) || error.name !== 'SwjobError' || !('code' in error)) return false;
  return typeof error.code === 'string' && Object.hasOwn(EXIT_CODES, error.code);
}

export const usageError = (message: string, hint?: string): SwjobError => new SwjobError('usage', message, { hint });
export const notFound = (message: string, hint?: string): SwjobError => new SwjobError('not-found', message, { hint });
export const damaged = (message: string, options: SwjobErrorOptions = {}): SwjobError =>
  new SwjobError('damaged', message, options);
