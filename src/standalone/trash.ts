import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, notFound, SwjobError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { writeFailure } from '../files/write-failure.ts';
import { folderNames, type JobFolder, jobFolder, jobsFolder, RECOVER_FOLDER } from './job-folders.ts';

/** The prefix of folders that are being deleted. */
const DELETED = '.deleted-';

/** Moves a job to the trash, atomically: `<project>/job/.recover/<version[:2]>/<version>`. */
export function removeJob(root: string, project: string, folder: JobFolder): void {
  moveJob(
    root,
    project,
    folder,
    true,
    'A removed job of the same id is in the way: delete that one, or bring it back.',
  );
}

/** Moves a job back from the trash, atomically. */
export function recoverJob(root: string, project: string, folder: JobFolder): void {
  moveJob(root, project, folder, false, 'An active job has the same id: remove that one first.');
}

/**
 * Deletes a job's folder for good. It is first renamed to a name that no job has, so that an interruption leaves no half
 * job. Folders that earlier interruptions left under such names are deleted as well.
 */
export function deleteJob(root: string, project: string, folder: JobFolder): void {
  const { path, version } = folder;
  const trash = join(jobsFolder(root, project), RECOVER_FOLDER);
  const doomed = join(trash, `${DELETED}${version}-${randomBytes(4).toString('hex')}`);
  guard(folder, () => {
    checkTrash(trash);
    makeFolder(trash);
    renameSync(path, doomed);
  });
  const leftovers = leftoversIn(trash).filter((each) => each !== doomed);
  deleteFolder(version, doomed);
  for (const each of leftovers) {
    try {
      rmSync(each, { recursive: true, force: true });
    } catch {
      // The failure was reported when that job was deleted.
    }
  }
}

/** Finishes an interrupted deletion of the job; returns false if there is nothing to finish. */
export function finishDeletion(root: string, project: string, version: string): boolean {
  const trash = join(jobsFolder(root, project), RECOVER_FOLDER);
  const name = new RegExp(`^${DELETED.replace('.', '\\.')}(${version}[\\w-]*)-[0-9a-f]{8}$`);
  const left = leftoversIn(trash).filter((each) => name.test(basename(each)));
  for (const each of left) deleteFolder(version, each);
  return left.length > 0;
}

function leftoversIn(trash: string): readonly string[] {
  if (!lstatSync(trash, { throwIfNoEntry: false })?.isDirectory()) return [];
  return folderNames(trash).flatMap((name) => (name.startsWith(DELETED) ? join(trash, name) : []));
}

function deleteFolder(version: string, doomed: string): void {
  try {
    rmSync(doomed, { recursive: true, force: true });
  } catch (error) {
    const { reason } = writeFailure(error);
    throw new SwjobError(codeOf(error), `the job ${version} is deleted, but some of its files are not: ${reason}`, {
      hint: `They are in ${doomed}\nFix the cause, then run the command again to delete them.`,
      cause: error,
    });
  }
}

function moveJob(root: string, project: string, folder: JobFolder, removed: boolean, inTheWay: string): void {
  const { path, version } = folder;
  const target = jobFolder(root, project, version, removed);
  guard(folder, () => {
    checkTrash(join(jobsFolder(root, project), RECOVER_FOLDER));
    if (lstatSync(target, { throwIfNoEntry: false })) {
      throw new SwjobError('operation-failed', `${target} exists already`, { hint: inTheWay });
    }
    makeFolder(dirname(target));
    renameSync(path, target);
  });
}

/** If the trash is a link, the job would be moved out of the store. */
function checkTrash(trash: string): void {
  const stats = lstatSync(trash, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) {
    throw new SwjobError('operation-failed', `${trash} is not a folder`, {
      hint: 'Removed jobs go there: move away what is in its place.',
    });
  }
}

function guard({ path, version }: JobFolder, change: () => void): void {
  try {
    change();
  } catch (error) {
    const isKnown = error instanceof SwjobError;
    if ((isKnown || errorCode(error) === 'ENOENT') && lstatSync(path, { throwIfNoEntry: false }) === undefined) {
      throw notFound(`the job ${version} has just been moved or deleted by another command`);
    }
    if (isKnown) throw error;
    const code = codeOf(error);
    const hint = code === 'not-allowed' ? MAY_NOT : undefined;
    const { reason } = writeFailure(error);
    throw new SwjobError(code, `cannot move the job ${version}: ${reason}`, { hint, cause: error });
  }
}

const MAY_NOT = 'Run swjob as the user who owns the store, or change the permissions.';

function codeOf(error: unknown): 'not-allowed' | 'operation-failed' {
  return errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM' ? 'not-allowed' : 'operation-failed';
}
