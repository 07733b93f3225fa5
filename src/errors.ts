/**
 * Every failure that swjob reports is one of these. `code` names the kind for programs, `exitCode` is what the command
 * line ends with, `hint` says what to do about it.
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

/** The exit statuses that scripts rely on; a number, once shipped, keeps its meaning. */
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

export interface SwjobErrorOptions {
  /** What the user can do about it, one sentence or a short list. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The one family of errors: match on `code`, not on the message. */
export class SwjobError extends Error {
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: SwjobErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SwjobError';
    this.code = code;
    this.exitCode = EXIT_CODES[code];
    this.hint = options.hint;
  }
}

/** True for every error that swjob itself raises; with `code`, only for that kind. */
export function isSwjobError(error: unknown, code?: ErrorCode): error is SwjobError {
  return error instanceof SwjobError && (code === undefined || error.code === code);
}

export const usageError = (message: string, hint?: string): SwjobError => new SwjobError('usage', message, { hint });
export const notFound = (message: string, hint?: string): SwjobError => new SwjobError('not-found', message, { hint });
export const damaged = (message: string, options: SwjobErrorOptions = {}): SwjobError =>
  new SwjobError('damaged', message, options);
