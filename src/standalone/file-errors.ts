import { damaged, errorCode, isError, SwjobError } from '../errors.ts';

/** Whether nothing has that name; a file in the place of a folder is a different error. */
export function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

/** The error for a file or folder that exists but cannot be read: `not-allowed` (exit 4) or `damaged` (exit 6). */
export function unreadable(path: string, error: unknown): SwjobError {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new SwjobError('not-allowed', `${path}: no permission to read it`, {
      hint: 'Run swjob as the user who owns the store, or change the permissions.',
      cause: error,
    });
  }
  const reason = isError(error) ? error.message.replace(/^[A-Z]+: /, '').replace(/, \w+ '.*$/s, '') : String(error);
  return damaged(`${path}: cannot be read: ${reason}`, { cause: error });
}
