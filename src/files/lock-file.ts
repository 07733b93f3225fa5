import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../errors.ts';
import { temporaryName } from './temporary-name.ts';

const PATIENCE_MS = 10_000;
/** Work under a lock takes milliseconds: whoever holds one for this long is gone. */
const ABANDONED_AFTER_MS = 30_000;
/** A lock is written right after it is created, so an empty one is abandoned sooner. */
const EMPTY_AFTER_MS = 1_000;

/** A lock could not be acquired in time. */
export class LockedError extends Error {}

/**
 * Runs work under a lock that excludes other processes, on other machines too. The lock of a killed process is taken over
 * by the next one. If that happens to a process that was only delayed, its `isOwn` returns false, and it must not write.
 */
export function withLockFile<T>(path: string, work: (isOwn: () => boolean) => T, patienceMs = PATIENCE_MS): T {
  const lock = join(dirname(path), `.${basename(path).slice(0, 100)}.lock`);
  const own = JSON.stringify({ pid: process.pid, host: hostname(), id: crypto.randomUUID() });
  acquire(lock, own, performance.now() + patienceMs);
  const isOwn = (): boolean => contentOf(lock) === own;
  try {
    return work(isOwn);
  } finally {
    if (isOwn()) rmSync(lock, { force: true });
  }
}

function acquire(lock: string, own: string, deadline: number): void {
  while (!create(lock, own)) {
    const found = contentOf(lock);
    if (found !== null && isAbandoned(lock, found)) takeAway(lock, found);
    else if (performance.now() > deadline) throw new LockedError(lock);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 20);
  }
}

/** Returns false if the file already exists. */
function create(lock: string, own: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(lock, 'wx', 0o600);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
  try {
    writeSync(descriptor, own);
  } catch (error) {
    // A full disk: without its content, nobody could remove it.
    rmSync(lock, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Null if the lock is gone. */
function contentOf(lock: string): string | null {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isAbandoned(lock: string, content: string): boolean {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return false;
  if (Date.now() - made > (content === '' ? EMPTY_AFTER_MS : ABANDONED_AFTER_MS)) return true;
  const [, pid, host] = /^\{"pid":(\d+),"host":("(?:[^"\\]|\\.)*"),/.exec(content) ?? [];
  return pid !== undefined && host === JSON.stringify(hostname()) && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, 'ESRCH');
  }
}

/** Removes an abandoned lock. If another process has taken it in the meantime, it is put back. */
function takeAway(lock: string, abandoned: string): void {
  const aside = temporaryName(lock);
  try {
    renameSync(lock, aside);
    if (contentOf(aside) !== abandoned) linkSync(aside, lock);
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errorCode(error) ?? '');
}
