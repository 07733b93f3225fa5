import { errorCode, messageOf, SwjobError } from '../errors.ts';

/** Why a file or folder could not be written, in words, and what to do about it. */
export interface WriteFailure {
  readonly reason: string;
  readonly hint?: string;
}

const FREE_SPACE = 'Free some space, or write somewhere else.';
const ELSEWHERE = 'Change the permissions, or write somewhere else.';

/** The system's errors that users meet; Node's own message would name a temporary file and a system call. */
const KNOWN: Readonly<Record<string, WriteFailure>> = {
  ENOSPC: { reason: 'no space left on the device', hint: FREE_SPACE },
  EDQUOT: { reason: 'no space left on the device', hint: FREE_SPACE },
  EACCES: { reason: 'permission denied', hint: ELSEWHERE },
  EPERM: { reason: 'permission denied', hint: ELSEWHERE },
  EROFS: { reason: 'the file system is read-only', hint: 'Write somewhere else.' },
  ENAMETOOLONG: { reason: 'the name is too long' },
  EEXIST: { reason: 'a file of this name exists', hint: 'Name another one, or remove the file.' },
  EISDIR: { reason: 'it is a folder', hint: 'Name a file in it.' },
  ENOENT: { reason: 'its folder does not exist', hint: 'Create the folder, or name another one.' },
  ENOTDIR: { reason: 'a part of the path is a file, not a folder', hint: 'Name another folder.' },
};

/** The failure behind an error of the file system. */
export function writeFailure(error: unknown): WriteFailure {
  const code = errorCode(error) ?? '';
  return KNOWN[code] ?? { reason: messageOf(error).replace(/^E[A-Z0-9]+: (.*?), \w+(?: '.*)?$/s, '$1') };
}

/** The error that says what could not be written, why, and what to do about it; `advice` replaces what is usually advised. */
export function failedWrite(what: string, error: unknown, advice?: string): SwjobError {
  const { reason, hint } = writeFailure(error);
  return new SwjobError('operation-failed', `${what}: ${reason}`, { cause: error, hint: advice ?? hint });
}
