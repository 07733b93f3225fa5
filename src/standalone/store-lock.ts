import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, SwjobError } from '../errors.ts';
import { unreadable } from './file-errors.ts';

const WAIT_SECONDS = 10;

/** Programs that lock file descriptor 3. The lock outlives them: it lasts as long as we keep the same open file. */
const LOCKERS: readonly (readonly [command: string, ...args: string[]])[] = [
  ['flock', '--exclusive', '--timeout', String(WAIT_SECONDS), '3'],
  ['python3', '-c', 'import fcntl; fcntl.flock(3, fcntl.LOCK_EX)'],
];

/**
 * Runs work while no client writes the datastore's manifest. Clients hold a flock(2) on `.datastore/.lock` for that, which
 * Node has no function for.
 */
export async function withStoreLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  const path = join(root, '.datastore', '.lock');
  const descriptor = takeLock(path);
  try {
    return await work();
  } finally {
    closeSync(descriptor);
  }
}

function takeLock(path: string): number {
  for (;;) {
    const descriptor = open(path);
    try {
      lock(descriptor, path);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    // A client may have removed the file before we locked it.
    if (statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino) return descriptor;
    closeSync(descriptor);
  }
}

function open(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o644);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function lock(descriptor: number, path: string): void {
  for (const [command, ...args] of LOCKERS) {
    const { status, error } = spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'ignore', descriptor],
      timeout: (WAIT_SECONDS + 1) * 1000,
    });
    if (status === 0) return;
    // Not there, or in a folder of PATH that may not be read.
    if (error && errorCode(error) !== 'ETIMEDOUT') continue;
    throw new SwjobError('operation-failed', `${path}: another program holds the lock`, {
      hint: 'A job is writing to the store: run the command again when it has finished.',
    });
  }
  throw new SwjobError('operation-failed', 'the store cannot be locked: neither flock nor python3 can be run', {
    hint: 'Install one of them: without a lock, a job that is writing could lose a table.',
  });
}
