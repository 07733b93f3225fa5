import { isSwjobError, SwjobError } from '../errors.ts';
import type { ActionOptions, JobAction, LeftBehind } from '../job/instance.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import { actOnContainers, type ContainerAction, type RunDocker, runDocker } from './containers.ts';
import { findJobFolder, isFolder, type JobFolder, VERSION } from './job-folders.ts';
import { readJobManifest } from './job-manifest.ts';
import { currentStatus } from './job-state.ts';
import { tablesOfJob } from './orphan-tables.ts';
import type { RunRecords } from './run-records.ts';
import { deleteJob, finishDeletion, recoverJob, removeJob } from './trash.ts';

interface Target extends ActionOptions {
  readonly root: string;
  readonly project: string;
  readonly id: string;
}

type LeftTables = Pick<LeftBehind, 'tables' | 'bytes'>;

/** Acts on a job of the store, if its state allows it. Returns what a deletion leaves; null for other actions. */
export async function actOnJob(
  action: JobAction,
  target: Target,
  runs: RunRecords,
  docker: RunDocker | undefined,
): Promise<LeftTables | null> {
  if (action === 'remove') return remove(target, runs);
  if (action === 'recover') recover(target, runs);
  else await change(action, target, runs, docker ?? runDocker);
  return null;
}

/** The tables that a deleted job leaves: only a look at the whole store can tell that no other job uses them. */
async function leftOf(root: string, project: string, version: string): Promise<LeftTables | null> {
  try {
    const tables = await tablesOfJob(root, project, version);
    return { tables: tables.length, bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0) };
  } catch {
    // The job is deleted anyway; `doctor --store` reports what is wrong.
    return null;
  }
}

async function remove({ root, project, id, force = false }: Target, runs: RunRecords): Promise<LeftTables | null> {
  let folder: JobFolder;
  try {
    folder = findJobFolder(root, project, id, 'active', runs);
  } catch (error) {
    if (force && VERSION.test(id) && finishDeletion(root, project, id)) return null;
    throw error;
  }
  const { version } = folder;
  const hadFolder = isFolder(folder.path);
  // A job with an unreadable manifest can still be removed.
  const status = await statusOf(folder, runs).catch(() => 'UNKNOWN');
  // Its engine would continue writing to the old folder, which would split the job in two.
  if (!isFinal(status as JobStatus) && runs.isRunning(version)) {
    throw new SwjobError('operation-failed', `the job ${version} is running`, {
      hint: `Remove it when it has finished (swjob status ${version} --wait), or end its process first.`,
    });
  }
  if (!hadFolder) {
    // The engine never created one: everything known about the job is outside the store.
    await runs.forget(version);
    return null;
  }
  if (!force) {
    removeJob(root, project, folder);
    return null;
  }
  deleteJob(root, project, folder);
  await runs.forget(version);
  return leftOf(root, project, version);
}

function recover({ root, project, id }: Target, runs: RunRecords): void {
  let folder: JobFolder;
  try {
    folder = findJobFolder(root, project, id, 'removed', runs);
  } catch (error) {
    if (isSwjobError(error) && error.code === 'not-found' && isActive(root, project, id, runs)) {
      throw new SwjobError('not-found', `the job ${id} is not removed`, {
        hint: 'There is nothing to recover: swjob list shows it.',
      });
    }
    throw error;
  }
  recoverJob(root, project, folder);
}

function isActive(root: string, project: string, id: string, runs: RunRecords): boolean {
  try {
    findJobFolder(root, project, id, 'active', runs);
    return true;
  } catch {
    return false;
  }
}

const DONE: Readonly<Record<ContainerAction, string>> = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' };

async function change(
  action: ContainerAction,
  { root, project, id }: Target,
  runs: RunRecords,
  docker: RunDocker,
): Promise<void> {
  const folder = findJobFolder(root, project, id, 'active', runs);
  const status = await statusOf(folder, runs);
  if (isFinal(status)) {
    throw new SwjobError('operation-failed', `the job ${folder.version} has finished (${status})`, {
      hint: `Only jobs that have not finished can be ${DONE[action]}.`,
    });
  }
  await actOnContainers(action, folder.version, docker);
}

async function statusOf(folder: JobFolder, runs: RunRecords): Promise<JobStatus> {
  return currentStatus(folder, await readJobManifest(folder), runs);
}
