import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SwjobError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { errorCode } from './file-errors.ts';
import { type JobFolder, jobFolder, jobsFolder, RECOVER_FOLDER } from './job-folders.ts';

/** Moves a job among the removed ones, at once: `<project>/job/.recover/<version[:2]>/<version>`. */
export function removeJob(root: string, project: string, folder: JobFolder): void {
  moveJob(
    root,
    project,
    folder,
    true,
    'A removed job of the same id is in the way: delete that one, or bring it back.',
  );
}

/** Moves a removed job back among the active ones, at once. */
export function recoverJob(root: string, project: string, folder: JobFolder): void {
  moveJob(root, project, folder, false, 'An active job has the same id: remove that one first.');
}

/**
 * Deletes a job's folder for good. It first leaves the list under a name that no job has, so that an interruption
 * leaves no half job behind.
 */
export function deleteJob(root: string, project: string, { path, version }: JobFolder): void {
  const trash = join(jobsFolder(root, project), RECOVER_FOLDER);
  const doomed = join(trash, `.deleted-${version}-${randomBytes(4).toString('hex')}`);
  guard(version, () => {
    checkTrash(trash);
    makeFolder(trash);
    renameSync(path, doomed);
    rmSync(doomed, { recursive: true });
  });
}

function moveJob(
  root: string,
  project: string,
  { path, version }: JobFolder,
  removed: boolean,
  inTheWay: string,
): void {
  const target = jobFolder(root, project, version, removed);
  guard(version, () => {
    checkTrash(join(jobsFolder(root, project), RECOVER_FOLDER));
    if (lstatSync(target, { throwIfNoEntry: false })) {
      throw new SwjobError('operation-failed', `${target} exists already`, { hint: inTheWay });
    }
    makeFolder(dirname(target));
    renameSync(path, target);
  });
}

/** A trash that leads elsewhere would take the job out of the store. */
function checkTrash(trash: string): void {
  const stats = lstatSync(trash, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) {
    throw new SwjobError('operation-failed', `${trash} is not a folder`, {
      hint: 'Removed jobs are kept there; move what is in its place away.',
    });
  }
}

function guard(version: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    if (error instanceof SwjobError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const code = errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM' ? 'not-allowed' : 'operation-failed';
    throw new SwjobError(code, `cannot move the job ${version}: ${reason}`, { cause: error });
  }
}
